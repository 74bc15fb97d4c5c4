"""The schedule, over a pool that is none: order, resuming, and what the death of a worker costs."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents import Rejection
from onrecord.records import Reading
from onrecord.runs import Finished, read_in_shards
from onrecord.runs.scheduling import AHEAD, Answer
from tests.runs.fakes import documents

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.runs.work import Documents


class Imagined:
    """A pool that answers in any order; a task with a document `die` is its worker's death, each with `die N` N times."""

    def __init__(self, size: int = 2, seed: int = 0) -> None:
        self.size = size
        self.random = random.Random(seed)
        self.running: dict[int, Documents] = {}
        self.started: list[tuple[str, ...]] = []
        self.deaths: dict[str, int] = {}
        self.closed = False

    def free(self) -> bool:
        return len(self.running) < self.size

    def start(self, task: int, some: Documents) -> None:
        assert self.free()
        self.running[task] = some
        self.started.append(tuple(document.text for document in some))

    def wait(self) -> Answer | None:
        if self.random.random() < 0.2:
            return None
        task = self.random.choice(sorted(self.running))
        some = self.running.pop(task)
        for document in some:
            if document.text.startswith("die"):
                times = int(document.text.partition(" ")[2] or 99)
                self.deaths[document.text] = self.deaths.get(document.text, 0) + 1
                if self.deaths[document.text] <= times:
                    return Answer(task, None)
        return Answer(task, tuple(Reading(document) for document in some))

    def close(self) -> None:
        self.closed = True


def words(outcomes) -> list[str]:
    return [one.reason if isinstance(one, Rejection) else one.document.text for one in outcomes]


@settings(deadline=None)
@given(
    texts=st.lists(st.sampled_from(["a", "b", "die", "die 1", "die 2"]), max_size=12),
    most=st.integers(1, 4), size=st.integers(1, 3), seed=st.integers(0, 99),
)  # fmt: skip
def test_every_document_has_its_outcome_in_its_place(texts: list[str], most: int, size: int, seed: int) -> None:
    pool = Imagined(size, seed)
    outcomes = list(read_in_shards(documents(*texts), pool, most=most))
    assert len(outcomes) == len(texts)
    for place, (text, outcome) in enumerate(zip(texts, outcomes, strict=True), 1):
        if isinstance(outcome, Rejection):
            assert text.startswith("die")
            assert (outcome.reason, outcome.place) == ("failed", f"line {place}")
        else:
            assert (outcome.document.text, outcome.document.origin.record) == (text, f"line {place}")
            assert text != "die"
    assert pool.closed


def test_a_worker_that_dies_costs_its_shard_only() -> None:
    pool = Imagined()
    assert words(read_in_shards(documents("a", "b", "die 1", "c", "d", "e"), pool, most=2)) == [
        "a", "b", "die 1", "c", "d", "e"
    ]  # fmt: skip
    assert sorted(pool.started) == [("a", "b"), ("d", "e"), ("die 1", "c"), ("die 1", "c")]


def test_after_two_deaths_only_the_document_that_kills_is_rejected() -> None:
    pool = Imagined(1)
    assert words(read_in_shards(documents("a", "die", "b"), pool, most=3)) == ["a", "failed", "b"]
    assert pool.started == [("a", "die", "b")] * 2 + [("a",), ("die",), ("die",), ("b",)]


def test_the_memory_is_bounded_by_the_window() -> None:
    taken = []
    source = (taken.append(document) or document for document in documents(*["a"] * 100))
    outcomes = read_in_shards(source, Imagined(2), most=1)
    next(outcomes)
    assert len(taken) <= 2 * AHEAD + 2
    outcomes.close()


def test_what_is_finished_is_not_read_again(tmp_path: Path) -> None:
    finished = Finished(tmp_path, {"reader": "1"})
    texts = ["a", "b", "c", "d", "die", "e"]
    broken_off = read_in_shards(documents(*texts), Imagined(1), finished=finished, most=2)
    assert words([next(broken_off), next(broken_off), next(broken_off)]) == ["a", "b", "c"]
    broken_off.close()

    pool = Imagined(1)
    assert words(read_in_shards(documents(*texts), pool, finished=finished, most=2)) == [
        "a",
        "b",
        "c",
        "d",
        "failed",
        "e",
    ]
    assert not {("a", "b"), ("c", "d")} & set(pool.started)
    pool = Imagined(1)
    assert words(read_in_shards(documents(*texts), pool, finished=finished, most=2)) == [
        "a",
        "b",
        "c",
        "d",
        "failed",
        "e",
    ]
    assert pool.started == []
    other = Imagined(1)
    list(read_in_shards(documents(*texts), other, finished=Finished(tmp_path, {"reader": "2"}), most=2))
    assert ("a", "b") in other.started


def test_the_pool_is_closed_where_the_source_fails() -> None:
    def source():
        yield documents("a")[0]
        raise OSError("the disk is gone")

    pool = Imagined()
    with pytest.raises(OSError, match="gone"):
        list(read_in_shards(source(), pool, most=1))
    assert pool.closed
