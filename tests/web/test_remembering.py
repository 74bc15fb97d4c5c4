"""What took long is remembered; what did not is always found anew."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

from onrecord.web.remembering import AT_LEAST, AT_MOST, Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Clock:
    """Time as the test says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def finding(clock: Clock, took: float, numbers: Iterator[int]) -> Callable[[], int]:
    def find() -> int:
        clock.now += took
        return next(numbers)

    return find


def test_what_is_quick_is_found_anew() -> None:
    clock = Clock()
    remembered, find = Remembered(clock), finding(clock, 0.01, count())
    assert [remembered.get("a", find) for _ in range(3)] == [0, 1, 2]


def test_what_took_long_is_given_again_and_renewed_behind() -> None:
    clock = Clock()
    remembered, find = Remembered(clock), finding(clock, 1.0, count())
    assert [remembered.get("a", find), remembered.get("a", find), remembered.get("b", find)] == [0, 0, 1]
    clock.now += AT_LEAST + 30
    assert remembered.get("a", find) == 0
    for _ in range(100):
        if remembered._kept["a"].value == 2:
            break
        time.sleep(0.01)
    assert remembered.get("a", find) == 2


def test_nobody_is_given_what_is_very_old() -> None:
    clock = Clock()
    remembered, find = Remembered(clock), finding(clock, 1.0, count())
    assert remembered.get("a", find) == 0
    clock.now += AT_MOST + 1
    assert remembered.get("a", find) == 1


def test_what_several_ask_for_at_once_is_found_once() -> None:
    found: list[int] = []

    def find() -> int:
        time.sleep(0.2)
        found.append(1)
        return len(found)

    remembered = Remembered()
    with ThreadPoolExecutor(5) as askers:
        assert list(askers.map(lambda _: remembered.get("a", find), range(5))) == [1] * 5


def test_what_keeps_the_processor_busy_is_remembered() -> None:
    clock = Clock()
    remembered, find = Remembered(clock, busy=clock), finding(clock, 0.05, count())
    assert [remembered.get("a", find) for _ in range(3)] == [0, 0, 0]
    remembered.forget(lambda asked: asked == "a")
    assert remembered.get("a", find) == 1
