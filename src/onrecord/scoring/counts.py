"""Counts that add up over articles, and intervals by resampling articles."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, how many were predicted, how many the gold has."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Right of predicted, None where nothing was predicted."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Right of gold, None where the gold has none."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None where there is nothing to find and nothing was found."""
        together = self.predicted + self.gold
        return 2 * self.right / together if together else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by measure, and which act was given for which, over one article or several."""

    counts: dict[str, Counts] = field(default_factory=dict)
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        names = (*self.counts, *(name for name in other.counts if name not in self.counts))
        counts = {name: self.counts.get(name, Counts()) + other.counts.get(name, Counts()) for name in names}
        return Tally(counts, self.acts + other.acts)


def total(tallies: Sequence[Tally]) -> Tally:
    """The sum of tallies: micro-averages over all their articles."""
    return sum(tallies, start=Tally())


def bootstrap(tallies: Sequence[Tally], *, samples: int = 1000, seed: int = 1) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each measure's F1, by drawing as many articles anew, with replacement, `samples` times."""
    chance = random.Random(seed)  # noqa: S311 - resampling, no secret
    drawn: dict[str, list[float]] = {}
    for _ in range(samples if len(tallies) > 1 else 0):
        sums: dict[str, list[int]] = {}
        for tally in chance.choices(tallies, k=len(tallies)):
            for name, count in tally.counts.items():
                entry = sums.setdefault(name, [0, 0])
                entry[0] += 2 * count.right
                entry[1] += count.predicted + count.gold
        for name, (twice_right, together) in sums.items():
            if together:
                drawn.setdefault(name, []).append(twice_right / together)
    return {name: _middle(values) for name, values in drawn.items()}


def _middle(values: list[float]) -> tuple[float, float]:
    values = sorted(values)
    last = len(values) - 1
    return values[round(0.025 * last)], values[round(0.975 * last)]
