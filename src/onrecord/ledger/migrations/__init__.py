"""How a ledger of each released schema becomes one of the newest. Alembic runs them; `opening` calls it."""
