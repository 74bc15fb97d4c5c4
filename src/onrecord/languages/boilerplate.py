"""Lines that say nothing of their own: share bars, captions, bylines, datelines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from onrecord.errors import DataError

if TYPE_CHECKING:
    from onrecord.languages import Language

LineKind = Literal["boilerplate", "dateline", "opening"]


@dataclass(frozen=True, slots=True)
class LineRule:
    """A line that fits the whole `pattern` is of this `kind`; an opening is what a line of prose begins with."""

    kind: LineKind
    pattern: re.Pattern[str]


@cache
def line_rules(language: Language) -> tuple[LineRule, ...]:
    """The rules of `boilerplate.tsv`, in their order. Raises DataError for an unknown kind or a broken pattern."""
    rules = []
    for row in language.table("boilerplate"):
        if row["kind"] not in get_args(LineKind):
            raise DataError(f"boilerplate.tsv: unknown kind {row['kind']!r}; known are {', '.join(get_args(LineKind))}")
        try:
            pattern = re.compile(row["pattern"], re.IGNORECASE)
        except re.error as error:
            raise DataError(f"boilerplate.tsv: {row['pattern']!r}: {error}") from error
        rules.append(LineRule(cast("LineKind", row["kind"]), pattern))
    return tuple(rules)
