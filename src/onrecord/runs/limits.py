"""How long one article may be read, and how much memory its worker may take.

An article that the reader cannot finish within them raises OverTime or MemoryError, and the next one is read. Where
even that fails, because the process hangs or dies in a library's compiled code, the process ends, and whoever started
it sees that it is gone.
"""

from __future__ import annotations

import faulthandler
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

from onrecord.documents.patience import patience

if TYPE_CHECKING:
    from collections.abc import Iterator

AGAIN = 5.0  # seconds after which OverTime is raised anew, should something have swallowed it


class OverTime(Exception):
    """Reading an article took longer than it may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` of processor time an article, so that a busy machine does not change what is read; `memory`, in bytes,
    of all data that the process holds; `patience`, in seconds of the clock, after which a process that does not react
    is ended.
    """

    seconds: float = 30
    memory: int = 1 << 30
    patience: float = 300


@contextmanager
def limited(limits: Limits) -> Iterator[None]:
    """Within it the limits hold for this process, as far as the system has them: Linux has all; macOS does not hold
    the memory, and Windows only has the patience. Raises OverTime, or MemoryError, out of what runs within.
    """
    over_time = patience(limits.seconds, OverTime, clock="process", again=AGAIN)
    # The watch first: its thread wants memory, which a process that holds much already gets no more of.
    with _watch(limits.patience), _memory(limits.memory), over_time:
        yield


@contextmanager
def _watch(seconds: float) -> Iterator[None]:
    """Ends the process after so many seconds: the only watch without need of the interpreter, which a hanging library may
    hold.
    """
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _memory(size: int) -> Iterator[None]:
    # Data, not address space: libraries reserve much more of that than they ever use.
    if resource is None:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_DATA)
    lowest = min((one for one in (size, *before) if one != resource.RLIM_INFINITY), default=size)
    _set_memory((lowest, before[1]))
    try:
        yield
    finally:
        _set_memory(before)


def _set_memory(limit: tuple[int, int]) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_DATA, limit)
    except (ValueError, OSError):  # a system that does not let it be set does without
        return
