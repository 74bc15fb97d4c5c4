"""What a worker does with documents that go wrong, within this process."""

from __future__ import annotations

import signal
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
