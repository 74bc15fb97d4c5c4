"""Searching, and finding by id."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.rows import place_of
from onrecord.records import Document, Reading, with_ledger_ids
from tests.ledger.making import dispute, said, simple, thick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord import Ledger
    from tests.ledger.conftest import Fresh


HARD = "Éa café-owner’s e-mail a.b@example.org said -5 of 1,000 “naïve” users of U.S. firms don’t care: http://example.org/x"


@pytest.mark.parametrize(
    "words", ["ea", "CAFE", "café", "owner", "owner’s", "mail", "example", "5", "1,000", "000", "naive", "naïve*", "nai*",
              "U.S.", "u s", '"cafe owner"', "don't", "http", "x"],
)  # fmt: skip
def test_marks_and_accents_are_the_same_everywhere(ledger: Ledger, words: str) -> None:
    ledger.add(Reading(Document(HARD), (said(HARD, None, "said", HARD),)))
    assert ledger.search(words).total == 1


def _fill(ledger: Ledger) -> Ledger:
    ledger.add(dispute())
    ledger.add(simple(1, outlet="Café Weekly", published="2023-01-02"))
    ledger.add(simple(2))
    return ledger


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[Ledger]:
    """For tests that change nothing in it."""
    with fresh() as ledger:
        yield _fill(ledger)


CASES = [
    ({}, 6),
    ({"words": "aiding"}, 2),
    ({"words": "AIDING war"}, 4 - 2),
    ({"words": "claims rejected"}, 1),
    ({"words": '"the claims"'}, 1),
    ({"words": '"claims the"'}, 0),
    ({"words": "halt -drills"}, 0),
    ({"words": "aid*"}, 2),
    ({"words": "aid"}, 0),
    ({"words": "-war"}, 2),
    ({"words": "   "}, 6),
    ({"words": "?!"}, 0),
    ({"words": "?!", "by": "CHN"}, 0),
    ({"words": "?!", "act": "deny"}, 0),
    ({"by": "CHN"}, 2),
    ({"by": "chn"}, 2),
    ({"by": "state:CHN"}, 1),
    ({"by": "wang"}, 1),
    ({"by": "NATO"}, 1),
    ({"by": "official"}, 3),
    ({"by": "ang"}, 0),
    ({"by": "YI"}, 1),
    ({"by": "%"}, 0),
    ({"by": "_"}, 0),
    ({"about": "NATO"}, 2),
    ({"about": "NATO", "by": "CHN", "act": "deny"}, 1),
    ({"to": "NATO"}, 1),
    ({"act": "accuse"}, 2),
    ({"since": "2024"}, 4),
    ({"since": "2024-07-12"}, 1),
    ({"until": "2024-07"}, 5),
    ({"until": "2024-07-14"}, 4),
    ({"since": "2023", "until": "2023"}, 1),
    ({"answered": True}, 1),
    ({"answered": False, "act": "accuse"}, 1),
    ({"answered": True, "by": "NATO", "words": "-halt"}, 1),
    ({"answered": False, "words": "-war", "by": "official"}, 2),
    ({"words": "denied -plan -rejected"}, 0),
    ({"words": "by:CHN"}, 2),
    ({"words": 'about:NATO by:"wang yi" act:deny claims -drills'}, 1),
    ({"words": "since:2024-07-12 to:NATO until:2024 outlet:times"}, 1),
    ({"words": "unanswered", "act": "accuse"}, 1),
    ({"words": '"unanswered"'}, 0),
    ({"words": '"by:CHN"'}, 0),
    ({"words": "http://war"}, 0),
    ({"words": "act:"}, 0),
    ({"outlet": "cafe"}, 1),
    ({"outlet": "CAFÉ WEEKLY"}, 1),
    ({"outlet": "Herald"}, 0),
]


@pytest.mark.parametrize(("query", "total"), CASES, ids=[json.dumps(query) for query, _ in CASES])
def test_search(filled: Ledger, query: dict, total: int) -> None:
    found = filled.search(**query)
    assert (found.total, len(found)) == (total, total)


def test_an_entry_is_flat(filled: Ledger) -> None:
    (entry,) = filled.search("rejected")
    assert entry.speakers == ("Wang Yi",)
    assert entry.speaks_for == ("CHN",)
    assert entry.targets == ("NATO",)
    assert (entry.source, entry.cue, entry.content) == ("Wang Yi", "rejected", "the claims")
    assert (entry.outlet, entry.published, entry.answered) == ("Example Times", "2024-07-11", 0)
    assert filled.search("accused")[0].answered == 1
    assert json.loads(json.dumps(entry.to_json()))["speakers"] == ["Wang Yi"]
    assert not any(isinstance(value, dict) for value in asdict(entry).values())


def test_a_data_frame_can_be_made(filled: Ledger) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(filled.search())
    assert next(iter(frame["act"])) == "demand"


def test_the_newest_comes_first_and_pages_follow(filled: Ledger) -> None:
    every = filled.search()
    assert [entry.said_at or entry.published for entry in every] == [
        "2024-07-15", "2024-07-11", "2024-07-11", "2024-07-11", "2023-01-02", None,
    ]  # fmt: skip
    assert [entry.start for entry in every[1:4]] == sorted(entry.start for entry in every[1:4])
    pages = [entry for offset in range(0, 8, 2) for entry in filled.search(limit=2, offset=offset)]
    assert pages == list(every)
    assert filled.search(limit=0).total == 6
    assert len(filled.search(limit=10**30, offset=-3)) == 6


def test_a_notebook_shows_them(filled: Ledger) -> None:
    assert "<td>Wang Yi</td>" in filled.search(by="CHN")._repr_html_()


@pytest.mark.parametrize(
    "query",
    [
        {"act": "shout"},
        {"words": "act:shout"},
        {"since": "last week"},
        {"until": "2024-7-1"},
        {"since": ""},
        {"words": "by:CHN", "by": "USA"},
        {"words": "by:CHN by:USA"},
        {"words": "unanswered", "answered": True},
    ],
)
def test_what_cannot_be_searched_for_is_refused(filled: Ledger, query: dict) -> None:
    with pytest.raises(LedgerError, match=r"acts are|is no date|given twice"):
        filled.search(**query)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=120)
@given(st.text() | st.text(alphabet="\"'*-()^:+~AND OR NOT NEAR{}\\\0a"))
def test_nothing_typed_breaks_a_search(filled: Ledger, typed: str) -> None:
    filled.search(typed)
    filled.search(by=typed, about=typed, to=typed, outlet=typed)


@pytest.mark.parametrize("typed", ["\ud800", "a\0b", "naïve" * 1000])
def test_what_no_database_takes_finds_nothing(filled: Ledger, typed: str) -> None:
    assert filled.search(typed, by=typed, outlet=typed).total == 0
    with pytest.raises(NotFound):
        filled.statement(typed)


def test_a_prefix_is_enough(filled: Ledger) -> None:
    entry = filled.search("rejected")[0]
    assert filled.statement(entry.id) == entry
    assert filled.statement(entry.id[:12]) == entry
    assert filled.statement(entry.id.removeprefix("st:")[:9]) == entry
    assert filled.reading(entry.article[:12]).statement(entry.id).act == "deny"


def test_an_unknown_or_ambiguous_id_is_not_found(ledger: Ledger) -> None:
    filled = _fill(ledger)
    with pytest.raises(NotFound, match="no statement 'st:xyz'"):
        filled.statement("st:xyz")
    with pytest.raises(NotFound, match="no article"):
        filled.reading("doc:xyz")
    for number in range(3, 40):
        filled.add(simple(number))
    ids = [entry.id for entry in filled.search(limit=100)]
    digit = next(sign for sign in "0123456789abcdef" if sum(id_.startswith(f"st:{sign}") for id_ in ids) > 1)
    with pytest.raises(NotFound, match=rf"begins several statements: st:{digit}\w+, st:{digit}"):
        filled.statement(digit)
    with pytest.raises(NotFound):
        filled.statement("")


def test_a_party_is_matched_by_who_it_speaks_for_whatever_its_name(ledger: Ledger) -> None:
    reading = dispute()
    statement = reading.statements[1]
    unnamed = replace(statement, speakers=(replace(statement.speakers[0], id=None, name="the ministry"),))
    ledger.add(replace(reading, statements=(unnamed,), links=()))
    assert [entry.id for entry in ledger.search(by="CHN")] == [with_ledger_ids(reading).statements[1].id]


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "words": st.sampled_from(["denied", "denied -charge", "-denied", "charge*", '"of council 1"', "member -3 -4"]),
        "by": st.sampled_from(["NATO", "Member", "Member 3", "CHN", "per:Member 1 of council 2"]),
        "about": st.sampled_from(["CHN", "NATO"]),
        "act": st.sampled_from(["deny", "accuse", "warn"]),
        "to": st.sampled_from(["CHN", "NATO"]),
        "since": st.sampled_from(["2024-02", "2024-03-01"]),
        "until": st.sampled_from(["2024-02", "2024-03-01"]),
        "answered": st.booleans(),
        "outlet": st.sampled_from(["times", "post", "example"]),
    },
)


@pytest.fixture(scope="module")
def council(fresh) -> Iterator[Ledger]:
    with fresh() as ledger:
        for number in range(4):
            reading = thick(number)
            outlet = ("Example Times", "Example Post", None)[number % 3]
            ledger.add(replace(reading, document=replace(reading.document, outlet=outlet)))
        yield ledger


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(QUERIES, st.sampled_from([0, 3, 50, 10_000]))
def test_all_ways_of_searching_find_the_same(council: Ledger, monkeypatch, query: dict, few: int) -> None:
    """Many hits are found otherwise than few; and neither differs from the conditions applied one after the other."""
    monkeypatch.setattr("onrecord.ledger.plan.FEW", few)
    found = council.search(**query, limit=1000)
    alone = [{entry.id for entry in council.search(**{name: value}, limit=1000)} for name, value in query.items()]
    every = council.search(limit=1000)
    assert [entry.id for entry in found] == [entry.id for entry in every if all(entry.id in ids for ids in alone)]
    assert found.total == len(found)
    assert [one.id for one in council.search(**query, limit=7, offset=2)] == [entry.id for entry in found[2:9]]
    if len(found) > 3:
        behind = council.search(**query, limit=7, after=place_of(found[2]))
        assert [one.id for one in behind] == [entry.id for entry in found[3:10]]
