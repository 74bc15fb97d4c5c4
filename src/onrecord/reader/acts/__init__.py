"""Stage three: attributions to the acts they are, with codes and quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.stages import Coding
from onrecord.records import Codes

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution

__all__ = ["code"]


def code(analysis: Analysis, attributions: tuple[Attribution, ...], language: Language) -> tuple[Coding, ...]:
    """One coding for each attribution, in their order."""
    del analysis, language
    return tuple(Coding("state", negated=False, hypothetical=False, codes=Codes()) for _ in attributions)
