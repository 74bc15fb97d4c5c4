"""Searching by what people left, counting what hits have in common, and paging by place: the same on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.ledger.query import Query
from onrecord.ledger.rows import place_of
from tests.ledger.making import dispute, simple

if TYPE_CHECKING:
    from onrecord import Ledger


def filled(ledger: Ledger) -> None:
    for reading in (
        dispute(),
        *(simple(number, published=f"202{number}-01-01", outlet="One") for number in range(1, 4)),
    ):
        ledger.add(reading)


def test_statements_by_what_people_left(ledger: Ledger) -> None:
    filled(ledger)
    one, other, third, *rest = (entry.id for entry in ledger.search())
    ledger.review(one, "reject", by="ana")
    ledger.review(one, "accept", by="ben")
    ledger.review(other, "reject", by="ben")
    ledger.undo(ledger.review(third, "reject", by="ana").id, by="ana")
    for status, wanted in (("confirmed", [one]), ("rejected", [other]), ("machine", [third, *rest])):
        assert [entry.id for entry in ledger.search(review=status)] == wanted
    assert ledger.search("plan", review="machine").total + ledger.search("plan", review="confirmed").total >= 1
    assert dict(ledger.facets(Query()).review) == {"machine": len(rest) + 1, "confirmed": 1, "rejected": 1}


def test_facets_are_the_numbers_of_searches(ledger: Ledger) -> None:
    filled(ledger)
    facets = ledger.facets(Query(since="2021"))
    assert facets.total == facets.counted == 7
    for name in ("act", "by", "about", "outlet"):
        for value, size in getattr(facets, name):
            assert ledger.search(since="2021", **{name: value}).total == size, (name, value)
    assert sum(size for _, size in facets.period) == 7


def test_pages_by_place_are_the_whole(ledger: Ledger) -> None:
    filled(ledger)
    for words in (None, "plan", "act:deny since:2020"):
        whole, after, seen = [entry.id for entry in ledger.search(words)], None, []
        while page := ledger.search(words, limit=2, after=after):
            seen += [entry.id for entry in page]
            after = place_of(page[-1])
        assert seen == whole
    links, _ = ledger.all_links(limit=10)
    first = links[0]
    assert ledger.all_links(limit=10, after=(first.from_, first.type, first.to))[0] == links[1:]
    parties, _ = ledger.parties(limit=10)
    third = parties[2]
    assert ledger.parties(limit=10, after=(third.said + third.about + third.to, third.handle))[0] == parties[3:]
