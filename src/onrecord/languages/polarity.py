"""Words that turn a cue round or make it unreal, words that open a complement, and what a negated act is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language
    from onrecord.languages.cues import Frame
    from onrecord.records import Act


@dataclass(frozen=True, slots=True)
class Polarity:
    """`negators`, `modals` and `conditions` stand beside a cue, `refusers` and `prospects` over it."""

    negators: frozenset[str]
    refusers: frozenset[str]
    modals: frozenset[str]
    conditions: frozenset[str]
    prospects: frozenset[str]
    negated: Mapping[Act, Act]


@cache
def polarity(language: Language) -> Polarity:
    """The words of `polarity.tsv` and the acts of `negated_acts.tsv`."""
    rows = language.table("polarity")

    def words(kind: str) -> frozenset[str]:
        return frozenset(row["word"] for row in rows if row["kind"] == kind)

    negated = {row["act"]: row["negated"] for row in language.table("negated_acts")}
    return Polarity(
        negators=words("negator"),
        refusers=words("refuser"),
        modals=words("modal"),
        conditions=words("condition"),
        prospects=words("prospect"),
        negated=cast("dict[Act, Act]", negated),
    )


@cache
def complements(language: Language) -> Mapping[str, Frame]:
    """The word that opens a complement to its frame, of `complements.tsv`."""
    return {row["word"]: cast("Frame", row["frame"]) for row in language.table("complements")}


@cache
def lemmas(language: Language) -> Mapping[str, str]:
    """Forms whose lemma the parser gets wrong, of `lemmas.tsv`."""
    return {row["form"]: row["lemma"] for row in language.table("lemmas")}
