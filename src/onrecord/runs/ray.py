"""Workers on a Ray cluster, or on a Ray that is started here. Needs the extra `onrecord[ray]`.

Ray only schedules: a task is `read_shard`, as in a process of ours. Documents travel to the tasks and readings back,
so that the machines need no folder in common, but each needs the same onrecord. Plain tasks and not Ray Data: shards
come as their source is read and are done with one by one, and one that fails is ours to take apart.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError
from onrecord.runs.limits import Limits
from onrecord.runs.scheduling import Answer
from onrecord.runs.work import read_shard

if TYPE_CHECKING:
    from onrecord.runs.work import Documents, Make, Outcomes, ReadOne

SHARDS_A_PROCESS = 50  # then Ray starts the process anew: the parser remembers every word that it meets
AUTHENTICATION = "RAY_AUTH_MODE"
MISSING = "Ray is not installed: install it with `pip install 'onrecord[ray]'`"
_readers: dict[str, ReadOne] = {}  # in a worker: the readers it has made, by the reference of their maker


class Cluster:
    """A pool of Ray tasks, each on one core."""

    def __init__(
        self, make: Make, *, address: str | None = None, workers: int | None = None, limits: Limits | None = None
    ) -> None:
        """Connects to the cluster at `address` (`auto` for one that runs here) or starts one of `workers` cores, by
        default all of this machine. `workers` bounds how many shards are read at a time.

        Raises OnrecordError where Ray is missing or does not start.
        """
        try:
            import ray  # noqa: PLC0415 - an optional package, at its door
        except ImportError as error:
            raise OnrecordError(MISSING) from error
        self._ray: Any = ray
        self._ours = not self._ray.is_initialized()
        if self._ours:
            _connect(ray, address, workers)
        self.size = workers or int(self._ray.cluster_resources().get("CPU", 1))
        self._make = self._ray.put(make)
        self._limits = limits or Limits()
        # Trying again is the schedule's business, for both kinds of pool alike; Ray is not to do it besides.
        self._read = self._ray.remote(num_cpus=1, max_retries=0, max_calls=SHARDS_A_PROCESS)(read_remotely)
        self._running: dict[Any, int] = {}

    def free(self) -> bool:
        """Whether a worker waits for a task."""
        return len(self._running) < self.size

    def start(self, task: int, documents: Documents) -> None:
        """Gives documents to a free worker."""
        self._running[self._read.remote(documents, [self._make], self._limits)] = task

    def wait(self) -> Answer | None:
        """Waits for a task to end; raises OnrecordError where the reader cannot be loaded there."""
        (done, *_), _ = self._ray.wait(list(self._running), num_returns=1)
        task = self._running.pop(done)
        errors = self._ray.exceptions
        try:
            return Answer(task, self._ray.get(done))
        except errors.RayTaskError as error:
            if isinstance(error.cause, OnrecordError):
                raise error.cause from None
            raise OnrecordError(f"a Ray worker failed; is the same onrecord installed there? {error}") from error
        except errors.RayError:  # its process or its machine is gone
            return Answer(task, None)

    def close(self) -> None:
        """Ends the workers, whatever they are doing."""
        for running in self._running:
            self._ray.cancel(running, force=True)
        if self._ours:
            self._ray.shutdown()


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    # "local" starts one of our own, whatever runs here already.
    own = {"address": "local", "num_cpus": workers, "include_dashboard": False}
    options: dict[str, Any] = {"address": address} if address else own
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # a Ray that we start tells nobody of it
    try:
        ray.init(**options, logging_level="ERROR", log_to_driver=False)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        if not address:
            raise OnrecordError(f"Ray does not start here ({error})") from error
        token = "" if os.environ.get(AUTHENTICATION) else f"; where it asks for a token, set {AUTHENTICATION}=token"
        raise OnrecordError(
            f"no Ray cluster at {address} ({error}); check --address, or leave it out to start one{token}"
        ) from error


def read_remotely(documents: Documents, makers: list[Any], limits: Limits) -> Outcomes:
    """The task: reads a shard. `makers` holds the reference of the reader's maker, fetched once by each process."""
    import ray  # noqa: PLC0415 - an optional package, at its door

    (reference,) = makers
    name = reference.hex()
    if name not in _readers:
        _readers[name] = ray.get(reference)()
    return read_shard(documents, _readers[name], limits)
