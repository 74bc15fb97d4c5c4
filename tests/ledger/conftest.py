"""A fresh ledger for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.making import fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord import Ledger


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with fresh() as opened:
        yield opened
