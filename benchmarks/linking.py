"""How long linking one more article takes in ledgers of growing size.

    python -m benchmarks.linking [--sizes 10000 100000 1000000] [--ledger /tmp/linking.db] [--articles 20] [--readings FILE]

The statements are real ones, read from Wikinews, varied: words that tell what a content is about are replaced by others, as often
as those occur, people are renamed, days lie in thirteen years whatever the size, and one article in 25 is a copy of another.
They are written in bulk and without the full text index, which linking does not use; the articles that are timed go in
as any other, and out again. A ledger that is there already is grown on. The greatest ledger takes about an hour and 2 GB.
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
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from benchmarks.corpora import articles
from onrecord import Ledger, read_many
from onrecord.languages import load_language
from onrecord.languages.rarity import RAREST, stem_weights
from onrecord.ledger import candidates, linking, traces
from onrecord.ledger.canonical import canonical
from onrecord.ledger.rows import article_row, statement_row
from onrecord.ledger.schema import article, statement
from onrecord.reader.links.views import stem
from onrecord.records import Document, Party, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"\w+")
FIRST, DAYS = date(2012, 1, 1), 13 * 365
COPIES = 25  # one article in so many is a copy of an earlier one
PEOPLE = 200  # names that each real person is varied to
BATCH = 200  # articles written at once
LATER = 10**9 + 1  # number of the first article that is timed
WIDTH = 40  # marks of the longest bar


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one article in a ledger of `size` statements: linking alone, the whole of adding; links and pairs."""

    size: int
    linking: tuple[float, ...]
    adding: tuple[float, ...]
    pairs: float
    links: float


def main() -> None:
    """Builds the ledgers, times, and prints the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--ledger", type=Path, default=Path("/tmp/linking.db"))
    parser.add_argument("--articles", type=int, default=20, help="articles that are timed")
    parser.add_argument("--real", type=int, default=100, help="articles that are varied")
    parser.add_argument(
        "--readings", type=Path, help="what `onrecord read --format jsonl` wrote, so as not to read anew"
    )
    options = parser.parse_args()
    real = [reading for reading in _readings(options.readings, options.real) if reading.statements]
    timings = []
    with Ledger(options.ledger) as ledger:
        with ledger._store.writing() as connection:  # noqa: SLF001
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS statement_words_insert")
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS statement_words_delete")
        for size in sorted(options.sizes):
            grow(ledger, real, size)
            timings.append(
                timed(ledger, [*vary(real, LATER, options.articles // 2), *copies(real, options.articles // 2)])
            )
            print(told(timings[-1], timings[0]), flush=True)


def _readings(file: Path | None, limit: int) -> Iterator[Reading]:
    if file is None:
        return read_many(articles(limit))
    return (Reading.from_json(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()[:limit])


def told(one: Timing, first: Timing) -> str:
    """A line of the curve."""
    middle, most = statistics.median(one.linking), max(one.linking)
    bar = "#" * round(WIDTH * min(1.0, most / 0.5))
    return (
        f"{one.size:>9,} statements: linking {middle * 1000:6.1f} ms (most {most * 1000:6.1f}; "
        f"{middle / statistics.median(first.linking):4.2f} times the first), adding {statistics.median(one.adding) * 1000:6.1f} ms; "
        f"{one.pairs:.0f} candidates, {one.links:.1f} links an article |{bar:<{WIDTH}}| 0.5 s"
    )


def timed(ledger: Ledger, readings: Sequence[Reading]) -> Timing:
    """Adds articles one by one, and takes them out again."""
    size = ledger.counts()["statements"]
    alone, whole, pairs, links = [], [], [], []
    for reading in readings:
        began = time.perf_counter()
        added = ledger.add(reading)
        whole.append(time.perf_counter() - began)
        with ledger._store.reading() as connection:  # noqa: SLF001
            began = time.perf_counter()
            own = candidates.traces_of(connection, added.article)
            links.append(len(linking.links_found(connection, own)))
            alone.append(time.perf_counter() - began)
            pairs.append(len(candidates.candidates(connection, own)))
        ledger.remove(added.article)
    return Timing(size, tuple(alone), tuple(whole), statistics.mean(pairs), statistics.mean(links))


def grow(ledger: Ledger, real: Sequence[Reading], size: int) -> None:
    """Writes varied articles until there are so many statements."""
    with ledger._store.reading() as connection:  # noqa: SLF001
        known = connection.scalar(select(func.count()).select_from(statement)) or 0
        number = connection.scalar(select(func.count()).select_from(article)) or 0
        key = connection.scalar(select(func.max(statement.c.key))) or 0
    while known < size:
        some = [canonical(reading) for reading in vary(real, number, BATCH)]
        with ledger._store.writing() as connection:  # noqa: SLF001
            rows = [article_row(reading, "") | {"added_at": "2024"} for reading in some]
            connection.execute(insert(article), rows)
            found = {}
            rows = []
            for reading in some:
                for position, one in enumerate(reading.statements):
                    key += 1
                    rows.append(statement_row(reading.document, one, position) | {"key": key})
                    found[key] = traces.trace(one, reading.document.published, reading.document.language)
            connection.execute(insert(statement), rows)
            candidates.put(connection, found)
        known, number = known + len(rows), number + BATCH


def vary(real: Sequence[Reading], first: int, count: int) -> Iterator[Reading]:
    """Varied articles with these numbers; the same number always gives the same article."""
    pool = [word for reading in real for one in reading.statements for word in _telling(_content(one))]
    for number in range(first, first + count):
        # A copy is the same words in another outlet, a day later.
        origin = number - 1 - number // COPIES % 10 if number % COPIES == 0 and number else number
        yield _varied(real[origin % len(real)], origin, number, pool)


def copies(real: Sequence[Reading], count: int) -> Iterator[Reading]:
    """Articles that are copies of the first of the ledger."""
    pool = [word for reading in real for one in reading.statements for word in _telling(_content(one))]
    for number in range(1, 1 + count):
        yield _varied(real[number % len(real)], number, LATER - 1 - number, pool)


def _varied(reading: Reading, origin: int, number: int, pool: Sequence[str]) -> Reading:
    roll = random.Random(origin)
    day = FIRST + timedelta(roll.randrange(DAYS) + (origin != number))
    text, found = f"Report {number}. ", []
    for one in reading.statements:
        words = WORD.sub(lambda match: roll.choice(pool) if _telling(match[0]) else match[0], _content(one))
        cue = Span(len(text), len(text) + 4, "said")
        content = Span(cue.end + 1, cue.end + 1 + len(words), words)
        text += f"said {words}. "
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
