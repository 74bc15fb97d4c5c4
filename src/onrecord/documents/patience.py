"""How long a library may work on one page."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = 1.0  # seconds after which it is raised anew, should something have swallowed it


class TooSlow(Exception):
    """It took longer than it may."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raises TooSlow out of what runs within it after so many seconds of processor time: in the main thread, which alone
    signals reach, and where the system has such a clock (not on Windows).
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlow(f"over {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
