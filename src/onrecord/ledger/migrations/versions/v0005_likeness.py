"""By what near copies of articles find each other, and an index by which exact copies are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TOGETHER = 200  # articles whose texts are in memory at a time


def upgrade() -> None:
    """Makes the table `likeness` and fills it from the texts, some milliseconds an article."""
    from onrecord.ledger.likeness import note_signs  # noqa: PLC0415 - as every migration, it is loaded for itself

    op.create_table(
        "likeness",
        sa.Column("sign", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article", WORDS, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("article_by_hash", "article", ["sha256"])
    article = sa.table("article", sa.column("id"), sa.column("text"))
    connection, last = op.get_bind(), ""
    while True:
        wanted = sa.select(article).where(article.c.id > last).order_by(article.c.id).limit(TOGETHER)
        rows = connection.execute(wanted).all()
        for row in rows:
            note_signs(connection, row.id, row.text)
        if len(rows) < TOGETHER:
            return
        last = rows[-1].id
