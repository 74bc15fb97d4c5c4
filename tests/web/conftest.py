"""A service over a small ledger, with a reader that needs no parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from onrecord.records import Reading
from onrecord.web import remembering
from onrecord.web.app import make_app
from tests.ledger.making import dispute, fresh_file, said, simple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord import Document, Ledger


def read_quickly(document: Document, _: float | None) -> Reading:
    """A reader that finds one statement: the first word says the rest."""
    first, _, rest = document.text.partition(" ")
    return Reading(document, (said(document.text, first, rest[:1] or first, rest[1:] or first, id="s1"),))


def _fill(ledger: Ledger) -> Ledger:
    for reading in (dispute(), simple(1, title="One", published="2024-01-02"), simple(2, outlet="Two")):
        ledger.add(reading)
    return ledger


def _ask(ledger: Ledger) -> TestClient:
    return TestClient(make_app(ledger, read=read_quickly), base_url="http://localhost", raise_server_exceptions=False)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger with a dispute and two small articles."""
    with fresh_file() as opened:
        yield _fill(opened)


@pytest.fixture
def quick_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes so long that it is remembered; on a slow machine parts of pages are, for half a minute."""
    for patience in ("BUSY", "LONG"):
        monkeypatch.setattr(remembering, patience, 1e9)


@pytest.fixture
def client(ledger: Ledger, quick_machine: None) -> TestClient:
    return _ask(ledger)


@pytest.fixture(scope="session")
def visitor() -> Iterator[TestClient]:
    """As `client`, for all tests that only look: nobody changes anything in its ledger."""
    with fresh_file() as opened:
        yield _ask(_fill(opened))
