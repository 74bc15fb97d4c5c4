"""Quotations: what stands in quotation marks, curly, straight or angled, nested, and over several paragraphs.

The marks are those of typography, not of one language. An apostrophe closes a quotation only where one is open and no
letter follows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.reader.stages import QuotedSpan

if TYPE_CHECKING:
    from onrecord.reader.stages import Paragraph

MARK = re.compile(r"[\"“”„‟«»‘’‚'`]")
PARTNERS = {"“": "”“", "„": "“”", "‟": "”", "«": "»", '"': '"', "‘": "’", "‚": "‘’", "'": "'’", "`": "'’"}
DOUBLE = frozenset('“„‟«"')
SINGLE = frozenset("‘‚'`")
DEEPEST = 4
"""Quotations in quotations that are told apart; text with more open marks is broken."""


def find_quotations(text: str, paragraphs: tuple[Paragraph, ...]) -> tuple[QuotedSpan, ...]:
    """The quotations of a text, in order of their start, outer before inner; the marks belong to them.

    A mark without a partner opens nothing, unless its paragraph ends a longer quotation part and the next paragraph
    opens with a mark again.
    """
    found: list[QuotedSpan] = []
    running = False
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        spans, open_ = _in_paragraph(text, paragraph)
        first = _first_character(text, paragraph)
        spans = [
            QuotedSpan(
                one.start, one.end, one.depth, one.closed, continues=running and one.start == first and not one.depth
            )
            for one in spans
        ]
        running = False
        if open_ is not None and following is not None and text[_first_character(text, following)] == text[open_]:
            continued = bool(found) and not found[-1].closed and open_ == first
            spans = [_deeper(one) if one.start > open_ else one for one in spans]
            spans.append(QuotedSpan(open_, paragraph.end, closed=False, continues=continued))
            running = True
        found.extend(sorted(spans, key=lambda one: (one.start, -one.end)))
    return tuple(found)


def _deeper(one: QuotedSpan) -> QuotedSpan:
    return QuotedSpan(one.start, one.end, one.depth + 1, one.closed, one.continues)


def _first_character(text: str, paragraph: Paragraph) -> int:
    start = paragraph.start
    while start < paragraph.end - 1 and text[start].isspace():
        start += 1
    return start


def _in_paragraph(text: str, paragraph: Paragraph) -> tuple[list[QuotedSpan], int | None]:
    """The closed quotations of a paragraph, and where an outermost double mark stands that nothing closes."""
    marks = [match.start() for match in MARK.finditer(text, paragraph.start, paragraph.end)]
    last_single = max((at for at in marks if text[at] in "'’" and _may_close(text, at, paragraph)), default=-1)
    stack: list[int] = []
    closed: list[tuple[int, int]] = []
    for at in marks:
        partner = _partner(text, at, stack, paragraph)
        if partner is not None:
            closed.append((stack[partner], at + 1))
            del stack[partner:]
        elif len(stack) < DEEPEST and _may_open(text, at, paragraph, last_single):
            stack.append(at)
    unclosed = next((at for at in stack if text[at] in DOUBLE), None)
    return _with_depth(closed), unclosed


def _partner(text: str, at: int, stack: list[int], paragraph: Paragraph) -> int | None:
    """The number on the stack of the opening mark that the mark at `at` closes, None where it closes none."""
    mark = text[at]
    for number in range(len(stack) - 1, -1, -1):
        opening = text[stack[number]]
        if mark not in PARTNERS[opening]:
            continue
        if opening in SINGLE and not _may_close(text, at, paragraph):
            continue
        if (
            mark in DOUBLE
            and opening == mark
            and _spaced_before(text, at, paragraph)
            and not _spaced_after(text, at, paragraph)
        ):
            return None  # a straight mark after a space, before a word: it opens
        return number
    return None


def _may_open(text: str, at: int, paragraph: Paragraph, last_single: int) -> bool:
    mark = text[at]
    if mark not in PARTNERS or _spaced_after(text, at, paragraph):
        return False
    if mark in SINGLE:
        return at < last_single and _begins_word(text, at, paragraph)
    return _begins_word(text, at, paragraph) or mark != '"'


def _begins_word(text: str, at: int, paragraph: Paragraph) -> bool:
    return at == paragraph.start or not text[at - 1].isalnum()


def _may_close(text: str, at: int, paragraph: Paragraph) -> bool:
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return not after.isalnum() and not _spaced_before(text, at, paragraph)


def _spaced_before(text: str, at: int, paragraph: Paragraph) -> bool:
    return at == paragraph.start or text[at - 1].isspace()


def _spaced_after(text: str, at: int, paragraph: Paragraph) -> bool:
    return at + 1 >= paragraph.end or text[at + 1].isspace()


def _with_depth(closed: list[tuple[int, int]]) -> list[QuotedSpan]:
    """The spans with how many others hold each; they nest or lie apart."""
    spans: list[QuotedSpan] = []
    ends: list[int] = []
    for start, end in sorted(closed, key=lambda pair: (pair[0], -pair[1])):
        while ends and ends[-1] <= start:
            ends.pop()
        spans.append(QuotedSpan(start, end, len(ends)))
        ends.append(end)
    return spans
