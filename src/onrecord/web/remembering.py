"""Answers about a whole ledger that took long are remembered for a while, and found anew behind the back of who asks.

What is found quickly is never remembered, so that a small ledger always shows what was just added.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, TypeVar

Value = TypeVar("Value")
LONG = 0.15  # seconds that are worth remembering
BUSY = 0.03  # seconds of the processor that are, however little else the machine does
AT_LEAST, TIMES = 30, 20  # it stays for so many seconds, or so many times as long as it took to find
AT_MOST = 3600  # seconds, after which nobody is given it any more
MOST = 500  # answers


@dataclass(slots=True)
class _Kept:
    value: Any
    found_at: float
    took: float
    in_work: bool = False


@dataclass(slots=True)
class Remembered:
    """Answers by what was asked."""

    clock: Callable[[], float] = time.monotonic
    busy: Callable[[], float] = time.thread_time
    _kept: OrderedDict[Hashable, _Kept] = field(default_factory=OrderedDict)
    _turns: dict[Hashable, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, asked: Hashable, find: Callable[[], Value]) -> Value:
        """What `find` gives or gave: remembered where it took long, the old answer while a new one is found."""
        now = self.clock()
        with self._lock:
            kept = self._kept.get(asked)
            age = now - kept.found_at if kept else 0
            if kept is None or age > AT_MOST:
                renew = None
            else:
                renew = age > max(AT_LEAST, TIMES * kept.took) and not kept.in_work
                kept.in_work = kept.in_work or renew
        if kept is None or renew is None:
            return self._once(asked, find, now)
        if renew:
            Thread(target=self._again, args=(asked, find), daemon=True).start()
        value: Value = kept.value
        return value

    def _once(self, asked: Hashable, find: Callable[[], Value], now: float) -> Value:
        """Finds what nobody else is finding; else waits for it, and finds it anew only where it was too quick to be kept."""
        with self._lock:
            turn = self._turns.setdefault(asked, Lock())
        try:
            with turn:
                with self._lock:
                    kept = self._kept.get(asked)
                if kept is not None and kept.found_at > now:
                    value: Value = kept.value
                    return value
                return self._find(asked, find)
        finally:
            with self._lock:
                self._turns.pop(asked, None)

    def forget(self, wanted: Callable[[Any], bool]) -> None:
        """Lets go of the answers to what is wanted: what they told of has changed."""
        with self._lock:
            for asked in [one for one in self._kept if wanted(one)]:
                del self._kept[asked]

    def _find(self, asked: Hashable, find: Callable[[], Value]) -> Value:
        before, busy = self.clock(), self.busy()
        value = find()
        after = self.clock()
        with self._lock:
            self._kept.pop(asked, None)
            if after - before >= LONG or self.busy() - busy >= BUSY:
                self._kept[asked] = _Kept(value, after, after - before)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return value

    def _again(self, asked: Hashable, find: Callable[[], Any]) -> None:
        try:
            self._find(asked, find)
        except Exception:  # noqa: BLE001 - whoever asks next finds it, or is told what is wrong
            with self._lock:
                self._kept.pop(asked, None)
