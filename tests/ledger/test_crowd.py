"""Many programs write and read one ledger at once: nothing is lost and nobody is told that it is locked."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord import Ledger

WRITERS = READERS = int(os.environ.get("ONRECORD_CROWD", "4"))
SECONDS = float(os.environ.get("ONRECORD_CROWD_SECONDS", "5"))
# Each prints how often it did it; an error ends it with a traceback and another exit code.
WRITER = """
import sys, time
from onrecord import Ledger
from tests.ledger.making import thick
where, writer, end, done = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), 0
with Ledger(where) as ledger:
    while not done or time.time() < end:
        added = ledger.add(thick(writer * 1_000_000 + done, 5))
        assert added.new
        if done % 5 == 4:
            ledger.remove(added.article)
        done += 1
print(done)
"""
READER = """
import sys, time
from onrecord import Ledger
where, end, done = sys.argv[1], float(sys.argv[3]), 0
with Ledger(where, create=False) as ledger:
    while not done or time.time() < end:
        found = ledger.search("charge", by="NATO", answered=True, limit=3)
        assert found.total >= len(found)
        for reading in ledger.export():
            assert len(reading.statements) == 5
        counts = ledger.counts()
        assert counts["statements"] >= 0
        done += 1
print(done)
"""


def start(code: str, where: str, number: int, end: float) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, where, str(number), str(end)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.mark.slow
@pytest.mark.parametrize("home", ["sqlite", "postgresql"])
def test_writers_and_readers_do_not_disturb_each_other(
    home: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "news.db")
    if home == "postgresql":
        where = request.getfixturevalue("databases").format("onrecord")
    Ledger(where).close()
    end = time.time() + SECONDS + 3
    writers = [start(WRITER, where, number, end) for number in range(WRITERS)]
    readers = [start(READER, where, number, end) for number in range(READERS)]
    told = [(process.communicate(), process.returncode) for process in (*writers, *readers)]
    assert [errors for (_, errors), code in told if errors or code] == []
    done = [int(output) for (output, _), _ in told]
    assert min(done) > 0, "somebody never had a turn"
    with Ledger(where) as ledger:
        assert list(ledger.verify()) == []
        written = done[:WRITERS]
        assert ledger.counts()["articles"] == sum(number - number // 5 for number in written)
        for article in list(ledger.articles()):
            ledger.remove(article.id)
        assert set(ledger.counts().values()) == {0}
