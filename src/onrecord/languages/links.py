"""Words that tie one statement to another, and words that say nothing of what a text is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from onrecord.errors import DataError
from onrecord.languages.contents import word_classes
from onrecord.languages.polarity import polarity
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.languages import Language
    from onrecord.records import Act
    from onrecord.tables import Row

NEVER = re.compile(r"(?!)")
KINDS = {"noun", "determiner", "owner", "reply", "despite", "same", "invalid", "silent", "dispute"}


@dataclass(frozen=True, slots=True)
class ReplyWords:
    """`nouns` name statements, each with the acts that it can name, `makers` those whose cues have other words, each with
    the first letters of these, `plural` its plurals; `determiners` and `owners` before such a noun make
    it point back. `reply`, `despite` and `same` find markers, `falsehood`, `invalid` and `negation` what disputes a content
    or a decision, `silent` the content of a refusal to say anything, `dispute` the verbs that turn down.
    `function` holds the words that are left out where contents are compared.
    """

    nouns: Mapping[str, frozenset[Act]]
    makers: Mapping[str, tuple[str, ...]]
    plural: frozenset[str]
    determiners: frozenset[str]
    owners: frozenset[str]
    reply: re.Pattern[str]
    despite: re.Pattern[str]
    same: re.Pattern[str]
    falsehood: re.Pattern[str]
    invalid: re.Pattern[str]
    negation: re.Pattern[str]
    silent: re.Pattern[str]
    dispute: re.Pattern[str]
    function: frozenset[str]


@cache
def reply_words(language: Language) -> ReplyWords:
    """The words of `replies.tsv` and `function_words.tsv`; nothing is found where the language has no such tables.

    Raises DataError for a kind or an act that is not known.
    """
    rows = language.table("replies")
    if unknown := {row["kind"] for row in rows} - KINDS:
        raise DataError(f"replies.tsv: unknown kinds {sorted(unknown)}; known are {', '.join(sorted(KINDS))}")

    def words(kind: str) -> list[str]:
        return [form for row in rows if row["kind"] == kind for form in _forms(row)]

    falsehood = word_classes(language).get("falsehood")
    return ReplyWords(
        nouns={form: _acts(row) for row in rows if row["kind"] == "noun" for form in _forms(row)},
        makers={form: tuple(row["cues"].split(",")) for row in rows if row.get("cues") for form in _forms(row)},
        plural=frozenset(form for row in rows if row["kind"] == "noun" for form in _forms(row)[1:]),
        determiners=frozenset(words("determiner")),
        owners=frozenset(words("owner")),
        reply=_any_of(words("reply")),
        despite=_any_of(words("despite")),
        same=_any_of(words("same")),
        falsehood=re.compile(rf"\b{falsehood}", re.IGNORECASE) if falsehood else NEVER,
        invalid=_any_of(words("invalid")),
        dispute=_any_of(words("dispute")),
        silent=_any_of(words("silent")),
        negation=_any_of(polarity(language).negators),
        function=frozenset(row["word"] for row in language.table("function_words")),
    )


def _forms(row: Row) -> list[str]:
    return row["word"].split(" | ")


def _acts(row: Row) -> frozenset[Act]:
    acts = set(ACTS) if row["acts"] == "*" else set(row["acts"].split(","))
    if unknown := acts - set(ACTS):
        raise DataError(f"replies.tsv: {row['word']!r}: unknown act {sorted(unknown)}; known are {', '.join(ACTS)}")
    return cast("frozenset[Act]", frozenset(acts))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, longest first; a word that begins with no letter of its own (n't) needs no edge there."""
    choices = sorted(words, key=lambda word: (-len(word), word))
    edged = (("" if "'" in word or "’" in word else r"\b") + re.escape(word) + r"\b" for word in choices)
    return re.compile("|".join(edged), re.IGNORECASE) if choices else NEVER
