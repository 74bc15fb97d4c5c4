"""Exports of what people left in one way: those statements, the links among them, and nothing else."""

from __future__ import annotations

import csv
import io
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from onrecord.exports.delimited import statements_csv
from onrecord.exports.options import Options
from onrecord.exports.reviewed import links_left, readings_left
from onrecord.exports.rows import statement_rows
from onrecord.records import Link
from tests.exports.making import across, ledger

if TYPE_CHECKING:
    from onrecord.ledger.review import ReviewStatus

EVERY = [statement.id for reading in ledger() for statement in reading.statements]
LEFT: dict[str, ReviewStatus] = {EVERY[0]: "confirmed", EVERY[1]: "confirmed", EVERY[-1]: "rejected"}


def standing(ids: object) -> dict[str, ReviewStatus]:
    return {id_: LEFT[id_] for id_ in ids if id_ in LEFT}  # type: ignore[attr-defined]


def left(wanted: ReviewStatus) -> list[str]:
    return [one.id for reading in readings_left(ledger(), standing, wanted) for one in reading.statements]


def test_each_statement_is_left_in_one_way() -> None:
    assert left("confirmed") == EVERY[:2]
    assert left("rejected") == EVERY[-1:]
    assert sorted(chain(left("confirmed"), left("rejected"), left("machine"))) == sorted(EVERY)


@pytest.mark.parametrize("wanted", ["confirmed", "rejected", "machine"])
def test_nothing_points_at_what_is_left_out(wanted: ReviewStatus) -> None:
    for reading in readings_left(ledger(), standing, wanted):
        here = {one.id for one in reading.statements}
        assert here
        assert {one.inside for one in reading.statements if one.inside} <= here
        assert {end for link in reading.links for end in (link.from_, link.to)} <= here


def test_links_between_articles_have_both_ends() -> None:
    assert list(links_left(across(), standing, "confirmed")) == []
    within = Link(EVERY[0], "rebuts", EVERY[1])
    assert list(links_left([*across(), within] * 600, standing, "confirmed")) == [within] * 600


def test_tables_say_how_people_left_it() -> None:
    data = b"".join(statements_csv(ledger(), (), Options(standing=standing))).decode()
    assert [row["review"] for row in csv.DictReader(io.StringIO(data))] == [LEFT.get(id_, "machine") for id_ in EVERY]
    assert {row["review"] for reading in ledger() for row in statement_rows(reading)} == {"machine"}
