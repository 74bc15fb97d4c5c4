"""A bar for each month, its pieces by family of acts: numbers for a picture that the server draws as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.exports.acts import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.exports.acts import Family
    from onrecord.ledger.overview import Moment
    from onrecord.records import Act

WIDTH, HEIGHT, LEFT, BOTTOM = 960, 260, 44, 28
MONTHS = 48  # beyond so many the bars are years


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: a family's share, in pixels from the top."""

    family: Family
    statements: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year, in pixels from the left; `label` is empty where there is no room to write it."""

    period: str
    total: int
    x: float
    width: float
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, and the numbers at the left edge with their height."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM


def chart(moments: Iterable[Moment]) -> Chart:
    """The chart of a timeline."""
    return chart_of((moment.month, moment.act, moment.statements) for moment in moments)


def chart_of(counts: Iterable[tuple[str, Act, int]]) -> Chart:
    """The chart of counts by month (`2024-07`) and act; by year where there are many months. Empty months get room."""
    rows = list(counts)
    months = sorted({month for month, _, _ in rows})
    yearly = len(_between(months)) > MONTHS
    length = 4 if yearly else 7
    sums: dict[str, dict[Family, int]] = {}
    for month, act, number in rows:
        of = sums.setdefault(month[:length], {})
        of[family_of(act)] = of.get(family_of(act), 0) + number
    periods = sorted({month[:length] for month in _between(months)})
    most = max((sum(of.values()) for of in sums.values()), default=0)
    step = (WIDTH - LEFT) / max(len(periods), 1)
    width = min(step * 0.8, 56)
    every = max(1, round(len(periods) / 12))
    bars = tuple(
        Bar(
            period, sum(sums.get(period, {}).values()), round(LEFT + step * place + (step - width) / 2, 1), round(width, 1),
            period if place % every == 0 else "", _pieces(sums.get(period, {}), most),
        )
        for place, period in enumerate(periods)
    )  # fmt: skip
    return Chart(bars, tuple((number, round(_y(number, most), 1)) for number in _ticks(most)))


def _pieces(of: dict[Family, int], most: int) -> tuple[Piece, ...]:
    found, below = [], 0
    for family in FAMILIES:
        if number := of.get(family, 0):
            top, foot = _y(below + number, most), _y(below, most)
            found.append(Piece(family, number, round(top, 1), round(foot - top, 1)))
            below += number
    return tuple(found)


def _y(number: int, most: int) -> float:
    return (HEIGHT - BOTTOM) - (HEIGHT - BOTTOM - 12) * number / max(most, 1)


def _ticks(most: int) -> Sequence[int]:
    if most < 4:
        return range(most + 1)
    step = next(step * 10**power for power in range(12) for step in (1, 2, 5) if most / (step * 10**power) <= 5)
    return range(0, most + 1, step)


def _between(months: Sequence[str]) -> list[str]:
    """All months from the first to the last; as they are where a date is out of the ordinary."""
    if not months or not all(month[:4].isdigit() and month[5:].isdigit() for month in months):
        return list(months)
    first, last = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (months[0], months[-1]))
    if last - first > 12 * 400:
        return list(months)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
