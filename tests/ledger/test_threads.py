"""Threads: the root, what answers it in time order, and what that amounts to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from onrecord.records import Link, with_ledger_ids
from tests.ledger.making import dispute, simple

if TYPE_CHECKING:
    from onrecord import Ledger


def ids_of(ledger: Ledger, *numbers: int) -> list[str]:
    """Adds an article a number, published one after the other, and gives their statements' ids."""
    found = []
    for day, number in enumerate(numbers, 1):
        reading = simple(number, published=f"2024-01-{day:02}")
        ledger.add(reading)
        found.append(with_ledger_ids(reading).statements[0].id)
    return found


def test_a_thread_from_any_of_its_statements(ledger: Ledger) -> None:
    ledger.add(dispute())
    accused, rejected, _, repeated = (one.id for one in with_ledger_ids(dispute()).statements)
    for id_ in (accused, rejected, repeated):
        thread = ledger.thread(id_)
        assert thread.root.id == accused
        assert [(item.entry.id, item.type, item.answers, item.depth, item.confidence) for item in thread.items] == [
            (accused, None, None, 0, 1.0),
            (rejected, "rebuts", accused, 1, 0.9),
            (repeated, "repeats", accused, 1, 0.5),
        ]
        assert thread.status == "disputed"
    assert json.dumps(thread.to_json())


def test_a_statement_alone_is_a_thread(ledger: Ledger) -> None:
    (one,) = ids_of(ledger, 1)
    thread = ledger.thread(one)
    assert (len(thread.items), thread.status) == (1, "unanswered")


@pytest.mark.parametrize(
    ("types", "status"),
    [
        (["rebuts"], "disputed"),
        (["counters"], "disputed"),
        (["accepts"], "accepted"),
        (["accepts", "rebuts"], "mixed"),
        (["repeats", "details"], "unanswered"),
    ],
)
def test_status(ledger: Ledger, types: list, status: str) -> None:
    root, *rest = ids_of(ledger, *range(1, len(types) + 2))
    ledger.link(Link(id_, type_, root) for id_, type_ in zip(rest, types, strict=True))
    assert ledger.thread(root).status == status


def test_an_answer_to_a_repetition_answers_the_claim(ledger: Ledger) -> None:
    root, again, answer, answered_back = ids_of(ledger, 1, 2, 3, 4)
    ledger.link([Link(again, "repeats", root), Link(answer, "rebuts", again), Link(answered_back, "accepts", answer)])
    thread = ledger.thread(answered_back)
    assert thread.root.id == root
    assert thread.status == "disputed"
    assert [item.depth for item in thread.items] == [0, 1, 2, 3]


def test_circles_end(ledger: Ledger) -> None:
    one, two, three = ids_of(ledger, 1, 2, 3)
    ledger.link([Link(one, "counters", two), Link(two, "counters", three), Link(three, "counters", one)])
    thread = ledger.thread(one)
    assert {item.entry.id for item in thread.items} == {one, two, three}


def test_an_answer_says_more_than_a_repetition(ledger: Ledger) -> None:
    root, other = ids_of(ledger, 1, 2)
    ledger.link([Link(other, "repeats", root, 0.9), Link(other, "rebuts", root, 0.3)])
    assert ledger.thread(root).items[1].type == "rebuts"


def test_removing_an_article_takes_its_links_out_of_the_thread(ledger: Ledger) -> None:
    root, other = ids_of(ledger, 1, 2)
    ledger.link([Link(other, "rebuts", root)])
    ledger.remove(ledger.statement(other).article)
    assert ledger.thread(root).status == "unanswered"
    assert not ledger.search(answered=True)


def test_an_undated_statement_comes_last(ledger: Ledger) -> None:
    root, dated = ids_of(ledger, 1, 2)
    undated = with_ledger_ids(simple(3)).statements[0].id
    ledger.add(replace(simple(3)))
    ledger.link([Link(undated, "rebuts", root), Link(dated, "accepts", root)])
    assert [item.entry.id for item in ledger.thread(root).items] == [root, dated, undated]
