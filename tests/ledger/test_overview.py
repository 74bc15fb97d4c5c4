"""A ledger from above: parties, who does what to whom, months, answers, and charges without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord.records import Link
from tests.ledger.making import dispute, simple

if TYPE_CHECKING:
    from onrecord import Ledger


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    for reading in (dispute(), simple(1, published="2024-01-02"), simple(2)):
        ledger.add(reading)
    return ledger


def test_parties_by_how_often_they_are_mentioned(full: Ledger) -> None:
    found, total = full.parties(limit=3)
    assert total == len(full.parties(limit=100)[0]) == 6
    counts = {party.name: (party.said, party.about, party.to) for party in full.parties(limit=100)[0]}
    assert counts["China"] == (1, 2, 0)
    assert counts["NATO"] == (1, 2, 1)
    assert [party.name for party in found][:1] == ["NATO"]
    assert [party.name for party in full.parties("wang")[0]] == ["Wang Yi"]
    assert {party.name for party in full.parties("chn")[0]} == {"China", "Wang Yi"}
    assert full.parties("nobody") == ([], 0)
    assert len(full.parties(limit=3, offset=4)[0]) == 2


def test_who_does_what_to_whom(full: Ledger) -> None:
    cells = {(cell.by, cell.about, cell.act): cell.statements for cell in full.matrix()}
    assert cells == {("NATO", "CHN", "accuse"): 1, ("CHN", "NATO", "deny"): 1, ("CHN", "NATO", "demand"): 1}
    assert [(cell.act, cell.answered) for cell in full.matrix(act="deny")] == [("deny", 0)]
    [accused] = full.matrix(act="accuse")
    assert (accused.statements, accused.answered) == (1, 1)
    one, other = full.search("number1")[0], full.search(act="accuse", by="NATO")[0]
    full.link([Link(one.id, "counters", other.id)])
    # A statement counts once, however often it is answered.
    assert [cell.answered for cell in full.matrix(act="accuse")] == [1]


def test_what_falls_in_each_month(full: Ledger) -> None:
    moments = [(moment.month, moment.act, moment.statements) for moment in full.timeline()]
    assert moments == [
        ("2024-01", "deny", 1),
        ("2024-07", "accuse", 2),
        ("2024-07", "demand", 1),
        ("2024-07", "deny", 1),
    ]
    assert len(full.timeline(act="deny")) == 2


def test_what_falls_on_each_day(full: Ledger) -> None:
    days = [(day.day, day.act, day.statements) for day in full.days()]
    assert days == [
        ("2024-01-02", "deny", 1), ("2024-07-11", "accuse", 2), ("2024-07-11", "deny", 1), ("2024-07-15", "demand", 1),
    ]  # fmt: skip
    assert len(full.days(act="deny")) == 2
    full.add(simple(3, published="2024-07"))
    assert len(full.days(act="deny")) == 2


def test_answers_and_charges_without_one(full: Ledger) -> None:
    [reply] = full.replies()
    assert (reply.type, reply.answering.act, reply.answered.act) == ("rebuts", "deny", "accuse")
    assert full.replies(offset=1) == []
    [(open_charge, again)] = full.unanswered()
    assert (open_charge.speakers, again) == (("officials",), 0)
    one = full.search("number1")[0]
    full.link([Link(one.id, "repeats", open_charge.id)])
    assert [again for _, again in full.unanswered()] == [1]


def test_links_and_statements_by_their_ids(full: Ledger) -> None:
    links, total = full.all_links()
    assert (len(links), total) == (2, 2)
    assert [link.type for link in full.all_links("repeats")[0]] == ["repeats"]
    ids = [link.from_ for link in links]
    assert set(full.records([*ids, "st:0"])) == set(full.entries(ids)) == set(ids)
    one, two = full.search("number1")[0], full.search("number2")[0]
    full.link([Link(two.id, "counters", one.id)])
    assert [link.to for link in full.links_touching(two.article)] == [one.id]
    assert full.links_touching(dispute().document.id) == []
