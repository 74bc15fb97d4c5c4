"""Exports of some statements: those of a search or a thread, the links among them, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord.exports.chosen import links_of, part_of, readings_of, with_threads
from onrecord.exports.options import Options
from onrecord.exports.rows import statement_rows
from onrecord.records import Link, Reading, with_ledger_ids
from tests.ledger.making import dispute, fresh_file, simple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord import Ledger

FIRST, SECOND, THIRD, FOURTH = (one.id for one in with_ledger_ids(dispute()).statements)
ELSEWHERE = with_ledger_ids(simple(1)).statements[0].id
ACROSS = Link(ELSEWHERE, "rebuts", FIRST)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A dispute, a denial of it in another article, and an article that nobody answers."""
    with fresh_file() as opened:
        for reading in (dispute(), simple(1), simple(2)):
            opened.add(reading, links=False)
        opened.link([ACROSS])
        yield opened


def ids(readings: Iterator[Reading]) -> set[str]:
    return {one.id for reading in readings for one in reading.statements}


def test_a_thread_is_chosen_by_any_of_its_statements(ledger: Ledger) -> None:
    whole = {FIRST, SECOND, FOURTH, ELSEWHERE}
    for one in whole:
        chosen = with_threads(ledger, [one])
        assert chosen.keys() == whole
        assert ids(readings_of(ledger, chosen)) == whole
    assert with_threads(ledger, [THIRD[:13]]).keys() == {THIRD}


def test_links_have_both_ends(ledger: Ledger) -> None:
    chosen = with_threads(ledger, [FIRST])
    inside = {(link.from_, link.to) for reading in readings_of(ledger, chosen) for link in reading.links}
    assert inside == {(SECOND, FIRST), (FOURTH, FIRST)}
    assert [(link.from_, link.to) for link in links_of(ledger, chosen)] == [(ELSEWHERE, FIRST)]
    assert list(links_of(ledger, {FIRST: chosen[FIRST]})) == []


def test_readings_come_in_the_order_of_a_whole_export(ledger: Ledger) -> None:
    chosen = {entry.id: entry.article for entry in ledger.search()}
    assert list(readings_of(ledger, chosen)) == list(ledger.export())
    assert list(readings_of(ledger, {})) == []


def test_a_part_is_as_it_was() -> None:
    whole = with_ledger_ids(dispute())
    part = part_of(whole, {FIRST, SECOND})
    assert part is not None
    assert part.statements == whole.statements[:2]
    assert [link.to for link in part.links] == [FIRST]
    assert part_of(whole, {ELSEWHERE}) is None


def test_rows_tell_what_is_answered_in_another_article(ledger: Ledger) -> None:
    [reading] = readings_of(ledger, {ELSEWHERE: with_threads(ledger, [ELSEWHERE])[ELSEWHERE]})
    [row] = statement_rows(reading, Options(across=ledger.links_touching))
    assert row["answers"] == [f"rebuts {FIRST}"]
    assert [row["answers"] for row in statement_rows(reading)] == [[]]
