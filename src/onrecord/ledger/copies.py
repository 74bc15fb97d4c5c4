"""Statements that stand word for word in other articles: one utterance that several outlets report."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onrecord.ledger.batching import batches
from onrecord.ledger.schema import article, link, statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

# The sureness by which the linker tells a repetition of all the words; here again, so that asking does not load the reader.
EXACT = 0.98


def is_copy() -> ColumnElement[bool]:
    """True of a statement that stands word for word in an earlier article."""
    return select(link.c.from_key).where(link.c.from_key == statement.c.key, *_exact()).exists()


def copies_of(connection: Connection, keys: Iterable[int]) -> dict[int, set[int]]:
    """The statements of other articles with the same words, for each that has any."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in batches(sorted(set(keys))):
        for here, there in ((link.c.from_key, link.c.to_key), (link.c.to_key, link.c.from_key)):
            for key, other in connection.execute(select(here, there).where(here.in_(some), *_exact())):
                found[key].add(other)
    return dict(found)


def outlets_of(connection: Connection, keys: Iterable[int]) -> dict[int, int]:
    """How many outlets report each of the statements that more than one reports; an article of no outlet is its own."""
    copies = copies_of(connection, keys)
    names: dict[int, str] = {}
    for some in batches(sorted({*copies, *(other for others in copies.values() for other in others)})):
        rows = select(statement.c.key, func.coalesce(article.c.outlet, article.c.id))
        rows = rows.join_from(statement, article, statement.c.article == article.c.id).where(statement.c.key.in_(some))
        names.update((key, name) for key, name in connection.execute(rows))
    return {key: len({names[one] for one in (key, *others)}) for key, others in copies.items()}


def _exact() -> tuple[ColumnElement[bool], ...]:
    return (link.c.position.is_(None), link.c.type == "repeats", link.c.confidence == EXACT)
