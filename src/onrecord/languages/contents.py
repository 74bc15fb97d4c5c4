"""What the content of a statement shows of its act: patterns, in the order in which they are tried."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.errors import DataError
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language
    from onrecord.records import Act
    from onrecord.tables import Row

CLASS = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class ContentRule:
    """`pattern` in a content makes a cue of one of the `bases` (all where empty) the `act`.

    `with_cue` is True where the pattern reads the cue's lemma and a colon before the content.
    """

    act: Act
    bases: frozenset[Act]
    with_cue: bool
    pattern: re.Pattern[str]


@cache
def content_rules(language: Language) -> tuple[ContentRule, ...]:
    """The rules of `contents.tsv`, in their order; none where the language has no such table.

    Raises DataError for an act, class or pattern that cannot be understood.
    """
    return tuple(_rule(row, language) for row in language.table("contents"))


@cache
def word_classes(language: Language) -> Mapping[str, str]:
    """Each class of `classes.tsv` as one regular expression that ends with a word."""
    return {
        row["class"]: "(?:" + "|".join(f"(?:{word})" for word in row["words"].split(" | ")) + r")(?!\w)"
        for row in language.table("classes")
    }


def compile_pattern(pattern: str, table: str, language: Language) -> re.Pattern[str]:
    """A pattern of a table with the classes that it names in braces put in. Raises DataError where it is broken."""
    classes = word_classes(language)
    try:
        return re.compile(CLASS.sub(lambda match: classes[match[1]], pattern), re.IGNORECASE | re.DOTALL)
    except (KeyError, re.error) as error:
        raise DataError(f"{table}.tsv: {pattern!r}: {error}; name a class of classes.tsv") from error


def _rule(row: Row, language: Language) -> ContentRule:
    bases = () if row["bases"] == "*" else tuple(row["bases"].split(","))
    if unknown := {row["act"], *bases} - set(ACTS):
        raise DataError(f"contents.tsv: {row['pattern']!r}: unknown act {sorted(unknown)}; known are {', '.join(ACTS)}")
    pattern = compile_pattern(row["pattern"], "contents", language)
    named = cast("frozenset[Act]", frozenset(bases))
    return ContentRule(cast("Act", row["act"]), named, row["kind"] == "cue+content", pattern)
