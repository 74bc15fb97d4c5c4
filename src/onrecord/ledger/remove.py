"""Taking articles out of the ledger again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from onrecord.errors import NotFound
from onrecord.ledger.likeness import forget_signs
from onrecord.ledger.schema import article
from onrecord.ledger.words import storable
from onrecord.ledger.write import clear

if TYPE_CHECKING:
    from onrecord.ledger.opening import Store


def remove(store: Store, article_id: str) -> None:
    """Takes out an article by its whole id, with its statements, captures and all links that touch it. Raises NotFound."""
    article_id = storable(article_id)
    with store.writing() as connection:
        text = connection.scalar(select(article.c.text).where(article.c.id == article_id))
        if text is None:
            raise NotFound(f"{store.name}: no article {article_id!r}: take the whole id from the list of articles")
        clear(connection, article_id)
        forget_signs(connection, article_id, text)
        connection.execute(delete(article).where(article.c.id == article_id))
