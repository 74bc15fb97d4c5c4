"""A limit of time for what is tried, so that a hang is a failure with a traceback instead of a stopped run."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 5.0  # of an input; processor time, so that a busy machine fails nothing


class TooSlowError(AssertionError):
    """An input took longer than it may."""


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raises TooSlowError in what runs inside, where Python is, after so much processor time. For the main thread."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"took over {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    began = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if time.process_time() - began > seconds:
        raise TooSlowError(f"took over {seconds:g} s, in compiled code")
