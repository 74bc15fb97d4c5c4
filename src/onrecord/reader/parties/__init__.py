"""Stage four: who is meant, for whom they speak, to whom and about whom, when and on what occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.stages import Roles

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution, Coding
    from onrecord.register import Register

__all__ = ["resolve"]


def resolve(
    analysis: Analysis,
    attributions: tuple[Attribution, ...],
    codings: tuple[Coding, ...],
    language: Language,
    register: Register,
) -> tuple[Roles, ...]:
    """The roles of each attribution, in their order."""
    del analysis, codings, language, register
    return tuple(Roles() for _ in attributions)
