"""What took long is remembered; what did not is always found anew."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

from onrecord.web.remembering import AGED, AT_LEAST, AT_MOST, Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


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


def test_while_nothing_changes_nothing_is_found_anew() -> None:
    clock, state = Clock(), ["one"]
    remembered, find = Remembered(clock, state=lambda: state[0]), finding(clock, 1.0, count())
    assert remembered.get("a", find) == 0
    clock.now += 10 * AT_MOST
    assert remembered.get("a", find) == 0
    state[0] = "another"
    assert remembered.get("a", find) == 1


def test_what_is_older_than_the_ledger_is_told_even_through_what_is_made_of_it() -> None:
    clock, state = Clock(), ["one"]
    remembered, part = Remembered(clock, state=lambda: state[0]), finding(clock, 1.0, count())

    def whole() -> int:
        clock.now += 1.0
        return remembered.get("part", part)

    def aged(asked: str, find: Callable[[], int]) -> bool:
        old: list[Hashable] = []
        token = AGED.set(old)
        remembered.get(asked, find)
        AGED.reset(token)
        return bool(old)

    assert not aged("part", part)
    assert not aged("whole", whole)
    state[0] = "another"
    assert aged("part", part)
    assert aged("whole", whole)
    remembered.forget(lambda asked: asked == "whole")
    assert aged("whole", whole)  # found just now, of a part that is old
    assert aged("whole", whole)
    remembered.forget(lambda _: True)
    assert not aged("whole", whole)


def test_what_changes_while_it_is_found_is_not_kept() -> None:
    clock = Clock()
    remembered, find = Remembered(clock, state=lambda: "one"), finding(clock, 1.0, count())

    def meanwhile() -> int:
        remembered.forget(lambda _: True)
        return find()

    assert [remembered.get("a", meanwhile), remembered.get("a", find), remembered.get("a", find)] == [0, 1, 1]
