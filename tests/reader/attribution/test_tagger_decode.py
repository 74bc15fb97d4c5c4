"""Decoding: the best unbroken path, probabilities, ties; on scores made up, against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reader.attribution.calibration import Calibration, calibrate
from onrecord.reader.attribution.decode import (
    CONTENT,
    CUE,
    FORBIDDEN,
    LABELS,
    SOURCE,
    TIE,
    Scored,
    TieWeights,
    best_path,
    find_spans,
    marginals,
    tie,
)
from onrecord.reader.attribution.windows import Words

BEGIN, IN, END, SINGLE = range(4)


def place(label: int) -> tuple[int, int]:
    return divmod(label - 1, 4) if label else (-1, SINGLE)


def may_follow(before: int, after: int) -> bool:
    (role, at), (next_role, next_at) = place(before), place(after)
    if before and at in (BEGIN, IN):
        return after != 0 and next_at in (IN, END) and role == next_role
    return after == 0 or next_at in (BEGIN, SINGLE)


ALLOWED = np.array([[0.0 if may_follow(a, b) else FORBIDDEN for b in range(LABELS)] for a in range(LABELS)], np.float32)


def legal(path: tuple[int, ...]) -> bool:
    starts = path[0] == 0 or place(path[0])[1] in (BEGIN, SINGLE)
    ends = path[-1] == 0 or place(path[-1])[1] in (END, SINGLE)
    return starts and ends and all(may_follow(a, b) for a, b in itertools.pairwise(path))


def scores_for(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 3, (count, LABELS)).astype(np.float32)


@settings(deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 60))
def test_no_path_breaks_a_span(seed: int, count: int) -> None:
    assert legal(tuple(best_path(scores_for(seed, count), ALLOWED).tolist()))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_path_and_probabilities_are_those_of_brute_force(seed: int) -> None:
    scores = scores_for(seed, 3)
    paths = [path for path in itertools.product(range(LABELS), repeat=3) if legal(path)]
    sums = np.array([sum(float(scores[at, label]) for at, label in enumerate(path)) for path in paths])
    assert tuple(best_path(scores, ALLOWED).tolist()) == paths[int(sums.argmax())]
    shares = np.exp(sums - sums.max())
    shares /= shares.sum()
    expected = np.zeros((3, LABELS))
    for path, share in zip(paths, shares, strict=True):
        for at, label in enumerate(path):
            expected[at, label] += share
    assert marginals(scores, ALLOWED) == pytest.approx(expected, abs=1e-4)


def test_spans_of_a_path() -> None:
    path = np.array([SINGLE + 1, 5 + BEGIN, 5 + END, 0, 9 + BEGIN, 9 + IN, 9 + END, 9 + SINGLE])
    sure = np.full((8, LABELS), 1 / LABELS, dtype=np.float32)
    found = [(span.role, span.start, span.end) for span in find_spans(path, sure)]
    assert found == [(SOURCE, 0, 1), (CUE, 1, 3), (CONTENT, 4, 7), (CONTENT, 7, 8)]


def flat_words(count: int) -> Words:
    own = np.arange(count)
    blank = ("",) * count
    zeros = np.zeros(count, dtype=np.int64)
    return Words(own * 2, own * 2 + 1, ("w",) * count, blank, blank, blank, own, zeros, zeros, zeros)


def test_spans_go_to_the_cue_whose_vector_is_theirs() -> None:
    vectors = np.zeros((10, 4 * TIE), dtype=np.float32)
    for cue, content, source in ((1, 9, 4), (5, 2, 0)):
        direction = 0 if cue == 1 else 1
        vectors[cue, direction] = vectors[source, TIE + direction] = 10
        vectors[content, 2 * TIE + direction] = vectors[cue, 3 * TIE + direction] = 10
    weights = TieWeights(*(np.zeros((2, size), dtype=np.float32) for size in (TIE + 1, 21, 7, 4)))
    labels = np.zeros(10, dtype=np.int64)
    for role, at in ((0, 0), (1, 1), (2, 2), (0, 4), (1, 5), (2, 9)):
        labels[at] = 4 * role + 4
    spans = find_spans(labels, np.ones((10, LABELS), dtype=np.float32))
    tied = tie(Scored(flat_words(10), vectors, weights), spans)
    assert [(one.cue.start, one.source and one.source.start, [part.start for part in one.content]) for one in tied] == [
        (1, 4, [9]),
        (5, 0, [2]),
    ]


@given(scores=st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_more_evidence_is_never_less_confidence(scores: list[float]) -> None:
    curve = Calibration((0.1, 0.4, 0.4, 0.9), (0.2, 0.5, 0.6, 0.95))
    confidences = [calibrate(score, curve) for score in sorted(scores)]
    assert confidences == sorted(confidences)
    assert all(0.2 <= confidence <= 0.95 for confidence in confidences)
