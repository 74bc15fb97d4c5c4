"""The words that tell on what occasion something is said."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language

LISTS = ("place", "issue", "address", "benchcue")


@dataclass(frozen=True, slots=True)
class OccasionNoun:
    """A noun with the words before it, in lower case, and the occasion that it tells; kinds are told in the table."""

    words: tuple[str, ...]
    kind: str
    occasion: str


@dataclass(frozen=True, slots=True)
class OccasionWords:
    """Nouns by their last word, the longest first; cues by lemma; and the lists of the table's header."""

    nouns: Mapping[str, tuple[OccasionNoun, ...]]
    cues: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]

    def known(self, kind: str) -> frozenset[str]:
        """The words of one list of the table."""
        return self.lists.get(kind, frozenset())


@cache
def occasion_words(language: Language) -> OccasionWords:
    """The words of `occasions.tsv`; none where the language has no such table."""
    nouns: dict[str, list[OccasionNoun]] = {}
    cues: dict[str, str] = {}
    lists: dict[str, set[str]] = {}
    for row in language.table("occasions"):
        if row["kind"] in LISTS:
            lists.setdefault(row["kind"], set()).add(row["words"])
        elif row["kind"] == "cue":
            cues[row["words"]] = row["occasion"]
        else:
            # A site is a name, read as it is written; other nouns in any case.
            words = tuple((row["words"] if row["kind"] == "site" else row["words"].lower()).split())
            nouns.setdefault(words[-1], []).append(OccasionNoun(words, row["kind"], row["occasion"]))
    ordered = {last: tuple(sorted(found, key=lambda noun: -len(noun.words))) for last, found in nouns.items()}
    return OccasionWords(ordered, cues, {kind: frozenset(words) for kind, words in lists.items()})
