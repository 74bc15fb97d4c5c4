"""Stage five: which statement answers, repeats or details which, within an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis
    from onrecord.records import Link, Statement

__all__ = ["link"]


def link(analysis: Analysis, statements: tuple[Statement, ...], language: Language) -> tuple[Link, ...]:
    """The links between an article's statements, in order of the answering statement."""
    del analysis, statements, language
    return ()
