"""What people say of the machine's records, and the tokens of those who may say it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the tables `review` and `token`."""
    op.create_table(
        "review",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("statement", WORDS, nullable=False),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("correction", WORDS),
        sa.Column("undoes", WORDS),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("why", WORDS),
    )
    op.create_index("review_by_statement", "review", ["statement", "at", "id"])
    op.create_index("review_by_time", "review", ["at", "id"])
    op.create_table(
        "token",
        sa.Column("name", WORDS, primary_key=True),
        sa.Column("role", WORDS, nullable=False),
        sa.Column("hash", WORDS, nullable=False, unique=True),
        sa.Column("made_at", WORDS, nullable=False),
    )
