"""Ledgers of every older schema, with contents, become the newest on both databases; a newer one is refused."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from onrecord import Ledger
from onrecord.errors import LedgerTooNew
from onrecord.ledger.schema import HEAD, VERSION_TABLE
from tests.ledger.conftest import _tell
from tests.ledger.making import dispute, fresh_file, parts, simple

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

CONFIG = Config()
CONFIG.set_main_option("script_location", "onrecord.ledger:migrations")
OLDER = [script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()][:0:-1]
NUMBERS = count()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/news.db"
    url, name = request.getfixturevalue("databases"), f"older_{next(NUMBERS)}"
    _tell(url, f"CREATE DATABASE {name}")
    return str(url.format(name))


def engine_of(where: str) -> Engine:
    return sqlalchemy.create_engine(where.replace("postgresql:", "postgresql+psycopg:"))


def make_older(where: str, revision: str, contents: Ledger) -> None:
    """Makes the tables of an older schema, and puts into them what they hold of a ledger's contents."""
    engine = engine_of(where)
    with engine.begin() as connection, contents._store.reading() as source:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "onrecord.ledger:migrations")
        command.upgrade(config, revision)
        older, newest = sqlalchemy.MetaData(), sqlalchemy.MetaData()
        older.reflect(connection)
        newest.reflect(source, only=lambda name, _: "words" not in name)
        for table in older.sorted_tables:
            if table.name in newest.tables and table.name != VERSION_TABLE:
                names = [column.name for column in table.c if column.name in newest.tables[table.name].c]
                rows = source.execute(sqlalchemy.select(*(newest.tables[table.name].c[name] for name in names)))
                if given := [dict(row) for row in rows.mappings()]:
                    connection.execute(table.insert(), given)
        if connection.dialect.name == "postgresql":
            for name in ("statement", "party"):
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'key'), 1000)")
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("revision", OLDER)
def test_what_older_ledgers_hold_stays(where: str, revision: str) -> None:
    with fresh_file() as contents:
        contents.add(dispute())
        denial = contents.search(act="deny")[0].id
        contents.review(denial, "accept", by="ana")
        make_older(where, revision, contents)
        with Ledger(where, create=False) as ledger:
            assert list(ledger.export()) == list(contents.export())
            assert list(ledger.verify()) == []
            assert [one.id for one in ledger.search("claims by:CHN")] == [denial]
            assert parts(ledger) == parts(contents)
            assert ledger.reviews()[1] == (revision >= "0002")
            ledger.add(simple(1))
            ledger.relink()
            assert list(ledger.verify()) == []
            assert ledger.counts()["articles"] == 2
    with engine_of(where).connect() as connection:
        assert connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").all() == [(HEAD,)]


def test_a_newer_ledger_is_refused_and_left_alone(where: str) -> None:
    Ledger(where).close()
    with engine_of(where).begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(LedgerTooNew, match=r"written by a newer onrecord \(schema 9999; this one knows"):
        Ledger(where)
    with engine_of(where).connect() as connection:
        assert connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").all() == [("9999",)]
