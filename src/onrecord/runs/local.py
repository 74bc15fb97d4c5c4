"""Worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from typing import TYPE_CHECKING, cast

from onrecord.documents import Rejection
from onrecord.errors import OnrecordError
from onrecord.runs.limits import Limits
from onrecord.runs.scheduling import Answer
from onrecord.runs.work import read_shard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from onrecord.runs.work import Documents, Make, Outcomes

SHARDS_A_PROCESS = 50  # then it starts anew: the parser remembers every word that it meets
FALSE_STARTS = 3  # processes in a row that die before they have loaded the reader
READY = "ready"
# Each worker has one core: its libraries are not to start a thread for each core of the machine.
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(slots=True)
class Worker:
    """A process, our end of the pipe to it, the task that it has, and how many it has done."""

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    task: int | None = None
    done: int = 0


class Processes:
    """A pool of processes, each with a reader of its own. They are spawned, never forked: so it is the same on every
    system, and safe beside threads.
    """

    def __init__(self, make: Make, *, workers: int, limits: Limits | None = None) -> None:
        self.size = workers
        self._make = make
        self._limits = limits or Limits()
        self._false_starts = 0
        self._workers: list[Worker] = []

    def free(self) -> bool:
        """Whether a worker waits for a task."""
        if not self._workers:  # not before there is something to read
            self._workers = [self._spawn() for _ in range(self.size)]
        return any(worker.ready and worker.task is None for worker in self._workers)

    def start(self, task: int, documents: Documents) -> None:
        """Gives documents to a free worker."""
        worker = next(worker for worker in self._workers if worker.ready and worker.task is None)
        worker.task = task
        with suppress(OSError):  # it has died meanwhile, as `wait` will see
            worker.pipe.send(documents)

    def wait(self) -> Answer | None:
        """Waits for a worker to answer, die or become ready; raises OnrecordError where the reader cannot be loaded."""
        pipes = {worker.pipe: worker for worker in self._workers}
        worker = pipes[cast("Connection", wait_for(list(pipes))[0])]
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        if isinstance(said, Exception):
            raise said
        if said == READY:
            worker.ready, self._false_starts = True, 0
            return None
        return self._take(worker, said)

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        for worker in self._workers:
            _end(worker)

    def _spawn(self) -> Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._make, self._limits), daemon=True)
        with _threads():
            process.start()
        theirs.close()  # so that our end is told when the process is gone
        return Worker(process, ours)

    def _replace(self, worker: Worker) -> None:
        _end(worker)
        self._workers[self._workers.index(worker)] = self._spawn()

    def _take(self, worker: Worker, outcomes: Outcomes) -> Answer:
        answer = Answer(cast("int", worker.task), outcomes)
        worker.task = None
        worker.done += 1
        # Where it failed at an article, the memory may be full of what is left of that.
        if worker.done >= SHARDS_A_PROCESS or any(isinstance(one, Rejection) for one in outcomes):
            self._replace(worker)
        return answer

    def _bury(self, worker: Worker) -> Answer | None:
        task, started = worker.task, worker.ready
        worker.process.join()
        code = worker.process.exitcode
        self._false_starts += not started
        if self._false_starts >= FALSE_STARTS:
            raise OnrecordError(
                f"worker processes end (exit code {code}) before they have loaded the reader; is there enough memory for "
                f"{self.size} of them? Try fewer with --workers"
            )
        self._replace(worker)
        return Answer(task, None) if task is not None else None


def _end(worker: Worker) -> None:
    worker.pipe.close()
    worker.process.kill()  # it holds nothing that is not ours, and may not be listening
    worker.process.join()
    worker.process.close()


@contextmanager
def _threads() -> Iterator[None]:
    """A process started within it begins with THREADS in its environment, before any library looks there."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(THREADS)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def serve(pipe: Connection, make: Make, limits: Limits) -> None:
    """The life of a worker process: loads the reader, says so, and reads shard by shard until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; whoever started us ends us
    with suppress(EOFError, OSError):  # the other end is gone
        try:
            read_one = make()
            pipe.send(READY)
            while True:
                pipe.send(read_shard(pipe.recv(), read_one, limits))
        except OnrecordError as error:
            pipe.send(error)
