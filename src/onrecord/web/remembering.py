"""Answers about a whole ledger that took long are remembered while nothing changes in it, and then for a while; they are
found anew behind the back of who asks.

What is found quickly is never remembered, so that a small ledger always shows what was just added.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, TypeVar

Value = TypeVar("Value")
LONG = 0.15  # seconds that are worth remembering
BUSY = 0.03  # seconds of the processor that are, however little else the machine does
AT_LEAST, TIMES = 30, 20  # it stays for so many seconds, or so many times as long as it took to find
AT_MOST = 3600  # seconds, after which nobody is given it any more
MOST = 500  # answers
# Where somebody wants to know: the questions that were answered by what is older than the ledger is now.
AGED: ContextVar[list[Hashable] | None] = ContextVar("AGED", default=None)


@dataclass(slots=True)
class _Kept:
    value: Any
    state: Hashable
    found_at: float
    took: float
    in_work: bool = False


@dataclass(slots=True)
class Remembered:
    """Answers by what was asked. `state` stands for the ledger as it is: what was found while it was the same is as good as
    new; without one, everything may have changed at any time.
    """

    clock: Callable[[], float] = time.monotonic
    busy: Callable[[], float] = time.thread_time
    state: Callable[[], Hashable] = object
    forgotten: int = field(default=0, init=False)  # times that something was
    _kept: OrderedDict[Hashable, _Kept] = field(default_factory=OrderedDict)
    _turns: dict[Hashable, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, asked: Hashable, find: Callable[[], Value]) -> Value:
        """What `find` gives or gave: remembered where it took long, the old answer while a new one is found."""
        now, state = self.clock(), self.state()
        with self._lock:
            kept = self._kept.get(asked)
            same = kept is not None and kept.state == state
            age = now - kept.found_at if kept else 0
            if kept is None or (age > AT_MOST and not same):
                kept = None
            else:
                self._kept.move_to_end(asked)
                renew = age > max(AT_LEAST, TIMES * kept.took) and not same and not kept.in_work
                kept.in_work = kept.in_work or renew
        if kept is None:
            return self._once(asked, find, now, state)
        if renew:
            Thread(target=self._again, args=(asked, find), daemon=True).start()
        value: Value = _given(asked, kept, state)
        return value

    def _once(self, asked: Hashable, find: Callable[[], Value], now: float, state: Hashable) -> Value:
        """Finds what nobody else is finding; else waits for it, and finds it anew only where it was too quick to be kept."""
        with self._lock:
            turn = self._turns.setdefault(asked, Lock())
        try:
            with turn:
                with self._lock:
                    kept = self._kept.get(asked)
                if kept is not None and kept.found_at > now:
                    value: Value = _given(asked, kept, state)
                    return value
                return self._find(asked, find)
        finally:
            with self._lock:
                self._turns.pop(asked, None)

    def forget(self, wanted: Callable[[Any], bool]) -> None:
        """Lets go of the answers to what is wanted: what they told of has changed."""
        with self._lock:
            self.forgotten += 1
            for asked in [one for one in self._kept if wanted(one)]:
                del self._kept[asked]

    def _find(self, asked: Hashable, find: Callable[[], Value]) -> Value:
        state, forgotten, before, busy = self.state(), self.forgotten, self.clock(), self.busy()
        value, aged = _found(find)
        after = self.clock()
        with self._lock:
            self._kept.pop(asked, None)
            long = after - before >= LONG or self.busy() - busy >= BUSY
            if long and forgotten == self.forgotten:  # else it may tell of what has changed meanwhile
                # What was made of older answers is no newer than they are.
                self._kept[asked] = _Kept(value, object() if aged else state, after, after - before)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return value

    def _again(self, asked: Hashable, find: Callable[[], Any]) -> None:
        try:
            self._find(asked, find)
        except Exception:  # noqa: BLE001 - whoever asks next finds it, or is told what is wrong
            with self._lock:
                self._kept.pop(asked, None)


def _found(find: Callable[[], Value]) -> tuple[Value, bool]:
    """What `find` gives, and whether it is made of what is older than the ledger."""
    outer, inner = AGED.get(), list[Hashable]()
    token = AGED.set(inner)
    try:
        value = find()
    finally:
        AGED.reset(token)
    if outer is not None:
        outer.extend(inner)
    return value, bool(inner)


def _given(asked: Hashable, kept: _Kept, state: Hashable) -> Any:
    """What is kept, told to whoever wants to know where it is older than this state."""
    if kept.state != state and (aged := AGED.get()) is not None:
        aged.append(asked)
    return kept.value
