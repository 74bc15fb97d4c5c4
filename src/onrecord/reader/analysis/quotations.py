"""Quotations: what stands in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Paragraph, QuotedSpan


def find_quotations(text: str, paragraphs: tuple[Paragraph, ...], language: Language) -> tuple[QuotedSpan, ...]:
    """The quotations of a text, in order of their start."""
    del text, paragraphs, language
    return ()
