"""What reading a month of the world's news would take, on paper: 16.8 million articles, in core hours.

    python -m benchmarks.cost [--articles 150] [--count 16800000] [--seed 1]

Articles drawn from the corpora, whole, are wrapped as web pages and timed one by one, in processor time and in one process: to
find the article on its page, to read it, to keep it in a ledger. The intervals come from drawing the articles anew; they
hold for news like the corpora's, on this machine.
"""

from __future__ import annotations

import argparse
import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded, which reads them once

import random
import statistics
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crawl.pages import article_page
from benchmarks.crawl.texts import originals
from onrecord import Ledger, read
from onrecord.documents.pages import document_of_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DRAWN = 2000  # times that the articles are drawn anew
LENGTHS = (300, 500, 800)  # words an article, for news of other lengths


@dataclass(frozen=True, slots=True)
class Timed:
    """An article's words, and the seconds of each step."""

    words: int
    find: float
    read: float
    keep: float

    @property
    def whole(self) -> float:
        """Seconds of all steps."""
        return self.find + self.read + self.keep


def main() -> None:
    """Prints the rates, and what they come to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--count", type=int, default=16_800_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    texts = originals()
    lengths = [sum(len(paragraph.split()) for paragraph in text.paragraphs) for text in texts]
    print(
        f"corpora: {len(texts):,} articles of {statistics.mean(lengths):.0f} words (median {statistics.median(lengths):.0f})"
    )
    found = list(timed(options.articles, options.seed))
    print(f"timed: {len(found)} of them, {sum(one.words for one in found):,} words; one core, processor time")
    for step in ("find", "read", "keep"):
        each = interval(found, partial(milliseconds, step))
        print(f"  {step:<5}{each} ms an article")
    print(f"reading: {interval(found, lambda some: sum(o.words for o in some) / sum(o.read for o in some))} words/s")
    mean = statistics.mean(lengths)
    print(f"{options.count / 1e6:.1f} million articles, in core hours:")
    for words in (round(mean), *LENGTHS):
        whole, alone = (interval(found, partial(hours, step, options.count * words)) for step in ("whole", "read"))
        note = "as long as the corpora's" if words == round(mean) else ""
        print(f"  {words:>5} words an article: reading {alone}, from page to ledger {whole}  {note}".rstrip())


def milliseconds(step: str, some: Sequence[Timed]) -> float:
    """How long a step takes in the mean of some articles."""
    return 1000 * statistics.mean(float(getattr(one, step)) for one in some)


def hours(step: str, words: int, some: Sequence[Timed]) -> float:
    """The hours that a step takes of so many words, at the rate of some articles."""
    return words / 3600 * sum(float(getattr(one, step)) for one in some) / sum(one.words for one in some)


def timed(count: int, seed: int) -> Iterator[Timed]:
    """Articles of the corpora, drawn at random, timed one by one."""
    roll = random.Random(seed)
    texts = originals()
    titles = [text.title for text in texts]
    read("Ana Ruiz denied the claims.")  # loads the models
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "cost.db")) as ledger:
        for number, text in enumerate(roll.sample(texts, count + 5)):
            address = f"https://news.example.org/{number}"
            page = article_page(
                text, address=address, outlet="Outlet", day="2024-03-01", charset="utf-8", roll=roll, teasers=titles
            )
            began = time.process_time()
            document = document_of_page(page, address)
            at_hand = time.process_time()
            if document is None:
                continue
            reading = read(document)
            done = time.process_time()
            ledger.add(reading)
            kept = time.process_time()
            if number >= 5:  # the first load what else is loaded once
                yield Timed(len(document.text.split()), at_hand - began, done - at_hand, kept - done)


def interval(found: Sequence[Timed], figure: Callable[[Sequence[Timed]], float]) -> str:
    """A figure of the articles, with 95 % of what it is when they are drawn anew."""
    roll = random.Random(0)
    values = sorted(figure(roll.choices(found, k=len(found))) for _ in range(DRAWN))
    low, high = values[round(0.025 * DRAWN)], values[round(0.975 * DRAWN) - 1]
    return f"{figure(found):,.0f} ({low:,.0f} to {high:,.0f})"


if __name__ == "__main__":
    main()
