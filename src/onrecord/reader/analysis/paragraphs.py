"""Paragraphs: lines with words on them, and what kind each is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.reader.stages import Paragraph

if TYPE_CHECKING:
    from onrecord.languages import Language

LINE = re.compile(r"[^\n]+")


def find_paragraphs(text: str, language: Language) -> tuple[Paragraph, ...]:
    """The text's lines that hold anything but white space, as paragraphs."""
    del language
    return tuple(Paragraph(m.start(), m.end(), "body") for m in LINE.finditer(text) if m.group().strip())
