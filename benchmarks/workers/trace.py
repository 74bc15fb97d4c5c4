"""What each shard of a real archive costs, step by step, timed in one process."""

from __future__ import annotations

import pickle
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crawl.makeup import write
from onrecord import Ledger
from onrecord.documents import Rejection, open_documents
from onrecord.errors import InputError
from onrecord.languages import load_language
from onrecord.reader.analysis.admission import admit
from onrecord.records import Reading
from onrecord.runs import Settings, maker, plan
from onrecord.runs.limits import Limits
from onrecord.runs.work import read_shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Document
    from onrecord.runs.work import Outcomes


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time of one shard: to find its articles in the archive, to send them, to read them, to take the
    readings back, to keep them in a ledger. Only `read` is a worker's; the rest is the one process's that schedules.
    """

    feed: float
    send: float
    read: float
    take: float
    keep: float
    words: int


def trace(records: int, seed: int) -> tuple[list[Document], list[Cost]]:
    """The articles of an archive of so many records, as `benchmarks.crawl` makes it, and the cost of each of its shards."""
    read_one = maker(Settings())()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "crawl.warc.gz")
        write(archive, records, seed)
        found = list(_timed(archive))
        seconds = {id(document): cost for document, cost in found}
        costs = []
        with Ledger(Path(folder, "crawl.db")) as ledger:
            for shard in plan(document for document, _ in found):
                began = time.process_time()
                outcomes = read_shard(shard.documents, read_one, Limits())
                read = time.process_time() - began
                feed = sum(seconds[id(document)] for document in shard.documents)
                words = sum(len(document.text.split()) for document in shard.documents)
                costs.append(
                    Cost(feed, _packed(shard.documents), read, _packed(outcomes), _kept(ledger, outcomes), words)
                )
    return [document for document, _ in found], costs


def _timed(archive: Path) -> Iterator[tuple[Document, float]]:
    """The articles of an archive that are read, each with the seconds that it took to come to it."""
    language = load_language()
    began = time.process_time()
    for item in open_documents([archive]):
        if isinstance(item, Rejection):
            continue
        try:
            document = admit(item, language)
        except InputError:
            continue
        yield document, time.process_time() - began
        began = time.process_time()


def _packed(what: object) -> float:
    """Seconds to pack something for a pipe or to unpack it, whichever takes longer: each is done by one end."""
    began = time.process_time()
    data = pickle.dumps(what)
    between = time.process_time()
    pickle.loads(data)
    return max(between - began, time.process_time() - between)


def _kept(ledger: Ledger, outcomes: Outcomes) -> float:
    began = time.process_time()
    for outcome in outcomes:
        if isinstance(outcome, Reading):
            ledger.add(outcome)
    return time.process_time() - began
