"""What an attribution is while it is being made: ranges of characters and the token that heads its cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc, Token

    from onrecord.languages.cues import Cue
    from onrecord.reader.stages import Analysis, QuotedSpan

Range = tuple[int, int]
LOOSE = " \t\n\r\u00a0\u2009,;:–—-"
"""Marks that stand between a content and its reporting clause and belong to neither."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making. `head` is the cue's head token, `row` its row of the lexicon (None where unknown);
    `found` says whether the tagger or a rule over the parse proposed it.
    """

    source: Range | None
    cue: Range
    content: tuple[Range, ...]
    confidence: float
    head: Token
    row: Cue | None = None
    found: str = "tagger"


def tokens_in(doc: Doc, span: Range) -> list[Token]:
    """The tokens that a range of characters touches, white space left out."""
    chars = doc.char_span(*span, alignment_mode="expand")
    return [token for token in chars or () if not token.is_space]


def range_of(tokens: Iterable[Token]) -> Range:
    """From the first token's first character to the last one's end. The tokens must not be empty."""
    ends = [(token.idx, token.idx + len(token)) for token in tokens]
    return min(ends)[0], max(ends)[1]


def root_of(tokens: Sequence[Token]) -> Token:
    """The first token that none of the others governs."""
    inside = {token.i for token in tokens}
    return next((token for token in tokens if token.head.i not in inside or token.head == token), tokens[0])


def within(inner: Range, outer: Range) -> bool:
    """True where one range lies in another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def overlap(one: Range, other: Range) -> bool:
    """True where two ranges share a character."""
    return one[0] < other[1] and other[0] < one[1]


def outer_quotations(analysis: Analysis) -> tuple[QuotedSpan, ...]:
    """The quotations that stand in no other."""
    return tuple(one for one in analysis.quotations if one.depth == 0)


def tidy(text: str, span: Range, quotations: Iterable[QuotedSpan] = ()) -> Range | None:
    """The range without loose marks at its ends and without a final full stop outside quotation marks; None where nothing
    is left.
    """
    start, end = span
    ends = {one.end for one in quotations}
    while start < end and (text[start].isspace() or text[start] in LOOSE + "."):
        start += 1
    while start < end and (
        text[end - 1].isspace()
        or text[end - 1] in LOOSE
        or (text[end - 1] == "." and not _abbreviates(text, start, end))
    ):
        if end in ends:
            break
        end -= 1
    return (start, end) if start < end else None


def _abbreviates(text: str, start: int, end: int) -> bool:
    """True for the point of "U.S." and the like, which belongs to the word."""
    word = text[start : end - 1].rsplit(maxsplit=1)[-1] if text[start : end - 1].strip() else ""
    return "." in word and len(word) <= 4
