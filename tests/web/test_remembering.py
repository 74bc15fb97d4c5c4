"""What took long is remembered; what did not is always found anew."""

from __future__ import annotations

import time
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
