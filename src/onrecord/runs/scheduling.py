"""Who reads what when: hands shards to a pool of workers and gives back what became of them, in the shards' order.

A worker that dies costs its shard, which is read once more. If that fails too, its documents are read one by one: the
one at which workers die is rejected, and the others are not lost. The pools, of processes or of Ray, only carry.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from onrecord.runs.work import ALONE, rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.runs.shards import Shard
    from onrecord.runs.work import Documents, Outcomes

AHEAD = 4  # shards a worker that are read, or wait, behind the one whose turn it is: this bounds the memory
TRIES = 2


class Pool(Protocol):
    """Workers. `size` is how many; each holds one task at a time."""

    size: int

    def free(self) -> bool:
        """Whether a worker waits for a task."""

    def start(self, task: int, documents: Documents) -> None:
        """Gives documents to a free worker; `task` is a number to know them by."""

    def wait(self) -> Answer | None:
        """Waits until something happens: an answer, or None where a worker has become free to work.

        Raises an OnrecordError that would meet every document.
        """

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task's documents; `outcomes` is None where its worker died."""

    task: int
    outcomes: Outcomes | None


@dataclass(slots=True)
class Task:
    """Documents that one worker reads: a shard's or, after two failures, one of them."""

    documents: Documents
    tries: int = 0
    outcomes: Outcomes | None = None


@dataclass(slots=True)
class Progress:
    """A shard on its way; `kept` where it was finished before."""

    shard: Shard
    tasks: list[Task]
    kept: bool = False

    def outcomes(self) -> Outcomes | None:
        """What became of its documents, in order; None until all tasks are done."""
        if any(task.outcomes is None for task in self.tasks):
            return None
        return tuple(one for task in self.tasks for one in task.outcomes or ())


def run(
    shards: Iterator[Shard], pool: Pool, find: Callable[[Shard], Outcomes | None] = lambda _: None
) -> Iterator[tuple[Shard, Outcomes, bool]]:
    """Each shard with what became of its documents, in order, and whether `find` knew that already.

    Takes from `shards` as it goes. Raises what the pool and `shards` raise.
    """
    window: deque[Progress] = deque()
    waiting: deque[tuple[Task, Progress]] = deque()
    running: dict[int, tuple[Task, Progress]] = {}
    number = 0
    while True:
        while len(window) < AHEAD * pool.size and (shard := next(shards, None)):
            known = find(shard)
            progress = Progress(shard, [Task(shard.documents, outcomes=known)], kept=known is not None)
            window.append(progress)
            if known is None:
                waiting.append((progress.tasks[0], progress))
        if not window:
            return
        while waiting and pool.free():
            number += 1
            running[number] = waiting.popleft()
            pool.start(number, running[number][0].documents)
        if (outcomes := window[0].outcomes()) is not None:
            done = window.popleft()
            yield done.shard, outcomes, done.kept
        elif answer := pool.wait():
            waiting.extendleft(reversed(_settle(*running.pop(answer.task), answer.outcomes)))


def _settle(task: Task, progress: Progress, outcomes: Outcomes | None) -> list[tuple[Task, Progress]]:
    """Takes an answer in; gives what is to be read anew."""
    task.outcomes = outcomes
    task.tries += 1
    if outcomes is not None:
        return []
    if task.tries < TRIES:
        return [(task, progress)]
    if len(task.documents) == 1:
        message = f"the process that reads it dies, {task.tries} times over; {ALONE}"
        task.outcomes = (rejected(task.documents[0], "failed", message),)
        return []
    place = progress.tasks.index(task)
    singles = [Task((document,)) for document in task.documents]
    progress.tasks[place : place + 1] = singles
    return [(single, progress) for single in singles]
