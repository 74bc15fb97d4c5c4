"""What a ledger holds of one party: the newest of what it said and of what was said of it, and how much and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.entries import Entries
from onrecord.ledger.find import entries_by_key
from onrecord.ledger.plan import find, given_keys
from onrecord.ledger.query import Query
from onrecord.ledger.schema import statement
from onrecord.ledger.search import wanted_by

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.records import Act

MONTH = 7  # characters of a date, such as 2024-07


@dataclass(frozen=True, slots=True)
class Portrait:
    """A party's newest statements and those about it, each with how many there are in all; how many are said to it; and the
    months of its newest statements, each with the act and 1, in no order.
    """

    by: Entries
    about: Entries
    to_total: int
    moments: tuple[tuple[str, Act, int], ...]


def portrait(store: Store, who: str, *, sample: int, dated: int) -> Portrait:
    """A party, by its id, code or name: `sample` statements each way, and the months of `dated` of its own, at least as many."""
    with store.reading() as connection:
        keys, total = find(connection, wanted_by(connection, Query(by=who)), limit=max(sample, dated), offset=0)
        about, about_total = find(connection, wanted_by(connection, Query(about=who)), limit=sample, offset=0)
        _, to_total = find(connection, wanted_by(connection, Query(to=who)), limit=0, offset=0)
        found = entries_by_key(connection, {*keys[:sample], *about})
        return Portrait(
            Entries((found[key] for key in keys[:sample]), total),
            Entries((found[key] for key in about), about_total),
            to_total,
            _moments(connection, keys),
        )


def _moments(connection: Connection, keys: list[int]) -> tuple[tuple[str, Act, int], ...]:
    rows = connection.execute(select(statement.c.date, statement.c.act).where(given_keys(connection, keys)))
    return tuple((date[:MONTH], act, 1) for date, act in rows if len(date) >= MONTH)
