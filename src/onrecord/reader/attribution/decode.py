"""From the tagger's scores to attributions: the best unbroken spans, how sure they are, and which belong together.

Labels are 0 for none and 1 + 4 * role + place, with roles source, cue, content and places begin, inside, end, single.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.reader.attribution.windows import Ints, Words

Floats = NDArray[np.float32]

SOURCE, CUE, CONTENT = range(3)
LABELS = 13
TIE = 64
FARTHEST = 200
"""Words between spans that can still belong together; windows in training are not longer."""
FORBIDDEN = -10000.0
SCALED = 8
"""Words after which the sums of paths are scaled anew."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TieWeights:
    """What is learned of two spans' belonging together besides their vectors; rows: cue to source, content to cue."""

    nothing: Floats
    distance: Floats
    sentence: Floats
    relation: Floats


@dataclass(frozen=True, slots=True)
class Scored:
    """An article's words with their tie vectors, and the weights to score ties with."""

    words: Words
    vectors: Floats
    weights: TieWeights


@dataclass(frozen=True, slots=True)
class Found:
    """A run of words with one role, and how sure its label and its two ends are."""

    role: int
    start: int
    end: int
    inside: float
    ends: float


@dataclass(frozen=True, slots=True)
class Tied:
    """A cue with its source (None where there is none), its content and the probabilities of the ties."""

    cue: Found
    source: Found | None
    content: tuple[Found, ...]
    source_tie: float
    content_tie: float


def best_path(scores: Floats, transitions: Floats) -> Ints:
    """The labels with the highest sum of scores and transitions that break no span."""
    count = len(scores)
    back = np.zeros((count, LABELS), dtype=np.int64)
    best = scores[0] + _edges(start=True)
    columns = np.ascontiguousarray(transitions.T)
    for position in range(1, count):
        steps = columns + best
        steps.argmax(axis=1, out=back[position])
        best = steps.max(axis=1) + scores[position]
    path = np.zeros(count, dtype=np.int64)
    path[-1] = int((best + _edges(start=False)).argmax())
    for position in range(count - 1, 0, -1):
        path[position - 1] = back[position, path[position]]
    return path


def _edges(*, start: bool) -> Floats:
    """Zero for labels that may begin (or end) an article, forbidding for the others."""
    edges = np.zeros(LABELS, dtype=np.float32)
    for label in range(1, LABELS):
        place = (label - 1) % 4
        if place in ((1, 2) if start else (0, 1)):
            edges[label] = FORBIDDEN
    return edges


def marginals(scores: Floats, transitions: Floats) -> Floats:
    """The probability of every label of every word, all paths taken together."""
    count = len(scores)
    potentials = np.exp(np.maximum(transitions, -60.0)).astype(np.float64)
    potentials[transitions <= FORBIDDEN / 2] = 0.0
    local = np.exp(scores - scores.max(axis=1, keepdims=True)).astype(np.float64)
    # Forward from the first word and backward from the last are the same steps, so that they go side by side.
    steps = np.stack([potentials, potentials.T])
    sides = np.stack([local, local[::-1]], axis=1)[:, :, None]
    reached = np.empty((count, 2, 1, LABELS))
    reached[0, 0], reached[0, 1] = _edges(start=True) == 0, _edges(start=False) == 0
    weighed = np.empty_like(reached[0])
    for position in range(1, count):
        np.multiply(reached[position - 1], sides[position - 1], out=weighed)
        np.matmul(weighed, steps, out=reached[position])
        if position % SCALED == 0:  # only their relation counts, and so soon they do not get too small
            reached[position] /= reached[position].sum(axis=2, keepdims=True)
    both = reached[:, 0, 0] * local * reached[::-1, 1, 0]
    return np.asarray(both / both.sum(axis=1, keepdims=True), dtype=np.float32)


def find_spans(path: Ints, probabilities: Floats) -> list[Found]:
    """The spans of a path of labels, with how sure the model is of them."""
    spans = []
    start = 0
    for position, label in enumerate(path.tolist()):
        if label == 0:
            continue
        role, place = divmod(label - 1, 4)
        if place in (0, 3):
            start = position
        if place in (2, 3):
            chosen = probabilities[np.arange(start, position + 1), path[start : position + 1]]
            of_role = probabilities[start : position + 1, 1 + 4 * role : 5 + 4 * role].sum(axis=1)
            spans.append(Found(role, start, position + 1, float(of_role.mean()), float(chosen[0] * chosen[-1])))
    return spans


def pooled(vectors: Floats, spans: Sequence[Range]) -> Floats:
    """A vector a span: half its words' mean, a quarter each of its first and last word."""
    rows = [0.5 * vectors[start:end].mean(axis=0) + 0.25 * (vectors[start] + vectors[end - 1]) for start, end in spans]
    return np.stack(rows)


def tie_features(words: Words, asking: Sequence[Range], answering: Sequence[Range]) -> tuple[Ints, Ints, Ints]:
    """For each pair of spans: a bucket of their distance in words, of sentences between, and how the parse joins them."""
    a, b = np.array(asking).reshape(-1, 1, 2), np.array(answering).reshape(1, -1, 2)
    after, before = b[..., 0] - a[..., 1], a[..., 0] - b[..., 1]
    gap = np.where(after >= 0, after + 1, np.where(before >= 0, -before - 1, 0))
    bucket = np.minimum(10, np.floor(1.5 * np.log2(np.abs(gap) + 1))).astype(np.int64)
    sentence = words.sentences
    apart = np.where(
        after >= 0,
        sentence[b[..., 0]] - sentence[a[..., 1] - 1],
        np.where(before >= 0, sentence[b[..., 1] - 1] - sentence[a[..., 0]], 0),
    )
    return bucket * np.sign(gap) + 10, np.clip(apart, -3, 3) + 3, _relations(words, asking, answering)


def _relations(words: Words, asking: Sequence[Range], answering: Sequence[Range]) -> Ints:
    """0 where the parse does not join two spans, 1 where the answering governs the asking, 2 the reverse, 3 siblings."""
    above = [_governors(words, span) for span in asking]
    below = [_governors(words, span) for span in answering]
    relations = np.zeros((len(asking), len(answering)), dtype=np.int64)
    for row, (first, of_first) in enumerate(zip(asking, above, strict=True)):
        for column, (second, of_second) in enumerate(zip(answering, below, strict=True)):
            if any(second[0] <= head < second[1] for head in of_first):
                relations[row, column] = 1
            elif any(first[0] <= head < first[1] for head in of_second):
                relations[row, column] = 2
            elif of_first & of_second:
                relations[row, column] = 3
    return relations


def _governors(words: Words, span: Range) -> set[int]:
    """The words outside a span that govern a word in it."""
    start, end = span
    return {head for head in words.heads[start:end].tolist() if not start <= head < end}


def tie_scores(scored: Scored, row: int, asking: Sequence[Range], answering: Sequence[Range]) -> Floats:
    """How well each asking span goes with each answering one; the last column: with none."""
    words, vectors, weights = scored.words, scored.vectors, scored.weights
    queries = pooled(vectors[:, (2 * row) * TIE : (2 * row + 1) * TIE], asking)
    none = queries @ weights.nothing[row, :TIE] / 8 + weights.nothing[row, TIE]
    if not answering:
        return np.asarray(none[:, None], dtype=np.float32)
    keys = pooled(vectors[:, (2 * row + 1) * TIE : (2 * row + 2) * TIE], answering)
    distance, apart, relation = tie_features(words, asking, answering)
    scores = queries @ keys.T / 8
    scores = scores + weights.distance[row][distance] + weights.sentence[row][apart] + weights.relation[row][relation]
    return np.concatenate([scores, none[:, None]], axis=1).astype(np.float32)


def tie(scored: Scored, spans: Sequence[Found]) -> tuple[Tied, ...]:
    """Joins spans to attributions: each content to the cue it goes with best, each cue to its source or to none."""
    by_role = [[span for span in spans if span.role == role] for role in range(3)]
    sources, cues, contents = by_role
    if not cues or not contents:
        return ()
    to_cue = _choose(scored, 1, contents, cues)
    to_source = _choose(scored, 0, cues, sources)
    tied = []
    for number, cue in enumerate(cues):
        mine = [(content, sure) for content, (choice, sure) in zip(contents, to_cue, strict=True) if choice == number]
        if mine:
            choice, sure = to_source[number]
            source = None if choice is None else sources[choice]
            tied.append(Tied(cue, source, tuple(c for c, _ in mine), sure, max(p for _, p in mine)))
    return tuple(tied)


def _choose(
    scored: Scored, row: int, asking: Sequence[Found], answering: Sequence[Found]
) -> list[tuple[int | None, float]]:
    """For each asking span the answering one that it goes with, or None, and how likely that is."""
    pairs = [(span.start, span.end) for span in asking], [(span.start, span.end) for span in answering]
    scores = tie_scores(scored, row, *pairs)
    for number, span in enumerate(asking):
        for other, candidate in enumerate(answering):
            if candidate.start - span.end > FARTHEST or span.start - candidate.end > FARTHEST:
                scores[number, other] = FORBIDDEN
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    best = likely.argmax(axis=1).tolist()
    return [
        (None if choice == len(answering) else choice, float(likely[number, choice]))
        for number, choice in enumerate(best)
    ]
