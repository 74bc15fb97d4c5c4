"""Runs: many documents read by many workers, on this machine or on a cluster, with the readings that one would give.

>>> from onrecord.runs import Processes, Settings, maker, read_in_shards
>>> pool = Processes(maker(Settings()), workers=4)  # doctest: +SKIP
>>> for outcome in read_in_shards(documents, pool):  # doctest: +SKIP
...     print(outcome)
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from onrecord.runs.finished import Finished
from onrecord.runs.limits import Limits
from onrecord.runs.local import Processes
from onrecord.runs.making import Settings, made_by, maker
from onrecord.runs.ray import Cluster
from onrecord.runs.scheduling import Pool, run
from onrecord.runs.shards import DOCUMENTS, Shard, plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document
    from onrecord.runs.work import Outcome

__all__ = [
    "Cluster", "Finished", "Limits", "Pool", "Processes", "Settings", "Shard", "made_by", "maker", "plan",
    "read_in_shards",
]  # fmt: skip


def read_in_shards(
    documents: Iterable[Document], pool: Pool, *, finished: Finished | None = None, most: int = DOCUMENTS
) -> Iterator[Outcome]:
    """What becomes of each document, in order: its reading, or the rejection of one that cannot be read within the
    limits or at which its worker dies. `most` is how many documents a shard has at most.

    Shards that `finished` holds are taken from there, others are kept there. Closes the pool at the end. Takes from
    `documents` as it goes, a few shards a worker ahead. Raises an OnrecordError that would meet every document.
    """
    with closing(pool):
        find = finished.find if finished else lambda _: None
        for shard, outcomes, kept in run(plan(documents, most=most), pool, find):
            if finished and not kept:
                finished.keep(shard, outcomes)
            yield from outcomes
