"""Which predicted statement is which gold one: cues overlap, and contents share at least half of their words' union.

Matching is one to one, best first. Where the gold marks no cue (some PolNeAR attributions), the contents decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.records import Span, Statement

WORD = re.compile(r"\w+")
HALF = 0.5


@lru_cache(maxsize=64)
def _word_of(text: str) -> tuple[int, ...]:
    """For each character the number of the word that it stands in, -1 between words."""
    numbers = [-1] * len(text)
    for number, word in enumerate(WORD.finditer(text)):
        numbers[word.start() : word.end()] = [number] * (word.end() - word.start())
    return tuple(numbers)


def words(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The numbers of the words that the spans touch."""
    numbers = _word_of(text)
    return frozenset(n for span in spans for n in numbers[span.start : span.end] if n >= 0)


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared words of the union of words, 0 to 1."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0


def soft_match(one: frozenset[int], other: frozenset[int]) -> bool:
    """True where the shared words are at least half of each span's words."""
    shared = len(one & other)
    return shared > 0 and shared >= HALF * len(one) and shared >= HALF * len(other)


def match(text: str, predicted: Sequence[Statement], gold: Sequence[Statement]) -> tuple[tuple[int, int], ...]:
    """Pairs of indices (predicted, gold), in gold order."""
    predicted_words = [words(text, statement.content) for statement in predicted]
    gold_words = [words(text, statement.content) for statement in gold]
    candidates = [
        (share, -g, -p)
        for p, one in enumerate(predicted)
        for g, other in enumerate(gold)
        if _cues_meet(one, other) and (share := overlap(predicted_words[p], gold_words[g])) >= HALF
    ]
    taken_predicted: set[int] = set()
    pairs: dict[int, int] = {}
    for _, g, p in sorted(candidates, reverse=True):
        if -g not in pairs and -p not in taken_predicted:
            pairs[-g] = -p
            taken_predicted.add(-p)
    return tuple((pairs[g], g) for g in sorted(pairs))


def _cues_meet(predicted: Statement, gold: Statement) -> bool:
    return not gold.cue or any(one.overlaps(other) for one in predicted.cue for other in gold.cue)


def match_spans(one: Sequence[frozenset[int]], other: Sequence[frozenset[int]]) -> int:
    """How many spans of one side match softly a span of the other, one to one, in order."""
    free = list(other)
    found = 0
    for span in one:
        for candidate in free:
            if soft_match(span, candidate):
                free.remove(candidate)
                found += 1
                break
    return found
