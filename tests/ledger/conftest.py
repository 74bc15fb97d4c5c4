"""A fresh ledger for each test, on SQLite and, where a server can be started, on PostgreSQL."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest
import sqlalchemy

from onrecord import Ledger
from onrecord.ledger.schema import tables
from tests.ledger.making import fresh_file
from tests.ledger.server import programs, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Fresh = Callable[[], AbstractContextManager[Ledger]]

# Databases of the one server, over the fixture's lives: pytest makes a parametrised fixture anew when its turn comes again.
NUMBERS = count()
IDLE: list[Ledger] = []


@pytest.fixture(scope="session")
def databases() -> Iterator[str]:
    """A PostgreSQL server's URL with `{}` for the name of a database, of which `onrecord` is an empty ledger."""
    where = programs()
    if where is None:
        pytest.skip("no PostgreSQL server is installed (on Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg")
    with server(where) as url:
        _tell(url, "CREATE DATABASE onrecord")
        Ledger(url.format("onrecord")).close()
        yield url


def _another(url: str, name: str) -> Ledger:
    _tell(url, f"CREATE DATABASE {name} TEMPLATE onrecord")
    return Ledger(url.format(name))


def _tell(url: str, command: str) -> None:
    address = url.format("postgres").replace("postgresql:", "postgresql+psycopg:")
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(command)
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Makes new ledgers, as many as a test wants: `with fresh() as ledger`."""
    if request.param == "sqlite":
        return fresh_file
    url = request.getfixturevalue("databases")

    @contextmanager
    def fresh_database() -> Iterator[Ledger]:
        ledger = IDLE.pop() if IDLE else _another(url, f"test_{next(NUMBERS)}")
        try:
            yield ledger
        finally:
            names = ", ".join(table.name for table in tables.sorted_tables)
            with ledger._store.writing() as connection:
                connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")
            IDLE.append(ledger)

    return fresh_database


@pytest.fixture
def ledger(fresh: Fresh) -> Iterator[Ledger]:
    with fresh() as opened:
        yield opened
