"""Opening a ledger: from a path or URL to a database whose schema is the newest, or a refusal in one sentence."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import URL, create_engine, event, inspect, make_url, select, table
from sqlalchemy import column as a_column
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from onrecord.errors import LedgerError, LedgerTooNew, NotFound
from onrecord.ledger.changes import Changes
from onrecord.ledger.failures import told
from onrecord.ledger.schema import HEAD, VERSION_TABLE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from sqlalchemy import Connection, Engine

# A writer waits so long for the others; each holds the file for one article only, that is for milliseconds.
PATIENCE = 60
# Connections that are kept open once they are: to open one of SQLite's takes as long as to answer, the schema is read anew.
KEPT = 16
# One number that all writers of a PostgreSQL ledger agree on: they take turns, as SQLite's do.
TURN = 0x6F6E72


def _run() -> str:
    """A name for a run that sorts by when it began: `20241125T101500Z-1f2e3d4c`."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class Store:
    """An open ledger: its database, what to call it in messages, and the name of the run that opened it."""

    engine: Engine
    name: str
    run: str = field(default_factory=_run)
    changes: Changes = field(default_factory=Changes, repr=False, compare=False)

    def state(self) -> Hashable:
        """What stands for the ledger as it is now. Raises LedgerError where the database fails."""
        with told(self.name):
            return self.changes.state(self.engine)

    def close(self) -> None:
        """Lets go of all connections."""
        self.changes.close()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger throughout. Raises LedgerError where it fails."""
        with told(self.name), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that no other writer shares: all that is done in it holds, or nothing. Raises LedgerError."""
        with told(self.name), self.engine.execution_options(onrecord_writes=True).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
            yield connection


def open_store(where: str | Path, *, create: bool = True) -> Store:
    """The ledger at a path or SQLAlchemy URL, made where there is none, brought to the newest schema where it is older.

    Raises NotFound where there is none and `create` is False; LedgerTooNew where a newer onrecord wrote it;
    LedgerError where the file is no ledger or cannot be opened.
    """
    url = _url(where)
    if url.get_backend_name() == "postgresql":
        name = url.render_as_string(hide_password=True)
    else:
        name = url.database or ""
        _check_file(Path(name), create=create)
        url = _as_it_stands(url, Path(name).absolute())
    with told(name):
        store = Store(_engine(url, name), name)
        _ready(store, create=create)
    return store


def _url(where: str | Path) -> URL:
    text = str(where)
    try:
        url = make_url(text) if "://" in text else URL.create("sqlite", database=text)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(f"{text}: not an address of a ledger: give a file's path or postgresql://...") from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise LedgerError(
            f"{url.drivername}: a ledger is a file or lies in PostgreSQL: give a path or postgresql://..."
        )
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise LedgerError("a ledger is kept in a file: give a path, such as news.db")
    return url.set(drivername={"postgresql": "postgresql+psycopg"}.get(url.drivername, url.drivername))


def _check_file(path: Path, *, create: bool) -> None:
    """Looks before SQLite does: it would make files where none were, and write to those of others."""
    if path.is_dir():
        raise LedgerError(f"{path}: a folder, not a ledger: give the path of a file in it")
    if not path.exists():
        if not create:
            raise NotFound(f"{path}: no ledger there: check the path, or make one by adding an article")
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: the folder {path.parent} does not exist: make it first")
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise LedgerError(f"{path}: cannot be opened ({error.strerror}): check its permissions") from error
    if head and head != b"SQLite format 3\0":
        raise LedgerError(f"{path}: not a ledger: give another path, or move that file away")


def _as_it_stands(url: URL, path: Path) -> URL:
    """A ledger in a folder where nothing may be written is read as a file that never changes; SQLite would otherwise
    want to keep notes beside it, even to read.
    """
    if not path.exists() or os.access(path.parent, os.W_OK) or path.with_name(path.name + "-wal").exists():
        return url.set(database=str(path))  # whole, because the program may change its folder
    return url.set(database=f"file:{quote(os.fsencode(path))}", query={"immutable": "1", "uri": "true"})


def _engine(url: URL, name: str) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    # Planned anew each time: how much a party or a word brings differs too much for one plan.
    arguments: dict[str, Any] = {"timeout": PATIENCE} if sqlite else {"prepare_threshold": None}
    try:
        engine = create_engine(url, connect_args=arguments, pool_pre_ping=not sqlite, pool_size=KEPT)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise LedgerError(f"{name}: its driver is missing: pip install 'onrecord[postgresql]'") from error
    if sqlite:
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _tune)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The transactions are ours to begin: Python's module would begin them late, and never for reading.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # With a write-ahead log a crash of the machine may lose the last articles, but never breaks the file.
    connection.execute("PRAGMA synchronous = NORMAL")


def _tune(connection: Any, _record: object) -> None:
    """Our queries touch few rows of what lies in memory or on a disk without heads, and are over before they are compiled."""
    connection.autocommit = True
    for setting in ("jit = off", "work_mem = '64MB'", "random_page_cost = 1.1"):
        connection.execute(f"SET {setting}")
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("onrecord_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _ready(store: Store, *, create: bool) -> None:
    with store.reading() as connection:
        revision = _revision(connection, store.name)
    if revision == HEAD:
        return
    if revision is None and not create:
        store.engine.dispose()
        raise NotFound(f"{store.name}: no ledger there: check the path, or make one by adding an article")
    if store.engine.dialect.name == "sqlite":
        _log_ahead(store)
    with store.writing() as connection:
        revision = _revision(connection, store.name)  # another program may have been quicker
        if revision != HEAD:
            _migrate(connection, revision, store.name)


def _revision(connection: Connection, name: str) -> str | None:
    """Which schema the database has; None where it has none yet."""
    names = inspect(connection).get_table_names()
    if VERSION_TABLE in names:
        found: str | None = connection.scalar(select(a_column("version_num")).select_from(table(VERSION_TABLE)))
        return found
    if names and connection.dialect.name == "sqlite":
        raise LedgerError(f"{name}: a database of something else, not a ledger: give another path")
    return None


def _log_ahead(store: Store) -> None:
    """Readers beside a writer: the file remembers it."""
    connection = store.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _migrate(connection: Connection, revision: str | None, name: str) -> None:
    from alembic import command  # noqa: PLC0415  takes a third of a second, and a ledger is rarely new
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "onrecord.ledger:migrations")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise LedgerTooNew(
            f"{name}: written by a newer onrecord (schema {revision}; this one knows {HEAD}): upgrade it"
        )
    command.upgrade(config, "head")
