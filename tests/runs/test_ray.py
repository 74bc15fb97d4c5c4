"""A real Ray, started here: the same readings as without it, and what becomes of them when its workers die."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.documents import Rejection
from onrecord.errors import ModelMissing, OnrecordError
from onrecord.runs import Cluster, Limits, read_in_shards
from tests.cli.conftest import call
from tests.runs.fakes import documents, making, missing, times_read

if TYPE_CHECKING:
    from collections.abc import Iterator

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster(fakes: None) -> Iterator[object]:
    """A Ray of two cores that outlives the pools of tests."""
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'onrecord[ray]'")
    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield ray
    ray.shutdown()


def words(outcomes) -> list[str]:
    return [one.reason if isinstance(one, Rejection) else one.document.text for one in outcomes]


@pytest.fixture
def head(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A cluster of its own, started as its operators start one, that asks for a token: its address, and what to set."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'onrecord[ray]'")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0" * 64}
    command = [
        str(Path(sys.executable).parent / "ray"), "start", "--head", "--block", "--port", port, "--num-cpus", "2",
        "--include-dashboard=false", "--disable-usage-stats",
    ]  # fmt: skip
    with (tmp_path / "head.log").open("w") as log:
        started = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | token, start_new_session=True)
    try:
        until = time.monotonic() + 120
        while "Ray runtime started" not in (tmp_path / "head.log").read_text() and time.monotonic() < until:
            assert started.poll() is None, (tmp_path / "head.log").read_text()
            time.sleep(0.2)
        yield f"127.0.0.1:{port}", token
    finally:
        started.terminate()  # it ends those that it started
        try:
            started.wait(60)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)


def test_without_ray_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(OnrecordError, match=r"pip install 'onrecord\[ray\]'"):
        Cluster(missing)


def test_an_address_is_ray_s(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["add", "a.txt", "--address", "auto", "--ledger", str(tmp_path / "news.db")])
    assert done.exit_code == 2
    assert "--engine ray" in done.stderr


@slow
@pytest.mark.usefixtures("cluster")
def test_tasks_read_what_can_be_read(notes: Path) -> None:
    texts = ["a", "die once", "b", "die", "c", "toil", "d", "swell", "e", "fail", "f"]
    pool = Cluster(making(notes), workers=2, limits=Limits(seconds=1, patience=5))
    assert words(read_in_shards(documents(*texts), pool, most=3)) == [
        "a", "die once", "b", "failed", "c", "too_large", "d", "too_large", "e", "failed", "f"
    ]  # fmt: skip
    with pytest.raises(ModelMissing, match="install it"):
        list(read_in_shards(documents("a"), Cluster(missing, workers=2)))


@slow
@pytest.mark.usefixtures("cluster")
def test_a_killed_worker_of_ray_costs_its_shard_only(notes: Path) -> None:
    some = documents(*["wait"] * 24)
    outcomes = read_in_shards(some, Cluster(making(notes), workers=2), most=3)
    first = next(outcomes)
    until = time.monotonic() + 60
    # Until one has begun a shard after the first of each, which it must not finish before it dies.
    while time.monotonic() < until:
        running = [one for one in some[6::3] if times_read(notes, one)]
        if running:
            break
        time.sleep(0.01)
    victim = max((notes / one.id.replace(":", "-") for one in running), key=lambda path: path.stat().st_mtime_ns)
    os.kill(int(victim.read_text().split()[-1]), signal.SIGKILL)
    assert words([first, *outcomes]) == ["wait"] * 24
    read_twice = [place for place, one in enumerate(some) if times_read(notes, one) > 1]
    assert len({place // 3 for place in read_twice}) == 1


@slow
def test_ray_gives_the_very_readings_of_one(articles: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'onrecord[ray]'")
    alone, ray = tmp_path / "alone.db", tmp_path / "ray.db"
    command = ("add", articles, "--ids", "--ledger")
    ids = call(*command, ray, "--engine", "ray", "--workers", "2", "--shards", tmp_path / "shards", code=3).stdout
    assert call(*command, alone, code=3).stdout == ids
    assert call("export", "--ledger", ray).stdout == call("export", "--ledger", alone).stdout
    assert len(list((tmp_path / "shards").glob("*.done.json"))) == 2


@slow
def test_a_running_cluster_reads_for_who_has_its_token(
    articles: Path, tmp_path: Path, head: tuple[str, dict[str, str]]
) -> None:
    address, token = head
    program = str(Path(sys.executable).parent / "onrecord")

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        command = [program, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | more, timeout=300)

    add = ("add", articles, "--engine", "ray", "--address", address, "--ledger", tmp_path / "ray.db")
    done = run(*add, **token)
    assert done.returncode == 3, done.stderr  # one of the articles is none
    assert "10 articles added" in done.stderr
    assert run("add", articles, "--ledger", tmp_path / "alone.db").returncode == 3
    exported = [run("export", "--ledger", tmp_path / name).stdout for name in ("ray.db", "alone.db")]
    assert exported[0] == exported[1]
    done = run(*add[:-1], tmp_path / "none.db", RAY_AUTH_MODE="disabled")
    assert done.returncode == 1
    assert f"no Ray cluster at {address}" in done.stderr
