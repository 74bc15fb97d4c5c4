"""PolNeAR as the tagger trains on it: brat standoff to words, labels and ties.

Articles are parsed once with the reader's own parser and kept in a cache folder outside the repository.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from onrecord.languages import load_language
from onrecord.reader.analysis.parser import load_parser
from onrecord.reader.attribution.windows import Ints, Words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTITY = re.compile(r"T(\d+)\t(Source|Cue|Content) ([\d ;]+)\t")
EVENT = re.compile(r"E\d+\t(.*)")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """One attribution, as half-open ranges of words."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text's words and, one for each annotator, its attributions."""

    name: str
    words: Words
    versions: tuple[tuple[Gold, ...], ...] = field(default=())


def load_articles(shared: Path, part: str, cache: Path, limit: int | None = None) -> list[Article]:
    """The articles of `train` or `dev`, from the cache where it holds them."""
    names = sorted(path.stem for path in (shared / "corpora/polnear" / part / "text").glob("*.txt"))[:limit]
    stored = cache / f"{part}-{len(names)}.pickle"
    if stored.exists():
        with stored.open("rb") as file:
            articles: list[Article] = pickle.load(file)
        return articles
    articles = list(_parsed(shared / "corpora/polnear" / part, names))
    cache.mkdir(parents=True, exist_ok=True)
    with stored.open("wb") as file:
        pickle.dump(articles, file)
    return articles


def _parsed(folder: Path, names: list[str]) -> Iterator[Article]:
    parser = load_parser(load_language("en"))
    texts = [(folder / "text" / f"{name}.txt").read_bytes().decode("utf-8") for name in names]
    for name, doc in zip(names, parser.pipe(texts), strict=True):
        words = words_of(doc)
        versions = sorted((folder / "attributions").glob(f"{name}_????.ann"))
        yield Article(name, words, tuple(read_gold(path.read_text("utf-8"), words) for path in versions))


def read_gold(standoff: str, words: Words) -> tuple[Gold, ...]:
    """The attributions of a standoff file that have a cue and content, on the words of its text."""
    spans: dict[str, tuple[Range, ...]] = {}
    for match in map(ENTITY.match, standoff.split("\n")):
        if match:
            parts = [part.split() for part in match[3].split(";")]
            ranges = [word_range(words, int(start), int(end)) for start, end in parts]
            spans["T" + match[1]] = tuple(pair for pair in ranges if pair[0] < pair[1])
    gold = []
    for match in map(EVENT.match, standoff.split("\n")):
        if match:
            roles: dict[str, list[Range]] = {"Source": [], "Cue": [], "Content": []}
            for argument in match[1].split():
                role, name = argument.split(":")
                role = role.rstrip("0123456789")
                if role in roles and name in spans:
                    roles[role].extend(spans[name])
            gold.append(Gold(*(merged(roles[role], words) for role in ("Source", "Cue", "Content"))))
    return tuple(found for found in gold if found.cue and found.content)


def word_range(words: Words, start: int, end: int) -> Range:
    """The words that characters `start:end` touch."""
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    return first, last


def merged(ranges: list[Range], words: Words) -> tuple[Range, ...]:
    """Ranges in order, those that touch joined."""
    del words
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def label_words(gold: tuple[Gold, ...], count: int) -> Ints:
    """A label for each word: 0 for none, else 1 + 4 * role + place (begin, inside, end, single).

    Where annotations overlap, cues win over sources and sources over content, and the rest of a span is cut there.
    """
    roles = np.full(count, -1)
    spans = np.zeros(count, dtype=np.int64)
    for role, name in ((2, "content"), (0, "source"), (1, "cue")):
        for number, (start, end) in enumerate(sorted({part for found in gold for part in getattr(found, name)})):
            roles[start:end] = role
            spans[start:end] = number + 1
    labels = np.zeros(count, dtype=np.int64)
    for word in range(count):
        if roles[word] < 0:
            continue
        begins = word == 0 or (roles[word - 1], spans[word - 1]) != (roles[word], spans[word])
        ends = word + 1 == count or (roles[word + 1], spans[word + 1]) != (roles[word], spans[word])
        place = 3 if begins and ends else 0 if begins else 2 if ends else 1
        labels[word] = 1 + 4 * roles[word] + place
    return labels
