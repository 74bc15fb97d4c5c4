"""What people say of who is who: which parties of the machine's records are one, and which are not."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Makes the tables `party_event` and `party_alias`."""
    op.create_table(
        "party_event",
        sa.Column("id", WORDS, primary_key=True),
        sa.Column("action", WORDS, nullable=False),
        sa.Column("party", WORDS, nullable=False),
        sa.Column("other", WORDS, nullable=False),
        sa.Column("undoes", WORDS),
        sa.Column("by", WORDS, nullable=False),
        sa.Column("at", WORDS, nullable=False),
        sa.Column("why", WORDS),
    )
    op.create_index("party_event_by_time", "party_event", ["at", "id"])
    op.create_table(
        "party_alias",
        sa.Column("handle", WORDS, primary_key=True),
        sa.Column("lead", WORDS, nullable=False),
    )
    op.create_index("party_alias_by_lead", "party_alias", ["lead"])
