"""Scores of a tagger on PolNeAR, over words: token-wise, exact spans and whole attributions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from training.attribution.corpus import Gold, Range

ROLES = ("source", "cue", "content")
Scores = dict[str, float]


def f1(right: float, predicted: float, gold: float) -> float:
    """The harmonic mean of precision and recall; 0 where nothing is right."""
    return 2 * right / (predicted + gold) if right else 0.0


def evaluate(pairs: Iterable[tuple[Sequence[Gold], Sequence[Gold]]]) -> Scores:
    """Micro-averaged scores of (predicted, gold) attributions, a pair an article."""
    counts: Counter[str] = Counter()
    for predicted, gold in pairs:
        counts.update(_count(predicted, gold))
    scores: Scores = {}
    for role in ROLES:
        for kind in ("token", "exact", "whole"):
            name = f"{kind}_{role}"
            scores[name] = f1(counts[name], counts[name + "_predicted"], counts[name + "_gold"])
    scores["attributions_precision"] = counts["matched"] / max(1, counts["predicted"])
    scores["attributions_recall"] = counts["matched"] / max(1, counts["gold"])
    scores["attributions"] = f1(counts["matched"], counts["predicted"], counts["gold"])
    scores["right_source"] = counts["right_source"] / max(1, counts["matched"])
    return scores


def _count(predicted: Sequence[Gold], gold: Sequence[Gold]) -> Counter[str]:
    counts: Counter[str] = Counter(predicted=len(predicted), gold=len(gold))
    for role in ROLES:
        for kind, units in (("token", _tokens), ("exact", _parts), ("whole", _wholes)):
            ours, theirs = units(predicted, role), units(gold, role)
            name = f"{kind}_{role}"
            counts[name] += len(ours & theirs)
            counts[name + "_predicted"] += len(ours)
            counts[name + "_gold"] += len(theirs)
    for ours_at, theirs_at in match(predicted, gold):
        counts["matched"] += 1
        counts["right_source"] += source_right(predicted[ours_at], gold[theirs_at])
    return counts


def _tokens(found: Sequence[Gold], role: str) -> set[object]:
    return {word for one in found for start, end in getattr(one, role) for word in range(start, end)}


def _parts(found: Sequence[Gold], role: str) -> set[object]:
    return {part for one in found for part in getattr(one, role)}


def _wholes(found: Sequence[Gold], role: str) -> set[object]:
    return {getattr(one, role) for one in found if getattr(one, role)}


def _words(ranges: tuple[Range, ...]) -> set[int]:
    return {word for start, end in ranges for word in range(start, end)}


def match(predicted: Sequence[Gold], gold: Sequence[Gold]) -> list[tuple[int, int]]:
    """Pairs that are the same attribution: cues overlap, content by half of the union; one to one, best first."""
    candidates = []
    theirs = [(_words(one.cue), _words(one.content)) for one in gold]
    for number, one in enumerate(predicted):
        cue, content = _words(one.cue), _words(one.content)
        for other, (their_cue, their_content) in enumerate(theirs):
            overlap = len(content & their_content) / max(1, len(content | their_content))
            if cue & their_cue and overlap >= 0.5:
                candidates.append((-overlap, number, other))
    pairs: list[tuple[int, int]] = []
    for _, number, other in sorted(candidates):
        if all(number != a and other != b for a, b in pairs):
            pairs.append((number, other))
    return pairs


def source_right(predicted: Gold, gold: Gold) -> bool:
    """Whether two sources overlap by half of their union, or both are missing."""
    ours, theirs = _words(predicted.source), _words(gold.source)
    if not ours and not theirs:
        return True
    return len(ours & theirs) / len(ours | theirs) >= 0.5
