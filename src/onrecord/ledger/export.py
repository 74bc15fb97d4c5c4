"""Everything out again, in an order that depends on the contents only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.batching import BATCH
from onrecord.ledger.find import cross_links, links_across, pages, reading_of
from onrecord.ledger.rows import link_of
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


def each_link(store: Store) -> Iterator[Link]:
    """All links that no reading holds, in the same order as `export_links`, some at a time. From one state of the ledger."""
    with store.reading() as connection:
        yield from map(link_of, connection.execute(cross_links().execution_options(yield_per=BATCH)))


def export_links(store: Store, *, found: bool | None = None) -> list[Link]:
    """The links that no reading holds, between statements of different articles, in a fixed order; by `found`, only those
    that the ledger found itself, or only those that it was given.
    """
    with store.reading() as connection:
        return links_across(connection, found=found)
