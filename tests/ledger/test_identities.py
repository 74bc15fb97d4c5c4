"""Who is who: people's words stand beside the machine's parties, in any order, and can be taken back."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event as events_of

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.identities import PartyEvent, leads
from onrecord.records import Document, Party, Reading
from tests.ledger.making import CHINA, NATO, OFFICIALS, WANG, dispute, fresh_file, said, simple

if TYPE_CHECKING:
    from onrecord import Ledger

FULL, SURNAME = "per:number1", "per:number2"
HANDLES = ("per:number1", "per:number2", "per:number3", "per:number4")


def speaking(number: int, *speakers: Party, targets: tuple[Party, ...] = ()) -> Reading:
    """A reading of its own article with one statement by these parties."""
    text = f"In report {number} somebody denied plan {number}."
    statement = said(text, "somebody", "denied", f"plan {number}", act="deny", speakers=speakers, targets=targets)
    return Reading(Document(text), (statement,))


@pytest.fixture
def four(ledger: Ledger) -> Ledger:
    for number in range(1, 5):
        ledger.add(simple(number))
    return ledger


def groups(ledger: Ledger) -> dict[str, tuple[int, int]]:
    return {one.handle: (one.said, one.merged) for one in ledger.parties(limit=100)[0] if one.id}


APART = dict.fromkeys(HANDLES, (1, 1))


def test_merged_parties_are_listed_and_found_as_one(four: Ledger) -> None:
    assert groups(four) == APART
    event = four.merge_parties("per:number1", "Number2", by="ana", why="a nickname")
    assert (event.action, event.party, event.other, event.by, event.why) == (
        "merge", "per:number1", "per:number2", "ana", "a nickname",
    )  # fmt: skip
    assert groups(four) == {"per:number2": (2, 2), "per:number3": (1, 1), "per:number4": (1, 1)}
    assert four.parties()[1] == 4
    for who in ("per:number1", "per:number2", "number1", "Number2", "NUMBER1"):
        assert four.search(by=who).total == 2
        assert four.search(by=who, words="number1").total == 1
        assert four.search(about=who).total == 0
    assert four.search(by="per:number3").total == 1
    assert [(one.name, one.said) for one in four.parties("number1")[0]] == [("Number2", 2)]
    assert four.party_events() == ([event], 1)
    assert list(four.verify()) == []


@pytest.mark.parametrize("few", [0, 10_000])
def test_all_ways_of_searching_follow_merges(four: Ledger, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr("onrecord.ledger.plan.FEW", few)
    four.merge_parties("per:number1", "per:number2", by="ana")
    four.merge_parties("per:number3", "per:number2", by="ana")
    for words, total in ((None, 3), ("denied", 3), ("plan -number2", 2)):
        found = four.search(words, by="number1", limit=2)
        assert (found.total, len(found)) == (total, 2)
    assert four.search(by="number1", answered=False).total == 3


def test_following_merges_looks_parties_up() -> None:
    with fresh_file() as ledger:
        for number in range(1, 5):
            ledger.add(simple(number), links=False)
        ledger.merge_parties("per:number1", "per:number2", by="ana")
        asked: list[tuple[str, Any]] = []
        events_of.listen(ledger._store.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        assert ledger.search(by="per:number1").total == 2
        with ledger._store.reading() as connection:
            for query, values in [one for one in asked if "mention" in one[0]]:
                plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
                assert not [
                    step for step in plan if step.startswith(("SCAN party USING", "SCAN mention", "SCAN statement"))
                ]
                assert "SCAN party" not in plan


def test_the_record_stays_as_it_is(four: Ledger) -> None:
    before = list(four.export())
    four.merge_parties(FULL, SURNAME, by="ana")
    assert list(four.export()) == before
    assert four.counts()["parties"] == 5


def test_what_was_merged_goes_along(four: Ledger) -> None:
    four.merge_parties("per:number1", "per:number2", by="ana")
    four.merge_parties("per:number2", "per:number3", by="ana")
    assert groups(four)["per:number3"] == (3, 3)
    four.split_parties("per:number2", "per:number3", by="ben")
    assert groups(four) == {"per:number2": (2, 2), "per:number3": (1, 1), "per:number4": (1, 1)}
    four.split_parties("per:number2", "per:number1", by="ben")
    assert groups(four) == APART


def test_of_two_merged_into_a_third_the_first_leaves(four: Ledger) -> None:
    four.merge_parties("per:number1", "per:number3", by="ana")
    four.merge_parties("per:number2", "per:number3", by="ana")
    four.split_parties("per:number1", "per:number2", by="ben")
    assert groups(four) == {"per:number3": (2, 2), "per:number1": (1, 1), "per:number4": (1, 1)}


def test_undoing_restores(four: Ledger) -> None:
    one = four.merge_parties("per:number1", "per:number2", by="ana")
    merged = groups(four)
    two = four.split_parties("per:number1", "per:number2", by="ben")
    four.undo_party_event(two.id, by="ana", why="they are one")
    assert groups(four) == merged
    taken = four.undo_party_event(one.id, by="ana")
    assert groups(four) == APART
    assert four.search(by="per:number1").total == 1
    assert [event.action for event in four.party_events()[0]] == ["undo", "undo", "split", "merge"]
    assert taken.undoes == one.id
    for id_ in (one.id, taken.id):
        with pytest.raises(LedgerError, match="taken back already"):
            four.undo_party_event(id_, by="ana")
    with pytest.raises(NotFound, match="no event"):
        four.undo_party_event("pe:0", by="ana")


def test_what_cannot_be_merged_is_refused(four: Ledger) -> None:
    four.add(speaking(1, Party("Number1", "CHN", "per:number1|CHN", "person")))
    with pytest.raises(NotFound, match=r"may be per:number1, per:number1\|CHN"):
        four.merge_parties("Number1", SURNAME, by="ana")
    with pytest.raises(NotFound, match="no party 'Nobody'"):
        four.merge_parties("Nobody", SURNAME, by="ana")
    with pytest.raises(LedgerError, match="unnamed"):
        four.merge_parties("officials", SURNAME, by="ana")
    four.merge_parties(FULL, SURNAME, by="ana")
    for one, other in ((FULL, SURNAME), (SURNAME, FULL), (FULL, FULL)):
        with pytest.raises(LedgerError, match="one party already"):
            four.merge_parties(one, other, by="ana")
    with pytest.raises(LedgerError, match="one party of the machine's"):
        four.split_parties(FULL, FULL, by="ana")
    assert four.party_events()[1] == 1


def test_a_party_without_an_id_goes_by_a_hash(ledger: Ledger) -> None:
    ledger.add(speaking(1, Party("Reform Now", None, None, "unknown")))
    ledger.add(speaking(2, Party("Reform Now Party", None, "org:reform-now-party", "organisation")))
    handle = next(one.handle for one in ledger.parties()[0] if one.id is None)
    assert handle.startswith("pt:")
    assert ledger.search(by=handle).total == 1
    ledger.merge_parties(handle[:12], "reform now party", by="ana")
    for who in (handle, "org:reform-now-party", "Reform Now"):
        assert ledger.search(by=who).total == 2
    [one] = ledger.parties()[0]
    assert (one.name, one.merged) == ("Reform Now Party", 2)


def test_parties_with_one_id_are_one_whatever_their_names(ledger: Ledger) -> None:
    ledger.add(speaking(1, CHINA))
    ledger.add(speaking(2, Party("Beijing", "CHN", "state:CHN", "state")))
    ledger.add(speaking(3, Party("Beijing", "CHN", "state:CHN", "state"), targets=(NATO,)))
    assert [(one.name, one.said, one.merged) for one in ledger.parties()[0]] == [("Beijing", 3, 1), ("NATO", 0, 1)]


def test_a_code_follows_merges(ledger: Ledger) -> None:
    ledger.add(dispute())
    ledger.add(speaking(1, Party("Wang", None, "per:wang", "person")))
    ledger.merge_parties("per:wang", WANG.id or "", by="ana")
    assert {entry.speakers for entry in ledger.search(by="CHN")} == {("Wang",), ("Wang Yi",), ("China",)}


def test_one_who_is_gone_still_leads_to_the_others(four: Ledger) -> None:
    four.merge_parties("per:number1", "per:number2", by="ana")
    four.remove(simple(2).document.id)
    assert four.search(by="per:number2").total == 1
    assert [(one.handle, one.name) for one in four.parties("number1")[0]] == [("per:number2", "Number1")]
    four.add(simple(2))
    assert four.search(by="per:number1").total == 2


def test_uncertain_pairs_are_offered_until_somebody_decides(ledger: Ledger) -> None:
    parties = (
        Party("Ana Ruiz", "ESP", "per:ana-ruiz|ESP", "person"),
        Party("Ana Ruíz", None, "per:ana-ruiz", "person"),
        Party("Ruiz", "ESP", "per:ruiz|ESP", "person"),
        Party("Ana Ruiz", "CHL", "per:ana-ruiz|CHL", "person"),
        Party("Eva Ruiz", "PER", "per:eva-ruiz|PER", "person"),
        OFFICIALS,
    )
    for number, one in enumerate(parties):
        ledger.add(speaking(number, one))
    found = [(pair.likeness, pair.one, pair.other) for pair in ledger.suggestions()]
    assert found == [
        (0.9, "per:ana-ruiz", "per:ana-ruiz|CHL"),
        (0.9, "per:ana-ruiz", "per:ana-ruiz|ESP"),
        (0.5, "per:ana-ruiz|ESP", "per:ruiz|ESP"),
        (0.4, "per:ana-ruiz|CHL", "per:ana-ruiz|ESP"),
    ]
    ledger.merge_parties("per:ana-ruiz", "per:ana-ruiz|ESP", by="ana")
    ledger.split_parties("per:ana-ruiz|CHL", "per:ana-ruiz|ESP", by="ana", why="another")
    assert [(pair.likeness, pair.one) for pair in ledger.suggestions()] == [(0.5, "per:ana-ruiz|ESP")]


def test_what_was_changed_behind_its_back_is_found(four: Ledger) -> None:
    four.merge_parties(FULL, SURNAME, by="ana")
    statement = four.search()[0].id
    four.review(statement, "accept", by="ana")
    with four._store.writing() as connection:
        for table in ("party_event", "review"):
            connection.exec_driver_sql(f"UPDATE {table} SET \"by\" = 'ben'")
        connection.exec_driver_sql("DELETE FROM party_alias")
    review, event, view = four.verify()
    assert (review.statement, event.statement) == (statement, None)
    assert "not what its id was made from" in review.what
    assert "not what its id was made from" in event.what
    assert "does not follow" in view.what


def test_merging_ledgers_brings_what_people_said(fresh: Any) -> None:
    with fresh() as one, fresh() as two:
        for ledger in (one, two):
            ledger.add(dispute())
            ledger.add(simple(1))
        denial = two.search(act="deny", by="CHN")[0].id
        rejected = two.review(denial, "reject", by="ben", why="not said")
        two.undo(rejected.id, by="ana")
        two.review(denial, "correct", by="ana", correction={"act": "refuse"})
        one.review(denial, "accept", by="eve")
        two.merge_parties("per:number1", "Wang Yi", by="ana")
        two.make_token("ana", "review")
        merged = one.merge(two)
        assert (merged.articles, merged.reviews) == (0, 4)
        assert one.merge(two).reviews == 0
        two.merge(one)
        assert one.reviewed(denial) == two.reviewed(denial)
        assert one.reviews()[1] == 4
        assert one.parties() == two.parties()
        assert one.search(by="per:number1").total == 2
        assert one.tokens() == []
        assert list(one.verify()) == []


ACTIONS = st.tuples(
    st.sampled_from(["merge", "merge", "split", "undo"]), st.integers(0, 3), st.integers(0, 3), st.integers(0, 9)
)


def told(ledger: Ledger, actions: list[tuple[str, int, int, int]]) -> None:
    """Says in a ledger what of these it takes."""
    for action, one, other, which in actions:
        events = ledger.party_events()[0]
        try:
            if action == "undo" and events:
                ledger.undo_party_event(events[which % len(events)].id, by="ana")
            elif action == "merge":
                ledger.merge_parties(HANDLES[one], HANDLES[other], by="ana")
            elif action == "split":
                ledger.split_parties(HANDLES[one], HANDLES[other], by="ben")
        except LedgerError:
            continue


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(st.tuples(*[st.lists(ACTIONS, max_size=4)] * 3))
def test_ledgers_merge_to_the_same_view_in_any_order(fresh: Any, actions: Any) -> None:
    with fresh() as one, fresh() as two, fresh() as three:
        parts = (one, two, three)
        for ledger, some in zip(parts, actions, strict=True):
            for number in range(1, 5):
                ledger.add(simple(number), links=False)
            told(ledger, some)
        views = []
        for order in list(permutations(parts))[::2]:
            with fresh() as whole:
                for ledger in order:
                    whole.merge(ledger, links=False)
                assert list(whole.verify()) == []
                found = tuple(whole.search(by=handle, limit=9) for handle in HANDLES)
                views.append((whole.parties(), whole.party_events(), found))
        assert all(view == views[0] for view in views)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split"]), st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 3)
    )
)


@given(EVENTS, st.data())
def test_any_order_of_events_gives_the_same_view_and_undoing_restores(said_: Any, data: st.DataObject) -> None:
    events = [
        PartyEvent(f"pe:{number}", action, one, other, None, "ana", f"2031-05-0{at}", None)
        for number, (action, one, other, at) in enumerate(said_)
    ]
    view = leads(events)
    assert leads(data.draw(st.permutations(events))) == view
    assert set(view.values()) <= set(view)
    assert all(view[lead] == lead for lead in view.values())
    more = PartyEvent(
        "pe:x", "merge", "a", "b", None, "ben", data.draw(st.sampled_from(["2031-05-01", "2031-06-01"])), None
    )
    undo = PartyEvent("pe:y", "undo", "a", "b", "pe:x", "ben", "2031-07-01", None)
    assert leads(data.draw(st.permutations([*events, more, undo]))) == view
