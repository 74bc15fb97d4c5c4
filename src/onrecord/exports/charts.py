"""A bar for each day, month or year, its pieces by family of acts: numbers for the pictures of pages and of the commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.exports.acts import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.exports.acts import Family
    from onrecord.ledger.overview import Moment
    from onrecord.records import Act

WIDTH, HEIGHT, LEFT, BOTTOM = 960, 260, 44, 28
DAYS, MONTHS = 62, 48  # beyond so many the bars are months, and years


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: a family's share, in pixels from the top."""

    family: Family
    statements: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year, in pixels from the left; `label` is empty where there is no room to write it; `left` and `step`
    are the part of the chart that it has to itself.
    """

    period: str
    total: int
    x: float
    width: float
    label: str
    pieces: tuple[Piece, ...]
    left: float = 0
    step: float = 0


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
    """The chart of counts by day (`2024-07-11`) or month (`2024-07`) and act; by month where there are many days, by year
    where there are many months. Empty periods get room.
    """
    rows = list(counts)
    periods = _periods({period for period, _, _ in rows})
    length = len(periods[0]) if periods else 0
    sums: dict[str, dict[Family, int]] = {}
    for period, act, number in rows:
        of = sums.setdefault(period[:length], {})
        of[family_of(act)] = of.get(family_of(act), 0) + number
    most = max((sum(of.values()) for of in sums.values()), default=0)
    step = (WIDTH - LEFT) / max(len(periods), 1)
    width = min(step * 0.8, 56)
    every = max(1, round(len(periods) / 12))
    bars = tuple(
        Bar(
            period, sum(sums.get(period, {}).values()), round(LEFT + step * place + (step - width) / 2, 1), round(width, 1),
            period if place % every == 0 else "", _pieces(sums.get(period, {}), most),
            round(LEFT + step * place, 1), round(step, 1),
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


def _periods(given: set[str]) -> list[str]:
    """The periods that get a bar, in order: as fine as what is given and the room allow."""
    if given and all(len(period) == 10 for period in given):
        days = _days(min(given), max(given))
        if days is None:
            days = sorted(given)
        if len(days) <= DAYS:
            return days
    months = _months(sorted({period[:7] for period in given}))
    return sorted({month[:4] for month in months}) if len(months) > MONTHS else months


def _days(first: str, last: str) -> list[str] | None:
    """All days from the first to the last, at most one more than are shown; None where one is in no calendar."""
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return [(start + timedelta(number)).isoformat() for number in range(min((end - start).days, DAYS) + 1)]


def _months(months: Sequence[str]) -> list[str]:
    """All months from the first to the last; as they are where a date is out of the ordinary."""
    if not months or not all(month[:4].isdigit() and month[5:].isdigit() for month in months):
        return list(months)
    first, last = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (months[0], months[-1]))
    if last - first > 12 * 400:
        return list(months)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
