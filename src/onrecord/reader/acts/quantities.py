"""Quantities in what is said: numbers with unit, what they count, and the words that loosen them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.numbers import number_words
from onrecord.languages.quantities import match_quantities, quantity_words
from onrecord.languages.times import find_expressions
from onrecord.records import Quantity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.quantities import QuantityMatch
    from onrecord.reader.stages import Analysis, Attribution

LEFT = {"amod", "compound", "nmod", "nummod", "quantmod", "advmod"}  # what belongs to a noun before it
LOOSE = {"nummod", "compound", "appos", "npadvmod", "dep", "nmod", "punct"}
VERSIONS = {"PRODUCT", "WORK_OF_ART", "LAW", "FAC", "EVENT"}  # names that numbers are parts of


def find_quantities(analysis: Analysis, attribution: Attribution, language: Language) -> tuple[Quantity, ...]:
    """The quantities in an attribution's content, in order. Dates, lengths of time and ordinals are none."""
    return tuple(
        quantity
        for span in attribution.content
        for quantity in quantities_between(analysis, span.start, span.end, language)
    )


def quantities_between(analysis: Analysis, start: int, end: int, language: Language) -> tuple[Quantity, ...]:
    """The quantities of `[start, end)` of a document, in order; a number that a name holds is none."""
    return tuple(_quantities(analysis, start, end, language))


def _quantities(analysis: Analysis, start: int, end: int, language: Language) -> Iterator[Quantity]:
    text = analysis.document.text
    times = find_expressions(text, language)
    for match in match_quantities(text, language):
        if not start <= match.start < match.end <= end:
            continue
        if match.kind == "count" and any(time.start < match.end and match.start < time.end for time in times):
            continue
        number = analysis.doc.char_span(*match.number, alignment_mode="expand")
        if number is None or (match.kind == "count" and not _counts(number, match, language)):
            continue
        span = Span(match.start, match.end, text[match.start : match.end])
        of = _counted(analysis, match, number, language)
        yield Quantity(span, match.value, match.unit, of, match.approximator, match.high)


def _counts(number: DocSpan, match: QuantityMatch, language: Language) -> bool:
    """True for a bare number that counts something: no part of a name, no fraction of a word, no pronoun."""
    token, words = number.root, number_words(language)
    if match.approximator or match.high is not None:
        return True
    lower = number.text.lower()
    if _is_name(number, language):
        return False
    if any(lower == word for word in (*words.kind("article"), *words.kind("single"))):
        return token.dep_ == "nummod" and token.head.i > token.i and token.head.pos_ == "NOUN"
    if any(part in lower.replace("-", " ").split() for part in (*words.kind("fraction"), *words.kind("parts"))):
        return _is_share(number, language)
    return True


def _is_name(number: DocSpan, language: Language) -> bool:
    """True where a number belongs to a name: "Boeing 747", "flight 12", "No. 3", "the 787 programme"."""
    token, before = number.root, _before(number)
    if before is not None and before.lower_ in quantity_words(language).get("numbered", {}):
        return True
    if _has_counted(token, language):
        return False
    singular = token.dep_ == "nummod" and token.head.i > token.i and token.head.text.isalpha()
    if number.text.isdecimal() and (token.ent_type_ in VERSIONS or singular):
        return True
    if before is None or not (before.pos_ == "PROPN" or any(letter.isupper() for letter in before.text[1:])):
        return False
    return token.dep_ in LOOSE or token.head == before or before.head == token


def _before(number: DocSpan) -> Token | None:
    """The word before a number, over a full stop that the parser has cut off it ("No. 3")."""
    i = number.start - 1
    if i > 0 and number.doc[i].text == ".":
        i -= 1
    return number.doc[i] if i >= 0 and not number.doc[i].is_space else None


def _has_counted(token: Token, language: Language) -> bool:
    """True where a noun after a number can be counted by it: a plural, or one for many ("20 aircraft")."""
    noun = token.head
    if token.dep_ != "nummod" or noun.i <= token.i:
        return False
    return noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in quantity_words(language).get("collective", {})


def _is_share(number: DocSpan, language: Language) -> bool:
    """True for a part of something: "half of the voters", "a third of them"; not "the second half"."""
    doc, words = number.doc, number_words(language)
    after = doc[number.end] if number.end < len(doc) else None
    if len(number) > 1 and not any(number[0].lower_ == word for word in words.kind("article")):
        return True  # "two thirds", "half a million"
    if any(child.dep_ in {"amod", "det"} and child.i < number.start for child in number.root.children):
        return False
    return after is not None and (after.lower_ in words.kind("of") or after.dep_ == "det")


def _counted(analysis: Analysis, match: QuantityMatch, number: DocSpan, language: Language) -> str | None:
    """What a quantity is of: the noun that it counts, else the one after "of" or, for money, "in"."""
    doc, words = analysis.doc, quantity_words(language)
    last = doc.char_span(match.start, match.end, alignment_mode="expand")
    if last is None or last.end >= len(doc):
        return None
    after = doc[last.end]
    leading = {**words.get("whole", {}), **(words.get("worth", {}) if match.kind == "money" else {})}
    if after.lower_ in leading or after.text_with_ws.strip().lower() in leading:
        noun = next((child for child in after.children if child.dep_ == "pobj"), None)
        return _phrase(noun, after.i + 1) if noun is not None else None
    head = number.root.head
    while head.i < last.end and head.head != head and head.dep_ in {"nummod", "compound", "quantmod", "nmod", "amod"}:
        head = head.head
    if head.pos_ in {"NOUN", "PROPN"} and head.i >= last.end and head.sent == number.sent:
        return _phrase(head, last.end) if all(t.i <= head.i for t in doc[last.end : head.i]) else None
    return None


def _phrase(noun: Token, start: int) -> str | None:
    """A noun with what belongs to it before, from `start` on; None where something else stands between."""
    between = noun.doc[start : noun.i]
    own = [token for token in between if token.is_ancestor(noun) or noun.is_ancestor(token)]
    if len(own) < len(between):
        return None
    first = next(
        (t.i for t in between if t.dep_ in LEFT or (t.head != noun and t.dep_ not in {"det", "poss", "case"})), noun.i
    )
    return noun.doc[first : noun.i + 1].text
