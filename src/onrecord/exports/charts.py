"""What was said when: a bar for each day, month or year, its pieces by family of acts. Numbers only: `specifications` says
how they are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.exports.acts import FAMILIES, family_of
from onrecord.exports.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.exports.acts import Family
    from onrecord.ledger.overview import Moment
    from onrecord.records import Act

DAYS, MONTHS = 62, 48  # beyond so many the bars are months, and years


@dataclass(frozen=True, slots=True)
class Bar:
    """A day, month or year, and how many statements of each family of acts it has, of those that it has any of."""

    period: str
    pieces: tuple[tuple[Family, int], ...] = ()

    @property
    def total(self) -> int:
        """How many statements it has in all."""
        return sum(number for _, number in self.pieces)

    @property
    def told(self) -> str:
        """The bar in words: `2024-07: 5 statements (says 3, warns 2)`."""
        pieces = ", ".join(f"{FAMILIES[family][1]} {number:,}" for family, number in self.pieces)
        total = self.total
        return f"{self.period}: {total:,} statement{'s' * (total != 1)}" + (f" ({pieces})" if pieces else "")


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars, in the order of time; what can be drawn is remembered by it."""

    bars: tuple[Bar, ...]


def chart(moments: Iterable[Moment]) -> Chart:
    """The chart of a timeline."""
    return chart_of((moment.month, moment.act, moment.statements) for moment in moments)


def chart_of(counts: Iterable[tuple[str, Act, int]]) -> Chart:
    """The chart of counts by day (`2024-07-11`) or month (`2024-07`) and act; by month where there are many days, by year
    where there are many months. Empty periods get room.
    """
    rows = [(plain(period), act, number) for period, act, number in counts]
    periods = _periods({period for period, _, _ in rows})
    length = len(periods[0]) if periods else 0
    sums: dict[str, dict[Family, int]] = {}
    for period, act, number in rows:
        of = sums.setdefault(period[:length], {})
        of[family_of(act)] = of.get(family_of(act), 0) + number
    return Chart(tuple(Bar(period, _pieces(sums.get(period, {}))) for period in periods))


def _pieces(of: dict[Family, int]) -> tuple[tuple[Family, int], ...]:
    return tuple((family, of[family]) for family in FAMILIES if of.get(family))


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
