"""On what occasion a statement was made: a call, a press conference, an interview ..., where the text says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution


def find_occasion(analysis: Analysis, attribution: Attribution, language: Language) -> str | None:
    """The kind of occasion that the reporting clause names, None where it names none."""
    del analysis, attribution, language
    return None
