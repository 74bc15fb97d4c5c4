"""Words about reporting: which cues name a deed, which verbs carry a cue noun."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.languages import Language


@cache
def deeds(language: Language) -> frozenset[str]:
    """Lemmas that name a deed where a noun alone is their object, of `deeds.tsv`."""
    return frozenset(row["word"] for row in language.table("deeds"))


@cache
def carriers(language: Language, kind: str) -> frozenset[str]:
    """The words of `carriers.tsv` of one kind, such as `light`, verbs that carry a cue noun, or `copula`."""
    return frozenset(row["word"] for row in language.table("carriers") if row["kind"] == kind)
