"""Stage two: an analysis to its attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution

__all__ = ["attribute"]


def attribute(analysis: Analysis, language: Language) -> tuple[Attribution, ...]:
    """Every attribution of the analysis, in order of its first word."""
    del analysis, language
    return ()
