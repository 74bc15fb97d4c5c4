"""Whether a ledger has changed since somebody looked: cheap enough to be asked before every answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import Engine

# SQLite counts what other connections change in the file. PostgreSQL tells which transactions are seen as over: where
# those are the same, so is all that they wrote (and what other databases of the server write only looks like a change).
_ASKING = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


@dataclass(slots=True)
class Changes:
    """Asks over a connection of its own, which writes nothing: SQLite's counter means something to one connection only."""

    _connection: Any = None
    _opened: int = 0
    _lock: Lock = field(default_factory=Lock)

    def state(self, engine: Engine) -> Hashable:
        """What stands for the ledger as it is now: the same twice means that nothing was changed in between. Raises SQLAlchemy's
        errors where the database fails.
        """
        asking = _ASKING[engine.dialect.name]
        with self._lock:
            if self._connection is None:
                self._open(engine)
            try:
                [told] = self._connection.execute(asking).fetchone()
            except engine.dialect.loaded_dbapi.Error as error:
                self._let_go()  # so that a server that comes back is found again
                raise OperationalError(asking, None, error) from error
            return self._opened, told

    def close(self) -> None:
        """Lets go of the connection; it is opened anew when somebody asks again."""
        with self._lock:
            self._let_go()

    def _open(self, engine: Engine) -> None:
        pooled = engine.raw_connection()
        self._connection = pooled.dbapi_connection
        pooled.detach()
        if engine.dialect.name == "postgresql":
            self._connection.autocommit = True
        self._opened += 1

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
