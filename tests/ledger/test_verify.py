"""What does not hold is found and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord.ledger import Problem
from onrecord.records import with_ledger_ids
from tests.ledger.making import dispute, fresh_file, simple

if TYPE_CHECKING:
    from onrecord import Ledger

DENIAL = with_ledger_ids(dispute()).statements[1].id


def test_all_is_well(ledger: Ledger, gold: dict) -> None:
    ledger.add(dispute())
    for reading in gold.values():
        ledger.add(reading)
    assert list(ledger.verify()) == []


def test_all_is_well_in_nothing(ledger: Ledger) -> None:
    assert list(ledger.verify()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE article SET text = replace(text, 'Wang', 'Wong')", ["another hash", "not 'Wang Yi'"]),
        ("UPDATE article SET sha256 = 'ab'", ["text has another hash"]),
        ("UPDATE article SET url = 'https://example.org/b'", ["id does not fit its text"]),
        ("UPDATE article SET reader_version = '7'", ["reading has another hash"]),
        ("UPDATE article SET reader_models = '{'", ["cannot be read"]),
        ("UPDATE statement SET act = 'praise' WHERE act = 'deny'", ["columns differ: act"]),
        ("UPDATE statement SET record = replace(record, 'groundless', 'x')", []),
        ("UPDATE statement SET record = replace(record, '\"deny\"', '\"praise\"')", ["reading", "columns differ: act"]),
        ("UPDATE statement SET record = '{}' WHERE act = 'deny'", ["cannot be read: KeyError('id')"]),
        ("UPDATE link SET evidence = replace(evidence, 'claims', 'things') WHERE type = 'rebuts'", ["reading", "evidence"]),
        ("DELETE FROM statement WHERE act = 'demand'", ["reading has another hash"]),
        ("DELETE FROM part WHERE term = 'by:chn'", ["not all codes"]),
    ],
)  # fmt: skip
def test_what_was_changed_behind_its_back_is_found(ledger: Ledger, change: str, says: list[str]) -> None:
    ledger.add(dispute())
    with ledger._store.writing() as connection:
        connection.exec_driver_sql(change)
    found = list(ledger.verify())
    assert len(found) == len(says)
    for problem, words in zip(found, says, strict=True):
        assert words in problem.what
        assert problem.article == dispute().document.id


def test_a_code_of_no_statement_is_found(ledger: Ledger) -> None:
    ledger.add(dispute())
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO part (term, date, statement, act) VALUES ('by:chn', '', 7000, 'deny')")
    assert [problem.what for problem in ledger.verify()] == ["codes are found by that take part in no statement"]


def test_a_statement_is_named(ledger: Ledger) -> None:
    ledger.add(dispute())
    with ledger._store.writing() as connection:
        connection.exec_driver_sql("UPDATE statement SET act = 'praise' WHERE act = 'deny'")
    assert list(ledger.verify()) == [
        Problem(dispute().document.id, DENIAL, "its record and its columns differ: act"),
    ]


def test_a_row_without_its_owner_is_found() -> None:
    with fresh_file() as ledger:
        ledger.add(simple(1))
        raw = ledger._store.engine.raw_connection()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM article")
        raw.close()
        assert list(ledger.verify()) == [
            Problem(None, None, "a row of statement belongs to a row of article that is not there"),
        ]
