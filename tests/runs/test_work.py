"""What a worker does with documents that go wrong, within this process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from onrecord.documents import Rejection
from onrecord.errors import ModelMissing
from onrecord.runs.limits import Limits, OverTime, limited
from onrecord.runs.work import read_shard
from tests.runs.fakes import documents, making

if TYPE_CHECKING:
    from pathlib import Path

resource = pytest.importorskip("resource", reason="the system has no limits of this kind")
LIMITS = Limits(seconds=0.2)


@pytest.mark.parametrize(
    ("text", "reason", "message"),
    [
        ("toil", "too_large", "over 0.2 seconds"),
        ("swell", "too_large", "over 1,024 MB"),
        ("fail", "failed", "ZeroDivisionError: a fault of the reader"),
        ("refuse", "not_prose", "no prose"),
    ],
)
def test_a_document_that_goes_wrong_is_rejected_and_the_rest_is_read(
    notes: Path, text: str, reason: str, message: str
) -> None:
    before, rejection, after = read_shard(tuple(documents("a", text, "b")), making(notes)(), LIMITS)
    assert (before.document.text, after.document.text) == ("a", "b")
    assert isinstance(rejection, Rejection)
    assert (rejection.source, rejection.place, rejection.reason) == ("list.jsonl", "line 2", reason)
    assert message in rejection.message


def test_what_would_meet_every_document_is_raised(notes: Path) -> None:
    with pytest.raises(ModelMissing):
        read_shard(tuple(documents("a", "miss")), making(notes)(), LIMITS)


def test_waiting_is_not_working() -> None:
    with limited(Limits(seconds=0.1)):
        time.sleep(0.4)


HOLDING = """
import mmap
from onrecord.runs.limits import Limits, limited
held = mmap.mmap(-1, 1100 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
try:
    with limited(Limits()):
        bytearray(100 << 20)
except MemoryError:
    print("told")
"""


@pytest.mark.slow
def test_a_process_that_holds_more_than_it_may_is_watched_and_told_so() -> None:
    # In a process of its own: one that had threads before keeps the memory of one.
    done = subprocess.run([sys.executable, "-c", HOLDING], capture_output=True, text=True, check=True)
    assert done.stdout == "told\n"


def stubborn() -> None:
    """Takes the first word that time is over for a fault like any other."""
    try:
        while True:
            pass
    except Exception:  # noqa: BLE001 - just so
        while True:
            pass


def test_time_that_is_swallowed_once_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.runs.limits.AGAIN", 0.1)
    with pytest.raises(OverTime), limited(Limits(seconds=0.1)):
        stubborn()


def test_limits_end_where_they_should() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)
    with limited(Limits()):
        assert resource.getrlimit(resource.RLIMIT_DATA)[0] == 1 << 30
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
