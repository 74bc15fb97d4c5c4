"""On what occasion a statement was made: a call, a press conference, an interview ..., where the text says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.occasions import occasion_words
from onrecord.reader.parties.reporting import distance, find_reporting

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.occasions import OccasionNoun, OccasionWords
    from onrecord.reader.parties.reporting import Reporting
    from onrecord.reader.stages import Analysis, Attribution

KINDS_OF_WORD = {"site": {"NOUN", "PROPN", "X", "SYM", "PUNCT"}, "within": {"NOUN", "PROPN"}}
OBJECTS = {"dobj", "obj", "dative", "nsubjpass"}


def find_occasion(analysis: Analysis, attribution: Attribution, language: Language) -> str | None:
    """The kind of occasion that the reporting clause names, one of those of `occasions.tsv`; None where it names none."""
    reporting = find_reporting(analysis, attribution)
    if reporting is None:
        return None
    words = occasion_words(language)
    if occasion := words.cues.get(reporting.head.lemma_.lower()):
        return occasion
    found = [
        (rank, abs(token.i - reporting.head.i), noun.occasion)
        for token in reporting.head.sent
        if reporting.is_outside(token)
        for noun in _nouns(token, words)
        if (rank := _rank(reporting, token, noun, words)) is not None
    ]
    return min(found)[2] if found else None


def document_nouns(language: Language) -> frozenset[str]:
    """The last words of nouns for what is written or held, which a date beside them dates: "a statement on Monday"."""
    nouns = occasion_words(language).nouns
    return frozenset(last for last, found in nouns.items() if any(n.kind in {"document", "event"} for n in found))


def _nouns(token: Token, words: OccasionWords) -> list[OccasionNoun]:
    """The nouns of the table that end at a token, those of the most words."""
    found = [
        noun
        for key in dict.fromkeys((token.text, token.lower_))
        for noun in words.nouns.get(key, ())
        if _stands(token, noun)
    ]
    longest = max((len(noun.words) for noun in found), default=0)
    return [noun for noun in found if len(noun.words) == longest]


def _stands(token: Token, noun: OccasionNoun) -> bool:
    """True where the noun's words before its last stand before the token."""
    start = token.i - len(noun.words) + 1
    before = token.doc[max(start, 0) : token.i]
    return start >= 0 and [t.text if noun.kind == "site" else t.lower_ for t in before] == list(noun.words[:-1])


def _rank(reporting: Reporting, token: Token, noun: OccasionNoun, words: OccasionWords) -> int | None:
    """How near to the cue a noun tells its occasion; None where it stands by something else or is only spoken of."""
    rank = distance(reporting, token)
    if rank is None:
        return None
    if noun.kind == "bench":
        decides = reporting.head.lemma_.lower() in words.known("benchcue")
        return rank if decides and _is_source(reporting, token) else None
    # A newspaper may be called a post and a broadcaster a broadcast; parliaments and courts are named in capitals.
    if token.pos_ not in KINDS_OF_WORD.get(noun.kind, {"NOUN"}):
        return None
    if token.dep_ == "pobj" and token.head.lower_ in words.known("place"):
        # "in a statement"; but not "the author of a book in a report", where the preposition belongs to the source.
        return rank if not _is_within_source(reporting, token) else None
    if noun.kind == "document" and _is_source(reporting, token):
        return rank
    return rank if noun.kind != "site" and _is_object(token, noun, words) else None


def _is_source(reporting: Reporting, token: Token) -> bool:
    """True for the head of the source."""
    return token.i in reporting.source and token.head.i not in reporting.source


def _is_within_source(reporting: Reporting, token: Token) -> bool:
    return token.i in reporting.source and token.head.i in reporting.source


def _is_object(token: Token, noun: OccasionNoun, words: OccasionWords) -> bool:
    """True for what a verb issues ("released a statement"), or whom it speaks to ("told a news conference")."""
    if token.dep_ not in OBJECTS:
        return False
    verb = token.head.lemma_.lower()
    if noun.kind in {"event", "within"} and verb in words.known("address"):
        return True
    return noun.kind in {"event", "document"} and verb in words.known("issue")
