"""Dates of publication as sources write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

PARTIAL = re.compile(r"\d{4}(-\d{2})?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})Z?)?")
FIRST_SECONDS, FIRST_MILLISECONDS = (
    10**8,
    10**11,
)  # smaller numbers are no times of news, larger ones count milliseconds


def iso_date(value: object) -> str | None:
    """A date or a date and time in ISO 8601, None where the value is none.

    Takes ISO 8601 (also a year or a month alone), mail and feed dates (RFC 2822), digits without separators
    (20240711, 20240711101500) and seconds or milliseconds since 1970. A date that could be read in two ways
    (03/04/2024) is None.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    text = str(value).strip()
    if PARTIAL.fullmatch(text):
        return text
    if match := COMPACT.fullmatch(text):
        return _compact(match)
    return _written(text) or (_epoch(float(text)) if re.fullmatch(r"\d{9,13}", text) else None)


def _written(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _compact(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return moment.isoformat() if match.group(4) else moment.date().isoformat()


def _epoch(seconds: float) -> str | None:
    if not FIRST_SECONDS <= seconds < 10**14:
        return None
    seconds = seconds / 1000 if seconds >= FIRST_MILLISECONDS else seconds
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
