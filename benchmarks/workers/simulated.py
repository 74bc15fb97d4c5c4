"""The schedule of `onrecord.runs` on workers that only take time: a clock of our own, and what a shard was timed to cost.

What decides is the real `onrecord.runs.scheduling.run`; simulated are the pool of workers and the process that feeds it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.records import Document
from onrecord.runs.local import SHARDS_A_PROCESS
from onrecord.runs.scheduling import Answer, run
from onrecord.runs.shards import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.workers.trace import Cost
    from onrecord.runs.work import Documents


@dataclass(slots=True)
class Clock:
    """Seconds since the beginning."""

    now: float = 0.0


@dataclass(slots=True)
class Simulated:
    """A pool whose workers take the time that a trace says. A document stands for a shard: its text is the shard's number."""

    size: int
    costs: Sequence[Cost]
    clock: Clock
    start_up: float
    until: list[float] = field(default_factory=list)  # when a worker is done with what it does
    tasks: list[int | None] = field(default_factory=list)
    shards: list[int] = field(default_factory=list)
    ready: list[bool] = field(default_factory=list)
    done: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.until = [self.start_up] * self.size
        self.tasks, self.shards = [None] * self.size, [0] * self.size
        self.ready, self.done = [False] * self.size, [0] * self.size

    def free(self) -> bool:
        """Whether a worker waits for a task."""
        return any(ready and task is None for ready, task in zip(self.ready, self.tasks, strict=True))

    def start(self, task: int, documents: Documents) -> None:
        """Gives a shard to the first worker that waits."""
        worker = next(place for place in range(self.size) if self.ready[place] and self.tasks[place] is None)
        self.tasks[worker] = task
        self.shards[worker] = int(documents[0].text)
        cost = self.costs[self.shards[worker]]
        self.clock.now += cost.send
        self.until[worker] = self.clock.now + cost.read

    def wait(self) -> Answer | None:
        """Lets the time pass until a worker has something to say."""
        busy = [place for place in range(self.size) if self.tasks[place] is not None or not self.ready[place]]
        worker = min(busy, key=self.until.__getitem__)
        self.clock.now = max(self.clock.now, self.until[worker])
        task = self.tasks[worker]
        if task is None:
            self.ready[worker] = True
            return None
        self.clock.now += self.costs[self.shards[worker]].take
        self.tasks[worker] = None
        self.done[worker] += 1
        if self.done[worker] % SHARDS_A_PROCESS == 0:  # it starts anew
            self.ready[worker] = False
            self.until[worker] = self.clock.now + self.start_up
        return Answer(task, ())

    def close(self) -> None:
        """Nothing is to be ended."""


def seconds(costs: Sequence[Cost], workers: int, start_up: float, *, alone: bool = False) -> float:
    """How long so many workers take for shards of these costs, in this order; `alone` leaves out what it takes to find the
    articles and to keep the readings.
    """
    clock = Clock()

    def fed() -> Iterator[Shard]:
        for number, cost in enumerate(costs):
            clock.now += 0.0 if alone else cost.feed
            yield Shard((Document(str(number)),), str(number))

    pool = Simulated(workers, costs, clock, start_up)
    for shard, _, _ in run(fed(), pool):
        clock.now += 0.0 if alone else costs[int(shard.content)].keep
    return clock.now


def efficiencies(
    costs: Sequence[Cost], workers: int, start_up: float, *, shards: int, rounds: int, alone: bool = False
) -> list[float]:
    """The share of the workers' time that is used, one worker's speed being 1: a figure for each drawing of shards."""
    found = []
    for number in range(rounds):
        drawn = random.Random(number).choices(costs, k=shards)
        one, many = (seconds(drawn, count, start_up, alone=alone) for count in (1, workers))
        found.append(one / (workers * many))
    return found
