"""What cue and content show of the event: a CAMEO code more specific than the act, and a stance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.errors import DataError
from onrecord.languages.contents import compile_pattern
from onrecord.records import ACTS

if TYPE_CHECKING:
    import re

    from onrecord.languages import Language
    from onrecord.records import Act
    from onrecord.tables import Row


@dataclass(frozen=True, slots=True)
class EventRule:
    """A `pattern` in the cue's lemma, a colon and the content gives a statement of these `acts` the CAMEO code."""

    cameo: str
    acts: frozenset[Act]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class StanceRule:
    """A `pattern` in the content gives a statement of these `acts` the stance `value`; `name` says which rule it was."""

    name: str
    value: int
    acts: frozenset[Act]
    pattern: re.Pattern[str]


@cache
def event_rules(language: Language) -> tuple[EventRule, ...]:
    """The rules of `events.tsv` in their order. Raises DataError where a row cannot be understood."""
    return tuple(
        EventRule(row["cameo"], _acts(row), compile_pattern(row["pattern"], "events", language))
        for row in language.table("events")
    )


@cache
def stance_rules(language: Language) -> tuple[StanceRule, ...]:
    """The rules of `stances.tsv` in their order. Raises DataError where a row cannot be understood."""
    return tuple(
        StanceRule(row["rule"], int(row["value"]), _acts(row), compile_pattern(row["pattern"], "stances", language))
        for row in language.table("stances")
    )


def _acts(row: Row) -> frozenset[Act]:
    acts = frozenset(row["acts"].split(","))
    if unknown := acts - set(ACTS):
        raise DataError(f"{row['pattern']!r}: unknown act {sorted(unknown)}; known are {', '.join(ACTS)}")
    return cast("frozenset[Act]", acts)
