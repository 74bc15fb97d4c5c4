"""Everything out again, in an order that depends on the contents only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.find import links_across, pages, reading_of
from onrecord.ledger.schema import article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger.opening import Store
    from onrecord.records import Link, Reading


def export(store: Store) -> Iterator[Reading]:
    """All readings by the ids of their articles, as they were added, some at a time. All from one state of the ledger,
    whatever others write meanwhile.
    """
    with store.reading() as connection:
        for row in pages(connection, select(article)):
            yield reading_of(connection, row)


def export_links(store: Store, *, found: bool | None = None) -> list[Link]:
    """The links that no reading holds, between statements of different articles, in a fixed order; by `found`, only those
    that the ledger found itself, or only those that it was given.
    """
    with store.reading() as connection:
        return links_across(connection, found=found)
