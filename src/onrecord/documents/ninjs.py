"""ninjs, the news agencies' JSON (IPTC): what its versions 1 to 3 call the parts of an article, and what may not be used yet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from onrecord.documents.dates import iso_date

WITHHELD = ("canceled", "cancelled", "withheld")
# Version 2 lists what version 1 has as fields of their own; of several the first role that is named here is taken.
HEADLINES = ("main", "headline", None)
BODIES = ("text/plain", "text/html", "application/xhtml+xml", "text/xhtml", None)


def flattened(by_key: dict[str, Any]) -> dict[str, Any]:
    """The fields of an article, by their plain keys, with those of version 2 and 3 (`bodies`, `headlines`, `infosources`)
    under the names that version 1 has; other fields as they are.
    """
    found = dict(by_key)
    body = _chosen(by_key.get("bodies"), "contenttype", BODIES)
    headline = _chosen(by_key.get("headlines"), "role", HEADLINES)
    source = _chosen(by_key.get("infosources"), "role", (None,), value="name")
    for name, value in (("bodytext", body), ("headline", headline), ("source", source)):
        if value and name not in found:
            found[name] = value
    return found


def withheld(by_key: dict[str, Any], now: datetime | None = None) -> str | None:
    """Why an article may not be read: cancelled or withheld by its publisher, or under an embargo that is not over `now`;
    None where it may. An embargo whose end cannot be told is not over.
    """
    status = str(by_key.get("pubstatus", "")).casefold()
    if status in WITHHELD or any(_is_set(by_key.get(name)) for name in WITHHELD):
        return f"its publisher marks it {by_key.get('pubstatus') or 'canceled'!r}; it is not read"
    embargoed = by_key.get("embargoed")
    if not _is_set(embargoed):
        return None
    until = iso_date(embargoed)
    if until is None:
        return f"it is under embargo ({embargoed!r}); read it when that is over, without the mark"
    return f"it is under embargo until {until}; read it then" if _end(until) > (now or datetime.now(UTC)) else None


def _is_set(value: object) -> bool:
    return bool(value) and str(value).casefold() not in {"false", "no", "0", "none", "null"}


def _end(until: str) -> datetime:
    """The moment at which an embargo ends; a year or month is meant to its first day, what has no time zone as UTC."""
    whole = until + "-01-01"[len(until) - 4 :] if len(until) in {4, 7} else until
    end = datetime.fromisoformat(whole)
    return end if end.tzinfo else end.replace(tzinfo=UTC)


def _chosen(items: Any, kind: str, wanted: tuple[str | None, ...], value: str = "value") -> str | None:
    """The value of the item whose kind is wanted most."""
    if not isinstance(items, list):
        return None
    usable = [
        item for item in items if isinstance(item, dict) and isinstance(item.get(value), str) and item[value].strip()
    ]
    for one in wanted:
        for item in usable:
            if one is None or str(item.get(kind, "")).partition(";")[0].strip().casefold() == one:
                return str(item[value])
    return None
