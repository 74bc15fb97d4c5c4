"""One line that says a whole search: `pipeline "gas price" -oil by:CHN about:"Wang Yi" act:deny since:2024 unanswered`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import LedgerError

FIELDS = ("by", "about", "to", "act", "since", "until", "outlet", "review")
_PIECE = re.compile(rf'(-?"[^"]*"?)|({"|".join(FIELDS)}):(?:"([^"]*)"?|(\S+))|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for; None where a condition is not set. What each means: `Ledger.search`."""

    words: str | None = None
    by: str | None = None
    about: str | None = None
    to: str | None = None
    act: str | None = None
    since: str | None = None
    until: str | None = None
    answered: bool | None = None
    outlet: str | None = None
    review: str | None = None


def understood(query: Query) -> Query:
    """The query with the conditions that stand among its words, such as `by:CHN` and `unanswered`, in their own fields.
    Words in quotation marks are only words. Raises LedgerError where a condition is given twice.
    """
    found: dict[str, Any] = {}
    rest = []
    for quoted, field, phrase, value, word in _PIECE.findall(query.words or ""):
        if field:
            _set(query, found, field, phrase or value)
        elif word == "unanswered":
            _set(query, found, "answered", value=False)
        else:
            rest.append(quoted or word)
    return replace(query, words=" ".join(rest) or None, **found)


def _set(query: Query, found: dict[str, Any], field: str, value: Any) -> None:
    if field in found or getattr(query, field) is not None:
        raise LedgerError(f"{field} is given twice: leave one of them out")
    found[field] = value
