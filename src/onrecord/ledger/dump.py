"""All that a ledger holds, out as JSON objects: also where articles came from and what people said. `load` takes them back.

Left out are tokens, which are secrets of one service, and when an article was added, which is true of one ledger only.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onrecord.ledger.batching import BATCH
from onrecord.ledger.find import captures_of, cross_links, pages, reading_of
from onrecord.ledger.identities import event_table
from onrecord.ledger.review import review_of, review_table
from onrecord.ledger.rows import link_of
from onrecord.ledger.schema import article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger.opening import Store

# The key that tells a ledger's own line from a reading that somebody made: the dump knows what is linked to what.
CAPTURES = "captures"


def dump(store: Store) -> Iterator[dict[str, Any]]:
    """Readings with all their captures, links between articles, reviews, and what was said of parties, as JSON objects in
    an order that depends on the contents only. All from one state of the ledger, whatever others write meanwhile.
    """
    with store.reading() as connection:
        for row in pages(connection, select(article)):
            captures = [asdict(origin) for origin in captures_of(connection, row.id)]
            yield reading_of(connection, row).to_json() | {CAPTURES: captures}
        for row in connection.execute(cross_links().execution_options(yield_per=BATCH)):
            yield link_of(row).to_json() | ({"found": True} if row.found else {})
        for of in (review_table, event_table):
            for row in connection.execute(select(of).order_by(of.c.id)).mappings():
                yield review_of(row).to_json() if of is review_table else dict(row)
