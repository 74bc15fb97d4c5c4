"""From decoded attributions to a calibration, and a table of how reliable it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onrecord.reader.attribution.calibration import Calibration, calibrate, evidence
from training.attribution.evaluate import match
from training.attribution.train import as_gold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.reader.attribution.decode import Tied
    from training.attribution.corpus import Gold

Judged = list[tuple[float, bool]]


def judged(pairs: Sequence[tuple[Sequence[Tied], Sequence[Gold]]]) -> Judged:
    """(evidence, whether right) for every attribution that was found; right is what `evaluate.match` matches."""
    found: Judged = []
    for tied, gold in pairs:
        right = {number for number, _ in match(as_gold(tied), gold)}
        found += [(evidence(one), number in right) for number, one in enumerate(tied)]
    return found


def fit(found: Judged, bins: int = 15) -> Calibration:
    """A rising curve from evidence to the share that is right, by pooling neighbours that fall."""
    groups = [part for part in np.array_split(np.array(sorted(found), dtype=np.float64), bins) if len(part)]
    blocks: list[list[float]] = []
    for part in groups:
        blocks.append([part[:, 0].mean(), part[:, 1].mean(), len(part)])
        while len(blocks) > 1 and blocks[-2][1] > blocks[-1][1]:
            last, before = blocks.pop(), blocks.pop()
            size = last[2] + before[2]
            mean = [(last[at] * last[2] + before[at] * before[2]) / size for at in (0, 1)]
            blocks.append([*mean, size])
    if not blocks:
        return Calibration((0.0, 1.0), (0.0, 1.0))
    return Calibration(
        (0.0, *(round(block[0], 5) for block in blocks)),
        (round(blocks[0][1] / 2, 4), *(round(block[1], 4) for block in blocks)),
    )


def crossed(pairs: Sequence[tuple[Sequence[Tied], Sequence[Gold]]], folds: int = 4) -> Judged:
    """(confidence, whether right), each article's confidences from a curve that was fitted without it."""
    confident: Judged = []
    for fold in range(folds):
        curve = fit(judged([pair for number, pair in enumerate(pairs) if number % folds != fold]))
        held = judged([pair for number, pair in enumerate(pairs) if number % folds == fold])
        confident += [(calibrate(score, curve), right) for score, right in held]
    return confident


def reliability(confident: Judged) -> list[dict[str, float]]:
    """Per tenth of confidence: how many attributions, their mean confidence and the share that is right."""
    rows = []
    for tenth in range(10):
        inside = [(sure, right) for sure, right in confident if tenth <= min(sure * 10, 9.999) < tenth + 1]
        if inside:
            sure, right = np.array(inside, dtype=np.float64).mean(axis=0).round(3).tolist()
            rows.append({"from": tenth / 10, "count": len(inside), "confidence": sure, "right": right})
    return rows


def calibration_error(confident: Judged) -> float:
    """The mean distance of confidence from the share that is right, over tenths of confidence."""
    rows = reliability(confident)
    return sum(row["count"] * abs(row["confidence"] - row["right"]) for row in rows) / max(1, len(confident))
