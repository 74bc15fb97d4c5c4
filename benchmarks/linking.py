"""How long linking one more article takes in ledgers of growing size.

    python -m benchmarks.linking [--sizes 10000 100000 1000000] [--ledger /tmp/linking.db] [--articles 20] [--copies 100]
                                 [--readings FILE]

The statements are real ones, read from Wikinews, varied: words that tell what a content is about are replaced by others, as often
as those occur, people are renamed, days lie in thirteen years whatever the size, and one article in 25 is a copy of another.
They are written in bulk, from rows that two processes make, and without the full text index, which linking does not use;
the articles that are timed go in as any other, and out again. At the end one report comes in many times over, as copies of
a news agency's do. A ledger that is there already is grown on. The greatest ledger takes most of an hour and 1.5 GB.
"""

from __future__ import annotations

import argparse
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded, which reads them once

import json
import random
import re
import statistics
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from benchmarks.corpora import articles
from onrecord import Ledger, read_many
from onrecord.languages import load_language
from onrecord.languages.rarity import RAREST, stem_weights
from onrecord.ledger import candidates, families, traces, write
from onrecord.ledger.canonical import canonical
from onrecord.ledger.rows import article_row, statement_row
from onrecord.ledger.schema import article, link, statement
from onrecord.reader.links.across import COPY
from onrecord.reader.links.views import stem
from onrecord.records import Document, Party, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

WORD = re.compile(r"\w+")
FIRST, DAYS = date(2012, 1, 1), 13 * 365
COPIES = 25  # one article in so many is a copy of an earlier one
PEOPLE = 200  # names that each real person is varied to
BATCH = 200  # articles written at once
WORKERS = 2  # processes that make rows
LATER = 10**9 + 1  # number of the first article that is timed
LONG = 30  # statements of the report that is copied, at most
WIDTH = 40  # marks of the longest bar


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one article in a ledger of `size` statements: linking alone, by the clock and of the processor, which other
    work does not lengthen; the whole of adding; links and pairs.
    """

    size: int
    linking: tuple[float, ...]
    processor: tuple[float, ...]
    adding: tuple[float, ...]
    pairs: float
    links: float


def main() -> None:
    """Builds the ledgers, times, and prints the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--ledger", type=Path, default=Path("/tmp/linking.db"))
    parser.add_argument("--articles", type=int, default=20, help="articles that are timed")
    parser.add_argument("--copies", type=int, default=100, help="copies of one report")
    parser.add_argument("--real", type=int, default=100, help="articles that are varied")
    parser.add_argument(
        "--readings", type=Path, help="what `onrecord read --format jsonl` wrote, so as not to read anew"
    )
    options = parser.parse_args()
    real = [reading for reading in _readings(options.readings, options.real) if reading.statements]
    timings, words = [], pool(real)
    with Ledger(options.ledger) as ledger:
        with ledger._store.writing() as connection:  # noqa: SLF001
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS statement_words_insert")
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS statement_words_delete")
        for size in sorted(options.sizes):
            grow(ledger, real, size)
            timings.append(
                timed(
                    ledger,
                    [*vary(real, words, LATER, options.articles // 2), *copies(real, words, options.articles // 2)],
                )
            )
            print(told(timings[-1], timings[0]), flush=True)
        for number, clock, processor in wired(ledger, real, words, options.copies):
            taken = f"{clock * 1000:5.1f} ms, of the processor {processor * 1000:5.1f} ms"
            print(f"copy {number:>4} of one report: adding {taken}", flush=True)


def _readings(file: Path | None, limit: int) -> Iterator[Reading]:
    if file is None:
        return read_many(articles(limit))
    return (Reading.from_json(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()[:limit])


def told(one: Timing, first: Timing) -> str:
    """A line of the curve."""
    middle, most = statistics.median(one.linking), max(one.linking)
    processor, before = statistics.median(one.processor), statistics.median(first.processor)
    bar = "#" * round(WIDTH * min(1.0, middle / 0.5))
    return (
        f"{one.size:>9,} statements: linking {middle * 1000:5.1f} ms (most {most * 1000:5.1f}), of the processor "
        f"{processor * 1000:5.1f} ms (most {max(one.processor) * 1000:5.1f}), {processor / before:4.2f} times the first; adding {statistics.median(one.adding) * 1000:5.1f} ms; "
        f"{one.pairs:.0f} candidates, {one.links:.1f} links\n{'':>9} |{bar:<{WIDTH}}| 0.5 s"
    )


def timed(ledger: Ledger, readings: Sequence[Reading]) -> Timing:
    """Adds articles one by one, and takes them out again."""
    size = ledger.counts()["statements"]
    alone: list[tuple[float, float]] = []
    whole, pairs, links = [], [], []
    for reading in readings:
        began = time.perf_counter()
        added = ledger.add(reading)
        whole.append(time.perf_counter() - began)
        pairs.append(_pairs(ledger, added.article))
        links.append(len(ledger.links_touching(added.article)))
        alone.append(_linked_anew(ledger, added.article))
        ledger.remove(added.article)
    clock, processor = zip(*alone, strict=True)
    return Timing(size, clock, processor, tuple(whole), statistics.mean(pairs), statistics.mean(links))


def _pairs(ledger: Ledger, article_id: str) -> int:
    with ledger._store.reading() as connection:  # noqa: SLF001
        own = candidates.traces_of(connection, article_id)
        return len(candidates.candidates(connection, own))


def _linked_anew(ledger: Ledger, article_id: str) -> tuple[float, float]:
    """Seconds to write what an article is found by, to find its links and to write those, after they were taken out: by the
    clock and of the processor.
    """
    with ledger._store.writing() as connection:  # noqa: SLF001
        keys = connection.scalars(select(statement.c.key).where(statement.c.article == article_id)).all()
        write._take_across(connection, article_id)  # noqa: SLF001
        write._forget_found(connection, keys)  # noqa: SLF001
        began, used = time.perf_counter(), time.process_time()
        write._put_across(connection, article_id, linking=True)  # noqa: SLF001
        return time.perf_counter() - began, time.process_time() - used


def wired(
    ledger: Ledger, real: Sequence[Reading], words: Sequence[str], count: int
) -> Iterator[tuple[int, float, float]]:  # fmt: skip
    """Adds copies of one report, and takes them out again: the number of some of them, with the seconds that each took
    by the clock and of the processor.
    """
    sizes = {number: len(reading.statements) for number, reading in enumerate(real)}
    long = max((number for number, size in sizes.items() if size <= LONG), key=sizes.__getitem__)
    added = []
    for number in range(1, 1 + count):
        began, used = time.perf_counter(), time.process_time()
        added.append(ledger.add(_varied(real[long], LATER, LATER + number, words)).article)
        if number in {1, 2, 10, count}:
            yield number, time.perf_counter() - began, time.process_time() - used
    for one in added:
        ledger.remove(one)


def grow(ledger: Ledger, real: Sequence[Reading], size: int) -> None:
    """Writes varied articles until there are so many statements."""
    with ledger._store.reading() as connection:  # noqa: SLF001
        known = connection.scalar(select(func.count()).select_from(statement)) or 0
        number = connection.scalar(select(func.count()).select_from(article)) or 0
        key = connection.scalar(select(func.max(statement.c.key))) or 0
    if known >= size:
        return
    with ProcessPoolExecutor(WORKERS, initializer=_start, initargs=(real,)) as workers:
        made: deque[Any] = deque()
        while known < size:
            while len(made) <= WORKERS:
                made.append(workers.submit(rows_of, number))
                number += BATCH
            articles_, statements, found = made.popleft().result()
            keys = range(key + 1, key + 1 + len(statements))
            with ledger._store.writing() as connection:  # noqa: SLF001
                connection.execute(insert(article), articles_)
                connection.execute(
                    insert(statement), [row | {"key": key} for key, row in zip(keys, statements, strict=True)]
                )
                standing = families.settle(connection, dict(zip(keys, found, strict=True)))
                put_copies(connection, standing.copies.items())
            known, key = known + len(statements), keys[-1]


def put_copies(connection: Any, copies: Iterable[tuple[int, int]]) -> None:
    """Writes links of copies to what stands for them."""
    rows = [
        {"from_key": key, "to_key": other, "type": "repeats", "confidence": COPY, "found": True}
        for key, other in copies
    ]  # fmt: skip
    if rows:
        connection.execute(insert(link), rows)


_real: list[Reading] = []  # of a process that makes rows, and their words
_words: list[str] = []


def _start(real: Sequence[Reading]) -> None:
    _real[:], _words[:] = real, pool(real)


def rows_of(first: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[traces.Trace]]:
    """The rows of a batch of articles and of their statements, and their traces."""
    some = [canonical(reading) for reading in vary(_real, _words, first, BATCH)]
    return (
        [article_row(reading, "") | {"added_at": "2024"} for reading in some],
        [
            statement_row(reading.document, one, position)
            for reading in some
            for position, one in enumerate(reading.statements)
        ],
        [
            traces.trace(one, reading.document.published, reading.document.language, reading.document.id)
            for reading in some
            for one in reading.statements
        ],
    )


def vary(real: Sequence[Reading], words: Sequence[str], first: int, count: int) -> Iterator[Reading]:
    """Varied articles with these numbers; the same number always gives the same article."""
    for number in range(first, first + count):
        # A copy is the same words in another outlet, a day later.
        origin = number - 1 - number // COPIES % 10 if number % COPIES == 0 and number else number
        yield _varied(real[origin % len(real)], origin, number, words)


def pool(real: Sequence[Reading]) -> list[str]:
    """The telling words of all contents, each as often as it occurs."""
    return [word for reading in real for one in reading.statements for word in _telling(_content(one))]


def copies(real: Sequence[Reading], words: Sequence[str], count: int) -> Iterator[Reading]:
    """Articles that are copies of the first of the ledger."""
    for number in range(1, 1 + count):
        yield _varied(real[number % len(real)], number, LATER - 1 - number, words)


def _varied(reading: Reading, origin: int, number: int, words: Sequence[str]) -> Reading:
    roll = random.Random(origin)
    day = FIRST + timedelta(roll.randrange(DAYS) + (origin != number))
    text, found = f"Report {number}. ", []
    for one in reading.statements:
        said = WORD.sub(lambda match: roll.choice(words) if _telling(match[0]) else match[0], _content(one))
        cue = Span(len(text), len(text) + 4, "said")
        content = Span(cue.end + 1, cue.end + 1 + len(said), said)
        text += f"said {said}. "
        speakers, targets, addressees = (
            tuple(_renamed(party, roll) for party in parties) for parties in (one.speakers, one.targets, one.addressees)
        )
        found.append(
            Statement(
                one.id, None, (cue,), (content,), one.quotation, one.act, negated=one.negated, confidence=one.confidence,
                speakers=speakers, targets=targets, addressees=addressees,
            )
        )  # fmt: skip
    document = Document(
        text, f"Report {number}", f"https://example.org/{number}", f"Outlet {number % 50}", day.isoformat(), "en"
    )
    return Reading(document, tuple(found))


def _renamed(party: Party, roll: random.Random) -> Party:
    if party.kind != "person":
        return party
    number = roll.randrange(PEOPLE)
    return replace(party, name=f"{party.name} {number}", id=f"per:{party.name}-{number}|{party.for_ or ''}")


def _content(one: Statement) -> str:
    return " … ".join(span.text for span in one.content)


def _telling(text: str) -> list[str]:
    weights = stem_weights(load_language())
    return [word for word in WORD.findall(text) if weights.get(stem(word), RAREST) >= traces.TELLING]


if __name__ == "__main__":
    main()
