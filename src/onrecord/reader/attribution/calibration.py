"""How sure is sure: from the model's own probabilities to the share of attributions that prove right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.reader.attribution.decode import Tied


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points of a rising curve: at `scores[i]` of evidence, `shares[i]` of attributions were right on held-out articles."""

    scores: tuple[float, ...]
    shares: tuple[float, ...]


def evidence(tied: Tied) -> float:
    """The model's own belief in an attribution, between 0 and 1: that its cue is one, its content is content, begins and
    ends where it should, and both belong together.
    """
    length = sum(part.end - part.start for part in tied.content)
    content = sum(part.inside * (part.end - part.start) for part in tied.content) / length
    ends = min(part.ends for part in tied.content)
    return tied.cue.inside * content * tied.content_tie * math.sqrt(max(ends, 0.0))


def calibrate(score: float, calibration: Calibration) -> float:
    """The share of right attributions at a score, on a straight line between the points next to it."""
    scores, shares = calibration.scores, calibration.shares
    if math.isnan(score) or score <= scores[0]:
        return shares[0]
    for at in range(1, len(scores)):
        if score <= scores[at]:
            width = scores[at] - scores[at - 1]
            share = (score - scores[at - 1]) / width if width else 1.0
            return shares[at - 1] + share * (shares[at] - shares[at - 1])
    return shares[-1]
