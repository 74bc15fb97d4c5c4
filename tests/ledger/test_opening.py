"""Opening, refusing, migrating; and what is said where the disk or the folder does not play along."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from onrecord import Ledger
from onrecord.errors import LedgerError, LedgerTooNew, NotFound
from onrecord.ledger.schema import HEAD, VERSION_TABLE, tables
from tests.ledger.making import dispute, simple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def test_a_path_makes_a_ledger_and_finds_it_again(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as ledger:
        ledger.add(dispute())
    with Ledger(f"sqlite:///{tmp_path}/news.db", create=False) as ledger:
        assert ledger.counts()["statements"] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["news.db"]


@pytest.mark.parametrize("name", ["a b?c=1#d%20.db", "zeitung-für-ü.db", "caf\udce9.db"])
def test_a_file_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger(name) as ledger:
        monkeypatch.chdir("/")
        ledger.add(dispute())
        ledger.close()
        assert ledger.counts()["articles"] == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_none_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no ledger there"):
        Ledger(tmp_path / "news.db", create=False)
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotFound, match="no ledger there"):
        Ledger(tmp_path / "empty.db", create=False)
    assert [path.name for path in tmp_path.iterdir()] == ["empty.db"]


def _text(path: Path) -> None:
    path.write_text("Some notes of mine.\n" * 9)


def _somebody_elses(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [(_text, "not a ledger"), (_somebody_elses, "something else"), (Path.mkdir, "a folder")],
    ids=["a text", "another program's database", "a folder"],
)
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    path = tmp_path / "notes"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=f"{path}: .*{says}"):
        Ledger(path)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("/no/such/folder/news.db", "make it first"),
        (":memory:", "kept in a file"),
        ("sqlite://", "kept in a file"),
        ("mysql://host/news", "PostgreSQL"),
        ("://", "give a file's path"),
        ("postgresql://host:port/news", "give a file's path"),
    ],
)
def test_where_no_ledger_can_be(where: str, says: str) -> None:
    with pytest.raises(LedgerError, match=says):
        Ledger(where)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match="the database server cannot be reached") as refused:
        Ledger("postgresql://me:secret@127.0.0.1:1/news")
    assert "secret" not in str(refused.value)


def test_a_newer_ledger_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    connection.close()
    with pytest.raises(LedgerTooNew, match=r"news.db: written by a newer onrecord \(schema 9999"):
        Ledger(path)


def test_the_migrations_end_in_the_schema(tmp_path: Path) -> None:
    Ledger(tmp_path / "news.db").close()
    with sqlalchemy.create_engine(f"sqlite:///{tmp_path}/news.db").connect() as connection:
        options = {"version_table": VERSION_TABLE, "include_object": lambda _o, name, *_: "words" not in (name or "")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, tables) == []
    config = Config()
    config.set_main_option("script_location", "onrecord.ledger:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", "onrecord.ledger:migrations")
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][:0:-1]


@pytest.mark.parametrize("revision", _revisions())
def test_every_older_ledger_opens_and_becomes_the_newest(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "news.db"
    config = Config()
    config.set_main_option("script_location", "onrecord.ledger:migrations")
    with sqlalchemy.create_engine(f"sqlite:///{path}").begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    with Ledger(path, create=False) as ledger:
        ledger.add(dispute())
        assert list(ledger.verify()) == []
    with sqlite3.connect(path) as connection:
        assert connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall() == [(HEAD,)]
    connection.close()


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add(dispute())
    data = bytearray(path.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    path.write_bytes(data)
    with pytest.raises(LedgerError, match=r"news.db: the file is damaged"):
        Ledger(path)


@pytest.mark.slow
def test_many_programs_may_make_one_ledger_at_once(tmp_path: Path) -> None:
    code = f"from onrecord import Ledger; print(Ledger({str(tmp_path / 'news.db')!r}).counts()['articles'])"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(4)]
    assert [process.communicate()[0] for process in started] == [b"0\n"] * 4


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add(dispute())
    code = f"""
import resource
from onrecord import Ledger
from onrecord.errors import LedgerError
from onrecord.records import Document, Reading
resource.setrlimit(resource.RLIMIT_FSIZE, ({path.stat().st_size + 200_000},) * 2)
with Ledger({str(path)!r}) as ledger:
    try:
        for number in range(100):
            ledger.add(Reading(Document(f"{{number}} " * 50_000)))
    except LedgerError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{path}: the disk ")
    with Ledger(path) as ledger:
        assert ledger.reading(dispute().document.id).statements
        assert ledger.counts()["articles"] == len(list(ledger.export()))
        ledger.add(simple(1))


NOBODY = 65534


def _as_nobody(told: Callable[[], list[str]]) -> list[str]:
    """What is told by somebody who may write nothing here; a fork, since that somebody may not start our Python."""
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        if os.getuid() == 0:
            os.setuid(NOBODY)
        os.write(into, "\n".join(told()).encode())
        os._exit(0)
    os.close(into)
    os.waitpid(child, 0)
    with os.fdopen(out) as lines:
        return lines.read().splitlines()


def _tries(folder: Path) -> Iterator[str]:
    with Ledger(folder / "news.db", create=False) as ledger:
        yield str(ledger.search(by="CHN").total)
        yield _refusal(lambda: ledger.add(simple(1)))
    yield _refusal(lambda: Ledger(folder / "other.db"))


def _refusal(tried: Callable[[], object]) -> str:
    try:
        tried()
    except LedgerError as error:
        return str(error)
    return "not refused"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="permissions are POSIX's")
def test_a_folder_that_may_not_be_written_to() -> None:
    folder = Path("/var/tmp") / f"onrecord-{os.getpid()}"
    folder.mkdir()
    try:
        with Ledger(folder / "news.db") as ledger:
            ledger.add(dispute())
        folder.chmod(0o555)
        (folder / "news.db").chmod(0o444)
        found, refused, unopened = _as_nobody(lambda: list(_tries(folder)))
        assert found == "2"
        assert refused == (
            f"{folder}/news.db: it may not be written to: check the permissions of the file and of its folder"
        )
        assert unopened.startswith(f"{folder}/other.db: it cannot be opened")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
