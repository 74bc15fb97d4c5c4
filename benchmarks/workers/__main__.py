"""How well more workers are used: one and two processes here, and up to 64 simulated from a trace.

    python -m benchmarks.workers [--records 1600] [--real 120] [--rounds 3] [--shards 2560] [--seed 1]

First the shards of an archive as `benchmarks.crawl` makes it are timed in one process, step by step. Then the first of those
articles are read by one and by two real processes, in turns. Then the schedule of `onrecord.runs` itself runs under a simulated
clock, with shards drawn from the trace, workers that have a core each, and a core for the process that feeds and writes.
Not simulated: cores that slow each other down, a network, a full disk.
"""

from __future__ import annotations

import argparse
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded, which reads them once

import statistics
import time
from dataclasses import fields
from typing import TYPE_CHECKING

from benchmarks.workers.simulated import efficiencies
from benchmarks.workers.trace import Cost, trace
from onrecord.runs import Processes, Settings, maker, read_in_shards

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.records import Document
    from onrecord.runs.scheduling import Answer
    from onrecord.runs.work import Documents

COUNTS = (1, 2, 4, 8, 16, 32, 64)
DRAWINGS = 20


def main() -> None:
    """Prints what a shard costs, and how well workers are used, measured and simulated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1600)
    parser.add_argument("--real", type=int, default=120, help="articles that real processes read")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shards", type=int, default=2560)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    documents, costs = trace(options.records, options.seed)
    words = sum(cost.words for cost in costs)
    print(
        f"{options.records:,} records, {len(documents)} articles read, {words:,} words, {len(costs)} shards; a shard costs"
    )
    for field in fields(Cost)[:-1]:
        values = [getattr(cost, field.name) for cost in costs]
        print(f"  {field.name:<6}{statistics.mean(values) * 1000:>10,.1f} ms (most {max(values) * 1000:,.1f})")
    start_up = measured(documents[: options.real], options.rounds)
    simulated(costs, start_up, options.shards)


def measured(documents: Sequence[Document], rounds: int) -> float:
    """Prints how long one and two real workers take, in turns; gives the seconds that a worker takes to start."""
    times: dict[int, list[float]] = {1: [], 2: []}
    starts = []
    for _ in range(rounds):
        for workers, found in times.items():
            pool = Timed(Processes(maker(Settings()), workers=workers))
            began = time.perf_counter()
            list(read_in_shards(documents, pool))
            found.append(time.perf_counter() - pool.first)
            starts.append(pool.first - began)
    used = [one / (2 * two) for one, two in zip(times[1], times[2], strict=True)]
    for workers, found in times.items():
        print(f"{workers} here: {statistics.median(found):.1f} s ({min(found):.1f} to {max(found):.1f})")
    print(f"efficiency of 2 here, on {os.cpu_count()} cores with a load of {os.getloadavg()[0]:.1f}: {told(used)}")
    print(f"a worker starts in {statistics.median(starts):.1f} s")
    return min(starts)


def simulated(costs: Sequence[Cost], start_up: float, shards: int) -> None:
    """Prints the efficiency of each count of workers, of reading alone and of the whole way from archive to ledger."""
    serial = sum(cost.feed + cost.send + cost.take + cost.keep for cost in costs)
    print(f"simulated, {shards:,} shards, {DRAWINGS} drawings:")
    print(f"  {'workers':>7}  {'texts at hand':<22}  web archive to ledger")
    for workers in COUNTS:
        alone, whole = (
            told(efficiencies(costs, workers, start_up, shards=shards, rounds=DRAWINGS, alone=alone))
            for alone in (True, False)
        )
        print(f"  {workers:>7}  {alone:<22}  {whole}")
    print(f"one process feeds and writes as fast as {sum(cost.read for cost in costs) / serial:.1f} workers read")


def told(values: Sequence[float]) -> str:
    """The median, with the least and the greatest."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


class Timed:
    """A pool that remembers when the first task was started."""

    def __init__(self, pool: Processes) -> None:
        self.size = pool.size
        self.first = 0.0
        self._pool = pool

    def free(self) -> bool:
        """As the pool says."""
        return self._pool.free()

    def start(self, task: int, documents: Documents) -> None:
        """Notes the time, and hands the task on."""
        self.first = self.first or time.perf_counter()
        self._pool.start(task, documents)

    def wait(self) -> Answer | None:
        """As the pool says."""
        return self._pool.wait()

    def close(self) -> None:
        """Ends the workers."""
        self._pool.close()


if __name__ == "__main__":
    main()
