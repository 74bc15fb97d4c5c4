"""What stands for a ledger's state: the same until somebody changes something, whoever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord import Ledger
from onrecord.errors import LedgerError
from tests.ledger.making import simple

if TYPE_CHECKING:
    from collections.abc import Callable


def test_looking_changes_nothing(ledger: Ledger) -> None:
    ledger.add(simple(1))
    before = ledger.state()
    ledger.search("number1")
    ledger.counts()
    assert ledger.state() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.add(simple(2)),
        lambda one: one.review(one.search()[0].id, "accept", by="ana"),
        lambda one: one.make_token("desk", "read"),
        lambda one: one.remove(simple(1).document.id),
    ],
    ids=["add", "review", "token", "remove"],
)
def test_every_change_is_seen(ledger: Ledger, change: Callable[[Ledger], object]) -> None:
    ledger.add(simple(1))
    before = ledger.state()
    change(ledger)
    assert ledger.state() != before


def test_what_another_program_changes_is_seen(ledger: Ledger) -> None:
    before = ledger.state()
    engine = ledger._store.engine
    with Ledger(engine.url.render_as_string(hide_password=False)) as other:
        other.add(simple(1))
    assert ledger.state() != before


def test_a_closed_ledger_is_opened_again_as_another(ledger: Ledger) -> None:
    before = ledger.state()
    ledger.close()
    assert ledger.state() != before


def test_a_database_that_fails_is_told(ledger: Ledger) -> None:
    ledger.state()
    ledger._store.changes._connection.close()
    with pytest.raises(LedgerError):
        ledger.state()
    ledger.state()
