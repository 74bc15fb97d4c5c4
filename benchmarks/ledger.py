"""How a ledger of a million statements answers, what exporting it takes, and whether adding stays as quick.

    python -m benchmarks.ledger [--ledger /tmp/ledger.db] [--sizes 10000 100000 1000000] [--rounds 3] [--readings FILE]
                                [--only adding searching exporting]

The statements are real ones varied, as by `benchmarks.linking`; every sixth answers the one before it. They go in as any
others, with the full text index, parties and mentions, but without links across articles, whose cost `benchmarks.linking`
tells. A ledger that is there already is grown on; `--ledger` may be `postgresql://...`, too. The greatest takes about an
hour and 2 GB. Each kind of search is asked for with several words, parties or dates, so many rounds; the first round, which
finds nothing in memory, counts like the others. Beside the time of the clock stands the processor's, which others on the
machine change less; on PostgreSQL that is the client's alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.corpora import articles
from benchmarks.linking import pool, vary
from onrecord import Ledger, read_many
from onrecord.records import Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Took = tuple[float, float]  # seconds of the clock, and of the processor
PARTS = ("adding", "searching", "exporting")
FORMATS = (
    "jsonl", "csv", "parquet", "data-package", "xlsx", "graphml", "web-annotation", "prov", "schema-org", "ftm", "plover",
    "label-studio", "brat",
)  # fmt: skip
TIMED = 100  # articles, the last before a size is reached
WANTED = 0.2  # seconds: the limit of what is quick
# How often a word comes in a ledger of this kind decides how it is searched: rare, middling and common ones.
RARE, MIDDLING, COMMON = (
    ("asteroid", "hurricane", "volcano"),
    ("nuclear", "election", "police"),
    ("people", "said", "government"),
)
CODES, NAMES = ("USA", "GBR", "RUS"), ("Obama", "Clinton", "Smith")


def kinds() -> dict[str, list[dict[str, Any]]]:
    """The kinds of search, each with the searches that stand for it."""

    def each(name: str, values: Sequence[Any], **others: Any) -> list[dict[str, Any]]:
        return [{name: value, **others} for value in values]

    return {
        "everything, newest first": [{}],
        "a rare word": each("words", RARE),
        "a middling word": each("words", MIDDLING),
        "a common word": each("words", COMMON),
        "two common words": each("words", ("said people", "government people", "people country")),
        "a phrase": each("words", ('"prime minister"', '"human rights"', '"the people of"')),
        "the beginning of a word": each("words", ("govern*", "elect*", "nucl*")),
        "a word without another": each("words", ("nuclear -people", "people -government", "police -said")),
        "all without a word": each("words", ("-people", "-nuclear", "-asteroid")),
        "by a state": each("by", CODES),
        "by a name": each("by", NAMES),
        "about a state": each("about", CODES),
        "to a state": each("to", CODES),
        "by one about another": [{"by": one, "about": other} for one, other in pairwise(CODES)],
        "an act": each("act", ("state", "accuse", "deny")),
        "an act by a state": each("act", ("state", "accuse", "demand"), by="USA"),
        "a month": [{"since": month, "until": month} for month in ("2014-03", "2019-11", "2024-02")],
        "since a year": each("since", ("2014", "2020", "2024-06")),
        "an outlet": each("outlet", ("Outlet 7", "outlet", "Outlet 49")),
        "unanswered": [{"answered": False}],
        "answered": [{"answered": True}],
        "an act, unanswered": each("act", ("accuse", "criticise", "state"), answered=False),
        "by a state, unanswered, with a word": each("words", ("people", "nuclear", "asteroid"), by="USA", answered=False),
        "a word by a state in a year": each("words", COMMON, by="USA", since="2019", until="2019"),
        "a word in an outlet": each("words", COMMON, outlet="Outlet 7"),
        "about a state, since, an act": each("about", CODES, since="2020", act="accuse"),
        "the hundredth page": [{"offset": 5000}, {"by": "USA", "offset": 5000}, {"words": "people", "offset": 5000}],
    }  # fmt: skip


def main() -> None:
    """Adds, searches, exports, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--ledger", default="/tmp/ledger.db")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--real", type=int, default=100, help="articles that are varied")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument(
        "--readings", type=Path, help="what `onrecord read --format jsonl` wrote, so as not to read anew"
    )
    options = parser.parse_args()
    with Ledger(options.ledger) as ledger:
        if "adding" in options.only:
            add(ledger, _readings(options.readings, options.real), sorted(options.sizes))
        counts = ledger.counts()
        print(", ".join(f"{count:,} {name}" for name, count in counts.items()), flush=True)
        if "searching" in options.only:
            search(ledger, options.rounds)
    if "exporting" in options.only:
        export(options.ledger)


def _readings(file: Path | None, limit: int) -> list[Reading]:
    if file is None:
        return [reading for reading in read_many(articles(limit)) if reading.statements]
    lines = file.read_text(encoding="utf-8").splitlines()[:limit]
    return [reading for reading in map(Reading.from_json, map(json.loads, lines)) if reading.statements]


def add(ledger: Ledger, real: Sequence[Reading], sizes: Sequence[int]) -> None:
    """Adds articles until there are so many statements, and tells at each size how long the last ones took."""
    counts = ledger.counts()
    known, made = counts["statements"], _articles(real, counts["articles"])
    first = None
    for size in sizes:
        took: list[Took] = []
        while known < size:
            reading, began = next(made), now()
            known += ledger.add(reading, links=False).statements
            took.append(since(began))
        last = took[-TIMED:]
        if last:
            middle = statistics.median(processor for _, processor in last)
            first = first or middle
            print(
                f"{size:>9,} statements: an article is added in {told(last)}, {middle / first:.2f} times the first",
                flush=True,
            )


def _articles(real: Sequence[Reading], number: int) -> Iterator[Reading]:
    words = pool(real)
    while True:
        for reading in vary(real, words, number, 1000):
            ids = [one.id for one in reading.statements]
            links = tuple(Link(one, "rebuts", before) for before, one in islice(pairwise(ids), 4, None, 6))
            yield replace(reading, links=links)
        number += 1000


def now() -> Took:
    """Seconds of the clock, and of the processor for this process."""
    return time.perf_counter(), time.process_time()


def since(began: Took) -> Took:
    """Both kinds of seconds since then."""
    clock, processor = now()
    return clock - began[0], processor - began[1]


def told(took: Sequence[Took]) -> str:
    """The middle and the 95th percentile of some times, in milliseconds."""
    clock, processor = zip(*took, strict=True)
    return (
        f"p50 {statistics.median(clock) * 1000:6.1f} ms, p95 {p95(clock) * 1000:6.1f} ms "
        f"(processor {statistics.median(processor) * 1000:6.1f}, {p95(processor) * 1000:6.1f})"
    )


def p95(seconds: Sequence[float]) -> float:
    """What 95 of 100 do not exceed: of few, the greatest."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * 95 // 100) - 1)]


def search(ledger: Ledger, rounds: int) -> None:
    """Asks each kind of search, and tells how long it took and how much it found."""
    took: dict[str, list[Took]] = {}
    found: dict[str, list[int]] = {}
    for _ in range(rounds):
        for name, searches in kinds().items():
            for one in searches:
                began = now()
                total = ledger.search(**one).total
                took.setdefault(name, []).append(since(began))
                found.setdefault(name, []).append(total)
    slow = 0
    for name, seconds in took.items():
        over = p95([clock for clock, _ in seconds]) >= WANTED
        slow += over
        mark = f"  over {WANTED * 1000:.0f} ms" if over else ""
        print(f"{name:<36} {told(seconds)} {min(found[name]):>9,} to {max(found[name]):>9,}{mark}", flush=True)
    every = [one for seconds in took.values() for one in seconds]
    print(
        f"{f'all {len(took)} kinds, {len(every)} searches':<36} {told(every)} over {WANTED * 1000:.0f} ms: {slow} kinds"
    )


def export(where: str) -> None:
    """Exports the whole ledger in a process of its own, and tells the most memory that it held."""
    for format_ in FORMATS:
        began = time.perf_counter()
        command = [sys.executable, "-m", "benchmarks.ledger_export", where, format_]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"export as {format_:<14} {done.stdout.strip()}, {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
