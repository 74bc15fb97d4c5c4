"""Which run put an article into the ledger; unknown of those from before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the column `run`."""
    op.add_column("article", sa.Column("run", WORDS))
