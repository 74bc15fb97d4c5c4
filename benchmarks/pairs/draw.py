"""`python -m benchmarks.pairs.draw`: draws pairs to be labelled, by a looser rule than the linker's; see README.md.

Deterministic: seed 7. Prints one pair a line, or with `--text` the pairs' words, to be read while labelling.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from benchmarks.pairs.corpus import POLNEAR, Place, day_of, polnear_texts, wikinews_texts
from onrecord.errors import OnrecordError
from onrecord.languages import load_language
from onrecord.languages.links import reply_words
from onrecord.reader import read_many
from onrecord.reader.analysis.admission import admit
from onrecord.scoring.gold import read_standoff

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from onrecord.languages import Language
    from onrecord.records import Document, Statement

WORD = re.compile(r"\w+")
ANSWERING = {"deny", "refuse", "criticise", "accuse", "concede", "agree", "praise"}
DAYS = {"polnear": 7, "wikinews": 45}
WANTED = {"run5": 40, "run3": 30, "facing": 40, "words": 20, "answer": 60}  # a corpus, where there are as many
Entry = tuple[Place, "Statement", "date | None", list[str], frozenset[str]]


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    for corpus, entries in (("polnear", list(polnear())), ("wikinews", list(wikinews()))):
        number = itertools.count(1)
        for kind, one, other in draw(entries, DAYS[corpus]):
            if options.text:
                print(f"{corpus}-{next(number)} {kind}\n   A {told(one)}\n   B {told(other)}")
            else:
                print(f"{corpus}-{next(number)}\t{kind}\t{one[0]}\t{other[0]}")


def polnear() -> Iterator[Entry]:
    """PolNeAR's own statements, of the first annotator of each article."""
    for article, document in polnear_texts():
        files = sorted((POLNEAR / "train" / "attributions").glob(f"{article.removeprefix('polnear:')}_*.ann"))
        for statement in _standoff(files[0]) if files else ():
            yield _entry(article, statement, day_of(document))


def _standoff(path: Path) -> tuple[Statement, ...]:
    """The statements of a standoff file; none of the one whose spans' text breaks its lines."""
    try:
        return read_standoff(path).statements
    except ValueError:
        return ()


def wikinews() -> Iterator[Entry]:
    """The reader's statements of Wikinews, which has none of its own."""
    language = load_language()
    articles = [(article, document) for article, document in wikinews_texts() if _readable(document, language)]
    for (article, document), reading in zip(articles, read_many(text for _, text in articles), strict=True):
        for statement in reading.statements:
            yield _entry(article, statement, day_of(document))


def _readable(document: Document, language: Language) -> bool:
    try:
        admit(document, language)
    except OnrecordError:
        return False
    return True


def draw(entries: list[Entry], days: int) -> list[tuple[str, Entry, Entry]]:
    """Pairs by kind: `run5` share a run of five words, `run3` one of three or four, `facing` name the other's source and
    share a rare word, `words` share three rare words; `answer` are pairs of any kind in which the later's cue can deny,
    criticise, agree or the like, and its content names the other's source. A statement comes in two pairs of a kind at most.
    """
    language = reply_words(load_language())
    common = Counter(word for entry in entries for word in entry[4])
    rare = {word for word, count in common.items() if count <= max(3, len(entries) // 400)}
    index: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for word in entry[4] & rare - language.function:
            index[word].append(number)
    cues = {row["cue"] for row in load_language().table("cues") if row["act"] in ANSWERING}
    met = Counter(pair for numbers in index.values() for pair in itertools.combinations(numbers, 2))
    kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (a, b), shared in sorted(met.items()):
        if kind := _kind(entries[a], entries[b], shared, days):
            kinds[kind].append((a, b))
            if _may_answer(entries[a], entries[b], cues) or _may_answer(entries[b], entries[a], cues):
                kinds["answer"].append((a, b))
    chance = random.Random(7)
    used: Counter[int] = Counter()
    drawn: list[tuple[str, Entry, Entry]] = []
    taken: set[tuple[int, int]] = set()
    for kind, wanted in WANTED.items():
        pairs = [pair for pair in kinds[kind] if pair not in taken]
        used = Counter() if kind == "answer" else used
        chance.shuffle(pairs)
        enough = len(drawn) + wanted
        for a, b in pairs:
            if len(drawn) < enough and used[a] < 2 and used[b] < 2:
                used.update((a, b))
                taken.add((a, b))
                drawn.append((kind, entries[a], entries[b]))
    return drawn


def _kind(one: Entry, other: Entry, shared: int, days: int) -> str | None:
    if one[0].article == other[0].article or not one[2] or not other[2] or abs((one[2] - other[2]).days) > days:
        return None
    run = next((length for length in (5, 3) if _runs(one[3], length) & _runs(other[3], length)), 0)
    if run:
        return f"run{run}"
    if _names_source(one, other) or _names_source(other, one):
        return "facing"
    return "words" if shared >= 3 else None


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    runs = (tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    return {run for run in runs if sum(len(word) for word in run) > 4 * length}


def _may_answer(one: Entry, other: Entry, cues: set[str]) -> bool:
    """True where the later statement's cue can answer and its content names the source of the other."""
    if not one[2] or not other[2] or one[2] < other[2] or not _names_source(one, other):
        return False
    words = {word.casefold() for span in one[1].cue for word in WORD.findall(span.text)}
    return any(word.removesuffix(ending) in cues for word in words for ending in ("", "s", "d", "ed", "ing", "es"))


def _names_source(one: Entry, other: Entry) -> bool:
    source = WORD.findall(other[1].source.text) if other[1].source else []
    return any(word[:1].isupper() and len(word) > 3 and word.casefold() in one[4] for word in source)


def _entry(article: str, statement: Statement, day: date | None) -> Entry:
    words = [word.casefold() for span in statement.content for word in WORD.findall(span.text)]
    return Place.of(article, statement), statement, day, words, frozenset(words)


def told(entry: Entry) -> str:
    """The pair's words on a line, to be read while labelling."""
    place, statement, day, _, _ = entry
    content = " … ".join(" ".join(span.text.split()) for span in statement.content)
    cue = " ".join(span.text for span in statement.cue)
    return f"{day} {place.article[:40]} [{statement.source.text if statement.source else None}] <{cue}> {content[:420]}"


if __name__ == "__main__":
    main()
