"""What an expression of time means against a publication date: its TIMEX3 value, and the interval where it names one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from onrecord.languages.numbers import number_value
from onrecord.languages.times import time_words
from onrecord.reader.parties.time_spans import (
    DAYS,
    MONTHS,
    TimeValue,
    add_months,
    add_units,
    day_value,
    days_interval,
    month_value,
    months_interval,
    week_value,
    year_value,
)
from onrecord.records import Interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onrecord.languages import Language
    from onrecord.languages.times import TimeMatch
    from onrecord.records import Precision

Words = dict[str, str]
SEVERAL = (2, 9)  # "several", "recent": from two of a unit to what would be called ten
PRECISION: dict[str, Precision] = {"D": "day", "W": "week", "F": "week", "M": "month", "Q": "month"}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FAR, NEAR = 240, 130  # days from publication
CENTURY_TURN = 30  # "the 20s" are 2020s, "the 30s" the 1930s


@dataclass(frozen=True, slots=True)
class Anchor:
    """What relative words count from: the day of publication, the day named last before them, and where the verb
    points: -1 to the past, 1 to the future, 0 neither. Days are None where unknown.
    """

    published: date | None
    previous: date | None = None
    tendency: int = 0

    @property
    def narrated(self) -> date | None:
        """The day that the story is at: the one named last, else that of publication."""
        return self.previous or self.published


def parse_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def value_of(match: TimeMatch, anchor: Anchor, language: Language) -> TimeValue | None:
    """The value of an expression; None where its words make no date ("February 30")."""
    words = {name: _meaning(name, word, language) for name, word in match.words}
    try:
        return OPERATIONS[match.operation](words, match.argument, anchor)
    except (ValueError, OverflowError):
        return None  # no such day


def _meaning(name: str, word: str, language: Language) -> str:
    """A word's value in its class; a number's digits; else the word itself."""
    known = time_words(language)
    if name in {"number", "ordinal"}:
        value = number_value(word, language)
        return f"{value:g}" if value is not None else ""
    for kind in (name, f"{name}s", {"clearmonth": "month", "indefinite": "units", "one": "unit"}.get(name, name)):
        if word.lower() in known.get(kind, {}):
            return known[kind][word.lower()]
    return word


# The operations: the words of an expression, the rule's argument and the anchor to a value


def _date(words: Words, _: str, anchor: Anchor) -> TimeValue | None:
    day = int(words["day"])
    month = int(words.get("month") or words.get("monthnumber") or 0)
    if "year" in words:
        return day_value(date(int(words["year"]), month, day))
    if anchor.published is None:
        return TimeValue("date", f"XXXX-{month:02}-{day:02}" if month else f"XXXX-XX-{day:02}")
    if not month:  # "Monday the 4th"
        return day_value(_nearest(_days_of_months(anchor.published, day), anchor))
    years = range(anchor.published.year - 1, anchor.published.year + 2)
    return day_value(_nearest([date(y, month, day) for y in years if _is_day(y, month, day)], anchor))


def _days_of_months(published: date, day: int) -> list[date]:
    firsts = [add_months(published.replace(day=1), step) for step in (-1, 0, 1)]
    return [first.replace(day=day) for first in firsts if _is_day(first.year, first.month, day)]


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _nearest(days: list[date], anchor: Anchor) -> date:
    """Of the days that words may mean the one next to publication on the side that the verb points to."""
    assert anchor.published is not None
    published = anchor.published
    nearest = min(days, key=lambda day: (abs((day - published).days), day))
    fitting = [day for day in days if (day - published).days * anchor.tendency >= 0] or days
    found = min(fitting, key=lambda day: (abs((day - published).days), day))
    # A year is said where the day is far off: "set for June 3" in May means the coming June, whatever the verb.
    return found if abs((found - published).days) < FAR or abs((nearest - published).days) > NEAR else nearest


def _month(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    month = int(words.get("month") or words["clearmonth"])
    published = anchor.published
    if "year" in words:
        return month_value(int(words["year"]), month)
    if published is None:
        return TimeValue("date", f"XXXX-{month:02}")
    if argument:  # "June last year": the turn is the year's
        return month_value(published.year + int(words["turn"]), month)
    own = published.replace(day=1)
    months = [date(published.year + step, month, 1) for step in (-1, 0, 1)]
    if turn := int(words.get("turn") or 0):
        months = [first for first in months if (first > own) == (turn > 0) and first != own]
    found = _nearest(months, Anchor(own, None, turn or anchor.tendency))
    return month_value(found.year, found.month)


def _year(words: Words, _: str, __: Anchor) -> TimeValue | None:
    if "shortyear" in words:
        year = int(words["shortyear"])
        return year_value(year + (2000 if year < CENTURY_TURN else 1900))
    return year_value(int(words["year"]))


def _quarter(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    number = int(words.get("rank") or words["quarternumber"])
    year = _year_of(words, anchor)
    if year is None:
        return TimeValue("date", f"XXXX-Q{number}")
    if "year" not in words and "turn" not in words and anchor.published:
        ahead = number - ((anchor.published.month - 1) // 3 + 1)  # quarters until it begins
        year -= 1 if ahead > 1 - anchor.tendency or (ahead > 0 > anchor.tendency) else 0
    return TimeValue("date", f"{year:04}-Q{number}", months_interval(year, 3 * number - 2, 3, "month"))


def _half(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    year, number = _year_of(words, anchor), min(int(words["rank"]), 2)
    if year is None:
        return TimeValue("date", f"XXXX-H{number}")
    return TimeValue("date", f"{year:04}-H{number}", months_interval(year, 6 * number - 5, 6, "month"))


def _year_of(words: Words, anchor: Anchor) -> int | None:
    if "year" in words:
        return int(words["year"])
    return anchor.published.year + int(words.get("turn") or 0) if anchor.published else None


def _month_week(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    value = _month({key: word for key, word in words.items() if key != "rank"}, "", anchor)
    if value is None or value.interval is None:
        return TimeValue("date", "XXXX-WXX")
    first, last = date.fromisoformat(value.interval.start), date.fromisoformat(value.interval.end)
    number = int(words["rank"])
    return week_value(last - timedelta(days=3) if number > 3 else first + timedelta(days=7 * (number - 1)))


def _season(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    season, year = words["season"], _year_of(words, anchor)
    if year is None or (anchor.published is None and "year" not in words):
        return TimeValue("date", f"XXXX-{season}")
    if "year" not in words and anchor.published and words.get("turn", "0") != "0":
        year = anchor.published.year
        begun = date(year, SEASONS[season], 1) <= anchor.published
        turn = int(words["turn"])
        year += (-1 if turn < 0 and not begun else 0) + (1 if turn > 0 and begun else 0)
    # The months are those of the northern half of the world, so the interval is a vague one.
    return TimeValue("date", f"{year:04}-{season}", months_interval(year, SEASONS[season], 3, "vague"))


def _decade(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument, anchor
    year = int(words.get("decadenumber") or words.get("decadeword") or 0)
    if "shortdecade" in words:
        short = int(words["shortdecade"])
        year = short + (2000 if short < CENTURY_TURN else 1900)
    return TimeValue("date", str(year // 10), Interval(f"{year}-01-01", f"{year + 9}-12-31", "year"))


def _weekday(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    weekday, part = int(words["weekday"]), words.get("part", "")
    if anchor.published is None:
        return TimeValue("time" if part else "date", f"XXXX-WXX-{weekday + 1}{'T' + part if part else ''}")
    back = timedelta(days=(anchor.published.weekday() - weekday) % 7)
    latest = anchor.published - back
    if "turn" not in words:
        ahead = anchor.tendency > 0 and latest != anchor.published
        return day_value(latest + timedelta(days=7 if ahead else 0), part)
    turn = int(words["turn"])
    if turn == 0:
        return day_value(anchor.published + timedelta(days=weekday - anchor.published.weekday()), part)
    if turn > 0:
        return day_value(latest + timedelta(days=7), part)
    return day_value(latest - timedelta(days=0 if back else 7), part)


def _deictic(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    part = words.get("part", "NI" if argument else "")
    if anchor.published is None:
        return TimeValue("time" if part else "date", "XXXX-XX-XX")
    return day_value(anchor.published + timedelta(days=int(words.get("deictic") or 0)), part)


def _day_part(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    return _deictic({"deictic": argument, "part": words["part"]}, "", anchor)


def _shift(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    unit, count = words["unit"], int(words.get("turn") or argument)
    base = anchor.narrated if unit == "D" else anchor.published
    if base is None:
        return TimeValue("date", "XXXX-XX-XX")
    if unit in {"D", "F"}:
        return day_value(base + timedelta(days=count * DAYS[unit]))
    if unit == "W":
        return week_value(base + timedelta(days=7 * count))
    moved = add_units(base, unit, count)
    if unit == "M":
        return month_value(moved.year, moved.month)
    if unit == "Q":
        return _quarter({"quarternumber": str((moved.month - 1) // 3 + 1), "year": str(moved.year)}, "", anchor)
    if unit == "Y":
        return year_value(moved.year)
    length = 10 if unit == "E" else 100
    first = moved.year // length * length
    return TimeValue(
        "date", str(moved.year // length), Interval(f"{first}-01-01", f"{first + length - 1}-12-31", "year")
    )


def _weekend(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    if anchor.published is None:
        return TimeValue("date", "XXXX-WXX-WE")
    monday = anchor.published - timedelta(days=anchor.published.weekday())
    weeks = int(words.get("turn") or argument or 0)
    if "turn" not in words and anchor.tendency <= 0 and anchor.published.weekday() < 5:
        weeks -= 1
    if weeks < 0 and "turn" in words and anchor.published.weekday() == 6:
        weeks = -1
    saturday = monday + timedelta(days=5 + 7 * weeks)
    year, week, _ = saturday.isocalendar()
    interval = days_interval(saturday, saturday + timedelta(days=1), "day")
    return TimeValue("date", f"{year:04}-W{week:02}-WE", interval)


def _ago(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    unit = words.get("units") or words.get("unit") or words["indefinite"]
    sense = int(words.get("now") or words.get("sense") or argument)
    base = anchor.published if "now" in words else anchor.narrated
    if "several" in words or "indefinite" in words:
        interval = _vague(base, unit, sense, SEVERAL[0]) if base else None
        return TimeValue("date", "PAST_REF" if sense < 0 else "FUTURE_REF", interval)
    count = float(words.get("number") or 1)
    if base is None or unit not in DAYS | MONTHS:
        return TimeValue("date", "XXXX-XX-XX")
    moved = add_units(base, unit, sense * count)
    if unit in DAYS:
        precision = PRECISION[unit]
        return TimeValue("date", moved.isoformat(), days_interval(moved, moved, precision))
    return month_value(moved.year, moved.month) if unit in {"M", "Q"} else year_value(moved.year)


def _vague(base: date, unit: str, sense: int, least: int) -> Interval | None:
    """From `least` to nine of a unit away from a day; None for units under a day."""
    if unit not in DAYS | MONTHS:
        return None
    return days_interval(add_units(base, unit, sense * SEVERAL[1]), add_units(base, unit, sense * least), "vague")


def _within(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    unit, sense = words.get("units") or words["one"], int(argument)
    count = 1.0 if "one" in words else float(words["number"]) if "number" in words else None
    value, base = _length(count, unit), anchor.published
    if base is None or unit not in DAYS | MONTHS:
        return TimeValue("duration", value)
    if count is None:
        return TimeValue("duration", value, _vague(base, unit, sense, 0))
    return TimeValue(
        "duration", value, days_interval(base, add_units(base, unit, sense * count), PRECISION.get(unit, "year"))
    )


def _duration(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument, anchor
    unit = words.get("units") or words.get("unit") or words.get("indefinite") or "D"
    count = float(words["number"]) if words.get("number") else 1.0 if "one" in words else None
    return TimeValue("duration", _length(count, unit))


def _length(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a length of time; X where the number is not said."""
    factor, letter = {"E": (10, "Y"), "C": (100, "Y"), "F": (2, "W")}.get(unit, (1, unit))
    number = "X" if count is None else f"{count * factor:g}"
    return f"PT{number}{letter[1]}" if letter.startswith("T") else f"P{number}{letter}"


def _set(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument, anchor
    return TimeValue("set", words.get("regular") or _length(1, words["unit"]))


def _reference(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del anchor
    return TimeValue("reference", words[argument])


def _same(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    if anchor.narrated is None:
        return TimeValue("date", "XXXX-XX-XX")
    return _shift({"unit": words["same"], "turn": "0"}, argument, Anchor(anchor.narrated))


def _clock(words: Words, argument: str, anchor: Anchor) -> TimeValue | None:
    del argument
    hour, minute = int(words.get("hour") or words["clockword"]), int(words.get("minute") or 0)
    if "meridiem" in words:
        hour = hour % 12 + int(words["meridiem"])
    clock = f"{hour:02}:{minute:02}"
    zone = "Z" if words.get("zone") == "0" else ""
    day = anchor.narrated.isoformat() if anchor.narrated else None
    if (
        named := _weekday(words, "", anchor)
        if "weekday" in words
        else _deictic(words, "", anchor)
        if "deictic" in words
        else None
    ):
        day = named.interval.start if named.interval else None
    if day is None:
        return TimeValue("time", f"XXXX-XX-XXT{clock}{zone}")
    moment = f"{day}T{clock}{zone}"
    return TimeValue("time", moment, Interval(moment, moment, "minute" if "minute" in words else "hour"))


OPERATIONS: Mapping[str, Callable[[Words, str, Anchor], TimeValue | None]] = {
    "ago": _ago, "clock": _clock, "date": _date, "daypart": _day_part, "decade": _decade, "deictic": _deictic,
    "duration": _duration, "half": _half, "iso": _date, "month": _month, "monthweek": _month_week, "quarter": _quarter,
    "ref": _reference, "same": _same, "season": _season, "set": _set, "shift": _shift, "weekday": _weekday,
    "weekend": _weekend, "within": _within, "year": _year,
}  # fmt: skip
