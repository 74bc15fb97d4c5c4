"""By what statements of different articles find each other, and which links the ledger found itself.

The new tables stay empty here, because what stands in them is the reader's: `Ledger.relink` fills them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables `echo` and `facing`, and the column `found`."""
    for name, columns in (("echo", ("sign", "statement")), ("facing", ("period", "sign", "day", "statement"))):
        numbers = (sa.Column(column, sa.BigInteger, primary_key=True, autoincrement=False) for column in columns)
        op.create_table(name, *numbers, sqlite_with_rowid=False)
    op.add_column("link", sa.Column("found", sa.Boolean, nullable=False, server_default=sa.false()))
