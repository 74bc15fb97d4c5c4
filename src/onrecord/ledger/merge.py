"""One ledger into another: a union, whichever is merged into which and however often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onrecord.ledger.export import export, export_links
from onrecord.ledger.find import captures_of
from onrecord.ledger.identities import event_table, take_over_events
from onrecord.ledger.review import review_table, take_over_reviews
from onrecord.ledger.write import add, add_known_links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

    from onrecord.ledger.opening import Store
    from onrecord.records import Origin


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging brought: articles that were not there, statements and links that were written, and what people said
    of statements and parties (`reviews`).
    """

    articles: int
    statements: int
    links: int
    reviews: int = 0


def merge(store: Store, other: Store, *, linking: bool = True) -> Merged:
    """Adds all that another ledger holds, an article at a time: a merge that is broken off can be done again. With
    `linking` the links between all articles are found here; without, those that the other ledger found are taken over.
    What people said comes along; tokens stay where they are.
    """
    articles = statements = links = 0
    for reading in export(other):
        added = add(store, reading, linking=linking, captures=_captures(other, reading.document.id))
        articles, statements, links = articles + added.new, statements + added.statements, links + added.links
    links += add_known_links(store, export_links(other, found=False))
    if not linking:
        links += add_known_links(store, export_links(other, found=True), found=True)
    reviews = take_over_reviews(store, _rows(other, review_table)) + take_over_events(store, _rows(other, event_table))
    return Merged(articles, statements, links, reviews)


def _rows(store: Store, of: Table) -> Iterator[dict[str, Any]]:
    with store.reading() as connection:
        for row in connection.execute(select(of).order_by(of.c.id)).mappings():
            yield dict(row)


def _captures(store: Store, article_id: str) -> tuple[Origin, ...]:
    with store.reading() as connection:
        return captures_of(connection, article_id)
