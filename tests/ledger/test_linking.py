"""Links across articles are a function of the statements in the ledger: how they came there makes no difference."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger import copies
from onrecord.reader.links import across
from onrecord.records import Document, Link, Party, Reader, Reading, Span, Statement

if TYPE_CHECKING:
    from onrecord import Ledger
    from onrecord.records import Act

ARLAND = Party("Arland", "ARL", "state:ARL", "state")
BOROVIA = Party("Borovia", "BOR", "state:BOR", "state")
KOSTA = Party("Ida Kosta", "BOR", "per:ida-kosta|BOR", "person", "president")
OFFICIALS = Party("officials", None, None, "anonymous")
PARTIES = [ARLAND, BOROVIA, KOSTA, OFFICIALS]
CHARGE = "that its trawlers broke the fishing treaty in the northern strait"
CONTENTS = [
    CHARGE,
    "that any trawlers of hers had broken the fishing treaty",
    "of breaking the fishing treaty with trawlers",
    "“We will not sign a treaty on fishing that nobody has read”",
    "“We will not sign a treaty on fishing that nobody has read”, and no other on trawlers",
    "that the summit opens on Monday",
]
SAYINGS = st.tuples(
    st.sampled_from(["accuse", "deny", "state", "agree", "criticise"]),
    st.sampled_from(PARTIES),
    st.sampled_from([*PARTIES, None]),
    st.sampled_from(CONTENTS),
)
DAYS = st.sampled_from(["2020-05-01", "2020-05-02", "2020-06-03", "2020-09-01", None])
VARIED = st.lists(st.tuples(DAYS, st.lists(SAYINGS, min_size=1, max_size=3)), min_size=2, max_size=4)
# What many articles print: mostly copies, some of which name another source.
PRINTED = st.sampled_from(
    [
        ("accuse", ARLAND, BOROVIA, CHARGE),
        ("accuse", OFFICIALS, BOROVIA, CHARGE),
        ("deny", KOSTA, ARLAND, CONTENTS[1]),
        ("deny", KOSTA, ARLAND, CONTENTS[2]),
    ]
)
COPIED = st.lists(st.tuples(DAYS, st.lists(PRINTED, min_size=1, max_size=3)), min_size=3, max_size=6)
NEWS = st.one_of(VARIED, COPIED)
Saying = tuple["Act", Party, Party | None, str]


def report(number: int, day: str | None, sayings: list[Saying], version: str = "1.0") -> Reading:
    """A reading of its own article, for every number another."""
    text, statements = f"Report {number}. ", []
    for act, speaker, target, content in sayings:
        cue = Span(len(text), len(text) + 4, "said")
        words = Span(cue.end + 1, cue.end + 1 + len(content), content)
        text = f"{text}said {content}. "
        targets = (target,) if target else ()
        id_ = f"s{len(statements)}"
        statements.append(Statement(id_, None, (cue,), (words,), "indirect", act, speakers=(speaker,), targets=targets))
    document = Document(text, None, f"https://example.org/{number}", f"Outlet {number}", day, "en")
    return Reading(document, tuple(statements), (), Reader(version, ()))


def denied(number: int = 2, day: str | None = "2020-05-02") -> Reading:
    return report(number, day, [("deny", KOSTA, ARLAND, CONTENTS[1])])


def charged(number: int = 1, day: str | None = "2020-05-01", version: str = "1.0") -> Reading:
    return report(number, day, [("accuse", ARLAND, BOROVIA, CHARGE)], version)


def fill(ledger: Ledger, readings: list[Reading]) -> list[Link]:
    for reading in readings:
        ledger.add(reading)
    return ledger.links()


def filled(ledger: Ledger, readings: list[Reading]) -> tuple[list[Link], set[tuple[int, ...]]]:
    fill(ledger, readings)
    return state(ledger)


def traces(ledger: Ledger) -> set[tuple[int, ...]]:
    """By what the statements are found, each with its id."""
    found = set()
    with ledger._store.reading() as connection:
        for name in ("echo", "facing"):
            rows = connection.exec_driver_sql(f"SELECT t.*, s.id FROM {name} t JOIN statement s ON s.key = t.statement")
            found |= {
                (name, *(value for value, key in zip(row, rows.keys(), strict=True) if key != "statement"))
                for row in rows
            }
    return found


def state(ledger: Ledger) -> tuple[list[Link], set[tuple[int, ...]]]:
    """The links, and by what more would be found."""
    return ledger.links(), traces(ledger)


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(NEWS, st.data())
def test_the_order_of_adding_makes_no_difference(fresh, news, data) -> None:
    # The first article is read once more by a newer reader, which takes all for charges.
    readings = [report(number, *what) for number, what in enumerate(news)]
    newer = [replace(statement, act="accuse") for statement in readings[0].statements]
    readings.append(replace(readings[0], statements=tuple(newer), reader=Reader("2.0", ())))
    shuffled = data.draw(st.permutations(readings))
    with fresh() as one, fresh() as other:
        before = filled(one, readings)
        assert filled(other, shuffled) == before
        assert filled(other, data.draw(st.lists(st.sampled_from(readings)))) == before


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(NEWS, st.data())
def test_what_is_removed_leaves_no_link_and_comes_back_with_all(fresh, news, data) -> None:
    readings = [report(number, *what) for number, what in enumerate(news)]
    gone = data.draw(st.lists(st.sampled_from(readings), min_size=1, unique=True))
    with fresh() as one, fresh() as other:
        before = filled(one, readings)
        for reading in gone:
            one.remove(reading.document.id)
        assert state(one) == filled(other, [reading for reading in readings if reading not in gone])
        assert filled(one, gone) == before


@pytest.mark.slow
@settings(deadline=None, max_examples=15)
@given(NEWS, st.integers(0, 4))
def test_merging_linking_later_and_anew_find_the_same(fresh, news, cut) -> None:
    readings = [report(number, *what) for number, what in enumerate(news)]
    with fresh() as whole, fresh() as one, fresh() as other:
        before = filled(whole, readings)
        fill(one, readings[:cut])
        fill(other, readings[cut:])
        one.merge(other)
        assert state(one) == before
        for reading in readings:
            other.add(reading, links=False)
        assert other.relink() == len(before[0])
        assert state(other) == before


def test_an_answer_is_found_by_whichever_comes_later(ledger: Ledger) -> None:
    assert ledger.add(denied()).links == 0
    assert ledger.add(charged()).links == 1
    (link,) = ledger.links()
    assert [*ledger.each_link()] == [link]
    assert (link.from_, link.type) == (next(iter(ledger.search(act="deny"))).id, "rebuts")
    assert [entry.act for entry in ledger.search(answered=True)] == ["accuse"]


@pytest.mark.parametrize("day", ["2020-08-01", None])
def test_long_after_or_of_no_known_day_is_no_answer(ledger: Ledger, day: str | None) -> None:
    assert fill(ledger, [charged(), denied(day=day)]) == []


def test_an_article_takes_its_links_and_traces_along(ledger: Ledger) -> None:
    ledger.add(charged())
    before = traces(ledger)
    ledger.add(denied())
    assert traces(ledger) > before
    ledger.remove(denied().document.id)
    assert ledger.links() == []
    assert traces(ledger) == before


def test_without_links_none_are_found_but_for_later_articles(ledger: Ledger) -> None:
    ledger.add(charged())
    assert ledger.add(denied(), links=False).links == 0
    assert ledger.links() == []
    assert ledger.add(denied(3)).links > 0


def test_a_newer_reading_loses_what_was_found_and_keeps_what_was_given(ledger: Ledger) -> None:
    fill(ledger, [charged(), denied(), report(3, None, [("state", OFFICIALS, None, CONTENTS[5])])])
    (found,) = ledger.links()
    given_ = Link(found.to, "details", next(iter(ledger.search("summit"))).id)
    ledger.link([given_])
    newer = report(1, "2020-05-01", [("accuse", OFFICIALS, None, CHARGE)], "2.0")
    ledger.add(newer)
    assert [link.type for link in ledger.links()] == ["details"]
    ledger.relink()
    assert [link.type for link in ledger.links()] == ["details"]


def test_a_link_that_was_given_stays_when_links_are_found_anew(ledger: Ledger) -> None:
    links = fill(ledger, [charged(), denied()])
    ledger.link(links)
    ledger.relink()
    assert ledger.links() == links
    with ledger._store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM link WHERE found").scalar() == 0


def copy(number: int, outlet: str | None = None) -> Reading:
    made = report(number, f"2020-05-0{number}", [("accuse", ARLAND, BOROVIA, CHARGE)])
    return replace(made, document=replace(made.document, outlet=outlet or made.document.outlet))


def test_what_many_outlets_print_is_told_and_counted_once(ledger: Ledger) -> None:
    fill(ledger, [copy(3), copy(1), copy(2), copy(4, "Outlet 1"), denied(5, "2020-05-07")])
    first, last = (next(iter(ledger.search("trawlers", since=day, until=day))) for day in ("2020-05-01", "2020-05-04"))
    assert (first.outlets, last.outlets) == (3, 3)
    thread = ledger.thread(first.id)
    assert [(item.entry.act, item.answers) for item in thread.items] == [("accuse", None), ("deny", first.id)]
    assert thread.status == "disputed"
    # The statement that is asked for stands in its thread.
    assert [item.entry.id for item in ledger.thread(last.id).items][:2] == [first.id, last.id]
    assert [cell.statements for cell in ledger.matrix(act="accuse")] == [1]


def test_the_ledger_knows_word_for_word_as_the_linker_does() -> None:
    assert (copies.COPY, copies.EXACT) == (across.COPY, across.EXACT)


def stories(count: int) -> list[Reading]:
    """Copies of a story with a charge, each with its own outlet, and the first with a denial that the others leave out."""
    told: list[Saying] = [("accuse", ARLAND, BOROVIA, CHARGE), ("deny", KOSTA, ARLAND, CONTENTS[1])]
    first = report(1, "2020-05-01", told)
    id_, other = (one.id for one in first.statements)
    first = replace(first, links=(Link(other, "rebuts", id_, 0.9),))
    return [first, *(report(number, "2020-05-02", told[:1]) for number in range(2, count + 1))]


def test_each_copy_has_one_link(ledger: Ledger) -> None:
    for number, reading in enumerate(stories(8)):
        assert ledger.add(reading).links == 1, number
    assert [entry.outlets for entry in ledger.search(act="accuse")] == [8] * 8


def test_copies_are_answered_where_one_is_and_one_charge_where_none_is(ledger: Ledger) -> None:
    readings = stories(4)
    fill(ledger, readings[1:])
    assert [again for _, again in ledger.unanswered()] == [2]
    assert ledger.search(act="accuse", answered=False).total == 1
    ledger.add(readings[0])
    assert ledger.unanswered() == []
    assert ledger.search(act="accuse", answered=False).total == 0
    assert ledger.search(answered=True).total == 1
    assert [entry.answered for entry in ledger.search(act="accuse")] == [1] * 4
    assert [(cell.statements, cell.answered) for cell in ledger.matrix(act="accuse")] == [(1, 1)]
    # Of one outlet its own is shown, with the answer that another prints.
    assert ledger.search(outlet="Outlet 3", answered=True).total == 1
    assert ledger.search(outlet="Outlet 3", answered=False).total == 0


def test_what_many_print_counts_once_in_its_month_and_among_the_replies(ledger: Ledger) -> None:
    fill(ledger, [charged(), *(denied(number) for number in range(2, 6))])
    assert [(moment.act, moment.statements) for moment in ledger.timeline()] == [("accuse", 1), ("deny", 1)]
    assert [(day.day, day.statements) for day in ledger.days()] == [("2020-05-01", 1), ("2020-05-02", 1)]
    assert len(ledger.replies()) == 1
    assert [entry.answered for entry in ledger.search(act="accuse")] == [1]


def test_the_next_copy_takes_the_place_of_the_first(ledger: Ledger) -> None:
    fill(ledger, [charged(), charged(3, "2020-05-03"), charged(4, "2020-05-04"), denied(5, "2020-05-07")])
    ledger.remove(charged().document.id)
    first, last = (next(iter(ledger.search(since=day, until=day))) for day in ("2020-05-03", "2020-05-04"))
    assert {(link.type, link.from_, link.to) for link in ledger.links()} == {
        ("repeats", last.id, first.id),
        ("rebuts", next(iter(ledger.search(act="deny"))).id, first.id),
    }


def test_without_links_none_come_of_taking_out_either(ledger: Ledger) -> None:
    for reading in (charged(), charged(3, "2020-05-03"), charged(4, "2020-05-04"), denied(5, "2020-05-07")):
        ledger.add(reading, links=False)
    ledger.remove(charged().document.id)
    assert ledger.links() == []


def test_what_one_article_leaves_unnamed_is_not_named_by_another(ledger: Ledger) -> None:
    said = "“We will not sign a treaty on fishing that nobody has read, not now and not in a year”"
    named, unnamed = (
        report(number, "2020-05-01", [("refuse", speaker, None, said)])
        for number, speaker in ((1, KOSTA), (2, OFFICIALS))
    )
    fill(ledger, [named, unnamed])
    (link,) = ledger.links()
    assert (link.type, link.confidence) == ("repeats", across.AGAIN)
    assert {(entry.speakers, entry.outlets) for entry in ledger.search()} == {(("Ida Kosta",), 1), (("officials",), 1)}
    assert len(ledger.thread(link.from_).items) == 2


def test_the_same_words_long_after_are_another_utterance(ledger: Ledger) -> None:
    fill(ledger, [charged(), charged(2, "2020-09-01")])
    assert [link.confidence for link in ledger.links()] == [across.AGAIN]
    assert [entry.outlets for entry in ledger.search()] == [1, 1]
    assert [moment.month for moment in ledger.timeline()] == ["2020-05", "2020-09"]


@pytest.mark.slow
def test_the_hundredth_copy_takes_no_longer_than_the_tenth(ledger: Ledger) -> None:
    told: list[Saying] = [(act, ARLAND, BOROVIA, f"{CHARGE} in the week of Mayor {act}") for act in ("accuse", "state")]
    told += [("deny", KOSTA, ARLAND, f"{CONTENTS[1]} in harbour {name}") for name in ("Tavira", "Oskar", "Lindau")]
    seconds = []
    for number in range(1, 111):
        began = perf_counter()
        ledger.add(report(number, "2020-05-01", told))
        seconds.append(perf_counter() - began)
    assert median(seconds[-20:]) < 3 * median(seconds[5:25])
