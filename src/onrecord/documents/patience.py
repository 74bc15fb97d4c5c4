"""How long something may work: a library on one page, a reader on one article."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = 1.0  # seconds after which it is raised anew, should something have swallowed it
Clock = Literal["code", "process"]
# By clock: the system's timer and its signal. A timer each, so that one may run within the other.
CLOCKS: dict[Clock, tuple[str, str]] = {"code": ("ITIMER_VIRTUAL", "SIGVTALRM"), "process": ("ITIMER_PROF", "SIGPROF")}


class TooSlow(Exception):
    """It took longer than it may."""


@contextmanager
def patience(
    seconds: float, error: type[Exception] = TooSlow, *, clock: Clock = "code", again: float = AGAIN
) -> Iterator[None]:
    """Raises `error` out of what runs within it after so many seconds of processor time, and anew every `again` seconds: in the
    main thread, which alone signals reach, and where the system has such a clock (not on Windows). The clock is of the
    process's own code, or of the whole process, the system's work for it included.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    timer, sent = (getattr(signal, name) for name in CLOCKS[clock])

    def stop(*_: object) -> None:
        raise error(f"over {seconds:g} seconds")

    before = signal.signal(sent, stop)
    signal.setitimer(timer, seconds, again)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(sent, before)
