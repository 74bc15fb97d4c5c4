"""Worker processes: what they give, and what becomes of a run when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.documents import Rejection
from onrecord.errors import ModelMissing, OnrecordError
from onrecord.runs import Limits, Processes, read_in_shards
from tests.cli.conftest import call
from tests.runs.conftest import TEXTS
from tests.runs.fakes import documents, dying, making, missing, times_read

pytestmark = pytest.mark.slow
LIMITS = Limits(seconds=1, patience=15)  # of the clock: a second of processor time may take long on a busy machine
PROGRAM = str(Path(sys.executable).parent / "onrecord")


def words(outcomes) -> list[str]:
    return [one.reason if isinstance(one, Rejection) else one.document.text for one in outcomes]


def test_processes_read_what_can_be_read(notes: Path) -> None:
    texts = ["a", "die once", "b", "die", "c", "hang", "d", "toil", "e", "swell", "f", "fail", "g"]
    pool = Processes(making(notes), workers=2, limits=LIMITS)
    assert words(read_in_shards(documents(*texts), pool, most=3)) == [
        "a", "die once", "b", "failed", "c", "failed", "d", "too_large", "e", "too_large", "f", "failed", "g"
    ]  # fmt: skip
    assert times_read(notes, documents(*texts)[1]) == 2


def test_a_killed_worker_costs_its_shard_only(notes: Path) -> None:
    some = documents(*["wait"] * 12)
    pool = Processes(making(notes), workers=2, limits=LIMITS)
    outcomes = read_in_shards(some, pool, most=3)
    first = next(outcomes)
    victim = next(worker.process for worker in pool._workers if worker.task is not None)
    os.kill(victim.pid, signal.SIGKILL)
    assert words([first, *outcomes]) == ["wait"] * 12
    read_twice = [place for place, one in enumerate(some) if times_read(notes, one) > 1]
    assert len({place // 3 for place in read_twice}) <= 1


def test_workers_that_cannot_load_the_reader_end_the_run(notes: Path) -> None:
    with pytest.raises(ModelMissing, match="install it"):
        list(read_in_shards(documents("a"), Processes(missing, workers=2)))
    with pytest.raises(OnrecordError, match="before they have loaded the reader"):
        list(read_in_shards(documents("a"), Processes(dying, workers=2)))


def test_workers_have_one_thread_each_and_the_environment_stays(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    pool = Processes(making(notes), workers=1)
    assert pool.free() is False
    pool.wait()
    environment = f"/proc/{pool._workers[0].process.pid}/environ"
    if os.path.exists(environment):  # noqa: PTH110 - on Linux
        with open(environment, "rb") as file:  # noqa: PTH123
            assert b"OMP_NUM_THREADS=1" in file.read().split(b"\0")
    pool.close()
    assert "OMP_NUM_THREADS" not in os.environ


def onrecord(*arguments: str | Path, code: int = 0) -> str:
    """Runs a command, whose workers are processes of their own, and gives its output."""
    return call(*arguments, code=code).stdout


def test_many_workers_give_the_very_readings_of_one(articles: Path, tmp_path: Path) -> None:
    ids = {}
    for name, options in {"alone": (), "two": ("--workers", "2"), "one": ("--workers", "1")}.items():
        ids[name] = onrecord("add", articles, "--ids", "--ledger", tmp_path / f"{name}.db", *options, code=3)
    assert ids["alone"].count("\n") == len(TEXTS)
    assert ids["alone"] == ids["two"] == ids["one"]
    exports = {name: onrecord("export", "--ledger", tmp_path / f"{name}.db") for name in ids}
    assert exports["alone"] == exports["two"] == exports["one"]


def test_a_run_that_is_killed_goes_on_from_its_shards(articles: Path, tmp_path: Path) -> None:
    shards = tmp_path / "shards"
    command = ["add", articles, "--workers", "2", "--shards", shards, "--ledger", tmp_path / "killed.db"]
    run = subprocess.Popen([PROGRAM, *map(str, command)], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while not list(shards.glob("*.done.json")) and time.monotonic() < until:
        time.sleep(0.01)
    run.kill()
    run.wait()
    first = {path: path.stat().st_mtime_ns for path in shards.glob("*.done.json")}
    assert first
    onrecord(*command, code=3)
    assert {path: path.stat().st_mtime_ns for path in first} == first
    onrecord("add", articles, "--ledger", tmp_path / "undisturbed.db", code=3)
    assert onrecord("export", "--ledger", tmp_path / "killed.db") == onrecord(
        "export", "--ledger", tmp_path / "undisturbed.db"
    )


def test_rejects_of_workers_can_be_read_again(notes: Path) -> None:
    some = [replace(one, title="t") for one in documents("a", "die once", "fail")]
    *_, rejection = read_in_shards(some, Processes(making(notes), workers=1), most=1)
    assert Rejection.from_json(rejection.to_json()) == rejection
    assert rejection.place == "line 3"
