"""Days, weeks, months and years as TIMEX3 values with their intervals, and steps from one to another."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from onrecord.records import Interval

if TYPE_CHECKING:
    from onrecord.records import Precision

TimeKind = Literal["date", "time", "duration", "set", "reference"]
DAYS = {"D": 1, "W": 7, "F": 14}
MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A TIMEX3 value, with X for what is unknown, and the interval, None where the words name none or no day is known."""

    kind: TimeKind
    value: str
    interval: Interval | None = None


def day_value(day: date, part: str = "") -> TimeValue:
    """A day, or a part of it; the interval is the whole day."""
    iso = day.isoformat()
    return TimeValue("time" if part else "date", f"{iso}T{part}" if part else iso, Interval(iso, iso, "day"))


def month_value(year: int, month: int) -> TimeValue:
    """A month of a year."""
    return TimeValue("date", f"{year:04}-{month:02}", months_interval(year, month, 1, "month"))


def year_value(year: int) -> TimeValue:
    """A year."""
    return TimeValue("date", f"{year:04}", months_interval(year, 1, 12, "year"))


def week_value(day: date) -> TimeValue:
    """The week of a day, from Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return TimeValue("date", f"{year:04}-W{week:02}", days_interval(monday, monday + timedelta(days=6), "week"))


def days_interval(start: date, end: date, precision: Precision) -> Interval:
    """Both days and all between them, the earlier first."""
    return Interval(min(start, end).isoformat(), max(start, end).isoformat(), precision)


def months_interval(year: int, month: int, count: int, precision: Precision) -> Interval:
    """`count` whole months from the first of `month`; months past December run on into the next year."""
    first = date(year, month, 1)
    last = add_months(first, count - 1)
    return days_interval(first, last.replace(day=calendar.monthrange(last.year, last.month)[1]), precision)


def add_months(day: date, count: int) -> date:
    """The same day so many months on, the month's last where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_units(day: date, unit: str, count: float) -> date:
    """`count` units of days or more from a day; raises ValueError for smaller units."""
    if unit in DAYS:
        return day + timedelta(days=round(DAYS[unit] * count))
    if unit in MONTHS:
        return add_months(day, round(MONTHS[unit] * count))
    raise ValueError(unit)
