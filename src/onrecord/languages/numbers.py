"""Numbers in words and digits: where they stand in a text, and what they are worth."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.languages import Language

MOST_DIGITS = 24
LONGEST = 10  # words of a number after its first; a bound, so that no text makes the patterns slow
NEVER = r"(?!)"  # a pattern that matches nothing, where the language has no word of a kind


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of `numbers.tsv` by kind, each with its value; kinds are told in the table's header."""

    kinds: Mapping[str, Mapping[str, float]]

    def kind(self, name: str) -> Mapping[str, float]:
        """The words of one kind with their values; none where the language has none."""
        return self.kinds.get(name, {})


@cache
def number_words(language: Language) -> NumberWords:
    """The words of numbers of a language, none where it has no table. Raises DataError where a value is no number."""
    kinds: dict[str, dict[str, float]] = {}
    for row in language.table("numbers"):
        try:
            kinds.setdefault(row["kind"], {})[row["word"]] = float(row["value"] or 0)
        except ValueError as error:
            raise DataError(f"numbers.tsv: {row['word']!r}: {row['value']!r} is no number") from error
    return NumberWords(kinds)


def choice(words: Mapping[str, object] | Iterator[str] | list[str]) -> str:
    """A pattern for any of the words, the longest first; one that matches nothing where there are none."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) + ")" if listed else NEVER


@cache
def digits_pattern(language: Language) -> str:
    """A pattern for a number in digits, as the language groups them."""
    words = number_words(language)
    group, decimal = choice(words.kind("group")), choice(words.kind("decimal"))
    most = f"{{1,{MOST_DIGITS}}}"  # bounds, so that no text makes the patterns slow
    return rf"(?:\d{{1,3}}(?:{group}\d{{3}}){{1,6}}(?!\d)|\d{most}(?!\d))(?:{decimal}\d{most}(?!\d))?"


@cache
def number_pattern(language: Language) -> str:
    """A pattern for a number in digits or words: "2,400", "1.5 million", "1.5bn", "half a million", "two dozen"."""
    words = number_words(language)
    unit, scale = choice(words.kind("unit")), choice(words.kind("scale"))
    part = choice({**words.kind("fraction"), **words.kind("parts")})
    article, joiner, of = (choice(words.kind(kind)) for kind in ("article", "joiner", "of"))
    digits, short = digits_pattern(language), choice(words.kind("short"))
    gap = r"[\s-]+"
    # "and" joins only what a scale has begun: "two hundred and fifty", but "between three and seven".
    scaled = rf"{scale}\b(?:\s+{joiner}\s+{unit}\b)?"
    more = rf"(?:{gap}(?:{scaled}|{unit}\b)){{0,{LONGEST}}}"
    and_part = rf"(?:\s+{joiner}\s+(?:{article}{gap})?{part}\b(?:{gap}{scale}\b){{0,3}})?"
    of_scale = rf"(?:\s+(?:{of}\s+)?{article}\s+{scale}\b|{gap}{scale}\b)?"
    return (
        rf"(?i:{digits}(?:\s?{short}\b)?(?:[\s-]+{scale}\b){{0,3}}(?:[\s-]+{part}\b)?{and_part}"
        rf"|\b(?:{unit}\b|{article}\s+{scaled}){more}(?:{gap}{part}\b)?{and_part}"
        rf"|\b(?:{article}{gap})?{part}\b{of_scale})"
    )


def number_value(text: str, language: Language) -> float | None:
    """What a number in digits or words is worth; None where it is none.

    "two and a half million" is 2,500,000: a part adds to the number before it, and a scale multiplies both.
    """
    words = number_words(language)
    total, current, seen = 0.0, 0.0, False
    for piece in _pieces(text, language):
        if (value := _digits(piece, words)) is not None or (value := words.kind("unit").get(piece)) is not None:
            current, seen = current + value, True
        elif (value := words.kind("scale").get(piece) or words.kind("short").get(piece)) is not None:
            total, current = _scaled(total, current if seen else 1.0, value)
            seen = True
        elif (value := words.kind("parts").get(piece)) is not None:
            current, seen = (current or 1.0) * value, True
        elif (value := words.kind("fraction").get(piece)) is not None:
            current, seen = _with_part(current, value, text, words), True
        elif piece in words.kind("article") or piece in words.kind("joiner") or piece in words.kind("of"):
            continue
        else:
            return None
    return round(total + current, 6) if seen else None


def _scaled(total: float, current: float, scale: float) -> tuple[float, float]:
    """A scale multiplies what stands before it: "two hundred", "two hundred thousand", "three thousand two hundred"."""
    if total and total < scale:
        return (total + current) * scale, 0.0
    return (total, (current or 1.0) * scale) if scale < 1000 else (total + (current or 1.0) * scale, 0.0)


def _with_part(current: float, part: float, text: str, words: NumberWords) -> float:
    """A part after "and" adds, after a bare number multiplies: "two and a half", "one third"."""
    joined = any(re.search(rf"\b{re.escape(joiner)}\b", text.lower()) for joiner in words.kind("joiner"))
    return current + part if joined or not current else current * part


def _pieces(text: str, language: Language) -> list[str]:
    digits = digits_pattern(language)
    return [match[0] for match in re.finditer(rf"{digits}|[^\W\d_]+|[^\s\w-]", text.lower())]


def _digits(piece: str, words: NumberWords) -> float | None:
    for mark in words.kind("group"):
        piece = piece.replace(mark, "")
    for mark in words.kind("decimal"):
        piece = piece.replace(mark, ".")
    try:
        return float(piece)
    except ValueError:
        return None
