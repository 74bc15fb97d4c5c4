"""Paragraphs: lines with words on them, and what kind each is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.languages.boilerplate import line_rules
from onrecord.reader.stages import Paragraph

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import ParagraphKind

LINE = re.compile(r"[^\n]+")
LONGEST_LINE = 400  # characters; a longer line is prose, whatever it begins with
HEADING_WORDS = 20
OPENINGS = 4  # lines that may come before the one with the place and the agency: title, byline, date
ENDS = (".", "!", "?", ":", ";", ",", "”", "’", '"', "'", "…", "»")


def find_paragraphs(text: str, language: Language) -> tuple[Paragraph, ...]:
    """The text's lines that hold anything but white space, as paragraphs."""
    lines = [match for match in LINE.finditer(text) if match.group().strip()]
    return tuple(
        Paragraph(
            line.start() + (_opening(line.group(), language) if number <= OPENINGS else 0),
            line.end(),
            _kind(line.group().strip(), language, last=number == len(lines)),
        )
        for number, line in enumerate(lines, 1)
    )


def _opening(line: str, language: Language) -> int:
    """How many characters of a line tell where it was written, and for whom."""
    rules = (rule.pattern.match(line) for rule in line_rules(language) if rule.kind == "opening")
    return max((found.end() for found in rules if found), default=0)


def _kind(line: str, language: Language, *, last: bool) -> ParagraphKind:
    if len(line) <= LONGEST_LINE:
        for rule in line_rules(language):
            if rule.kind != "opening" and rule.pattern.fullmatch(line):
                return rule.kind
    # A line without a final mark that prose follows is a headline; a short text of one line is prose.
    if not last and not line.endswith(ENDS) and len(line.split()) <= HEADING_WORDS:
        return "heading"
    return "body"
