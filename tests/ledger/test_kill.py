"""A writer that is killed leaves whole articles only, and a rerun ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord import Ledger
from tests.ledger.making import exported, simple, thick

KILLS = int(os.environ.get("ONRECORD_KILLS", "10"))
ARTICLES = 40
WRITER = f"""
import sys
from onrecord import Ledger
from tests.ledger.making import thick
with Ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    for number in range({ARTICLES}):
        ledger.add(thick(number))
print("done", flush=True)
"""


def start(path: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", WRITER, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def check_whole(path: Path) -> int:
    """Every article in it is whole; gives their number."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO statement_words (statement_words) VALUES ('integrity-check')")
    connection.close()
    whole = {reading.document.id: reading for reading in map(thick, range(ARTICLES))}
    with Ledger(path) as ledger:
        found = list(ledger.export())
        for reading in found:
            assert len(reading.statements) == len(whole[reading.document.id].statements)
            assert len(reading.links) == len(whole[reading.document.id].links)
        assert ledger.counts()["statements"] == sum(len(reading.statements) for reading in found)
    return len(found)


@pytest.mark.slow
def test_killed_writers_leave_whole_articles(tmp_path: Path) -> None:
    path, rolls = tmp_path / "news.db", random.Random(7)
    began = time.monotonic()
    process = start(path)
    process.communicate()
    whole_run = time.monotonic() - began
    with Ledger(path) as ledger:
        undisturbed = list(ledger.dump())
    reached = set()
    for _ in range(KILLS):
        for old in tmp_path.glob("news.db*"):
            old.unlink()
        process = start(path)
        if rolls.random() < 0.8:  # else perhaps while the tables are made
            process.stdout.readline()
        time.sleep(rolls.uniform(0, whole_run * 0.6))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if path.exists() and path.stat().st_size:
            Ledger(path).close()
            reached.add(check_whole(path))
        with Ledger(path) as ledger:
            for number in range(ARTICLES):
                ledger.add(thick(number))
            assert list(ledger.dump()) == undisturbed
    assert len(reached) > 1, "every kill came at the same moment: the writer is too quick or too slow for this test"


def test_an_error_in_the_middle_of_an_article_leaves_nothing_of_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add(simple(1))
    before = exported(ledger)
    monkeypatch.setattr("onrecord.ledger.write.link_row", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ledger.add(thick(1))
    assert exported(ledger) == before
