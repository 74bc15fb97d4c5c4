"""Where Alembic starts: the migrations run on the connection that `opening` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from onrecord.ledger.schema import VERSION_TABLE, tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the transaction is the caller's: all migrations hold, or none
)
context.run_migrations()
