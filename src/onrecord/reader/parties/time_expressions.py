"""All expressions of time in a document, each with its value against the publication date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.languages.times import find_expressions, time_words
from onrecord.reader.parties.time_values import Anchor, parse_day, value_of
from onrecord.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.times import TimeMatch
    from onrecord.reader.parties.time_spans import TimeValue
    from onrecord.reader.stages import Analysis


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, how they were understood, and what they mean."""

    span: Span
    match: TimeMatch
    value: TimeValue


def find_times(analysis: Analysis, language: Language, published: str | None) -> tuple[TimeExpression, ...]:
    """The expressions of a document in order; `published` is an ISO 8601 date or None.

    Without a publication date relative words keep X for what they leave open and have no interval.
    """
    text, day = analysis.document.text, parse_day(published)
    found: list[TimeExpression] = []
    previous: date | None = None
    for match in find_expressions(text, language):
        anchor = Anchor(day, previous, _tendency(analysis, match, language))
        value = value_of(match, anchor, language)
        if value is None:
            continue
        found.append(TimeExpression(Span(match.start, match.end, text[match.start : match.end]), match, value))
        if value.interval is not None and value.interval.precision == "day" and value.kind in {"date", "time"}:
            previous = date.fromisoformat(value.interval.start)
    return tuple(found)


def token_at(analysis: Analysis, start: int, end: int) -> Token | None:
    """The token of `[start, end)` whose governor lies outside it."""
    chars = analysis.doc.char_span(start, end, alignment_mode="expand")
    return chars.root if chars is not None and len(chars) else None


def _tendency(analysis: Analysis, match: TimeMatch, language: Language) -> int:
    """Where the verb over an expression points: -1 to the past, 1 to the future, 0 where it does not show."""
    words = time_words(language)
    chars = analysis.doc.char_span(match.start, match.end, alignment_mode="expand")
    if chars is None or not len(chars):
        return 0
    token = chars.root
    if chars.start and analysis.doc[chars.start - 1].lower_ in words.get("ahead", {}):
        return 1
    verb = next((t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}), None)
    return _tense(verb, words.get("future", {}).keys(), words.get("planned", {}).keys()) if verb is not None else 0


def _tense(verb: Token, future: object, planned: object) -> int:
    """Future words beside a verb, or an infinitive under a verb of plans; else past by its form or its auxiliary's."""
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lower_ in future for child in auxiliaries):  # type: ignore[operator]
        return 1
    if verb.tag_ == "VB" and any(t.lemma_.lower() in planned for t in verb.ancestors):  # type: ignore[operator]
        return 1
    finite = (verb, *auxiliaries) if verb.tag_ != "VBN" else auxiliaries
    return -1 if any("Tense=Past" in str(t.morph) for t in finite) or _is_perfect(verb, auxiliaries) else 0


def _is_perfect(verb: Token, auxiliaries: list[Token]) -> bool:
    """True for a participle under a present perfect's auxiliary: not a passive, which may be any time's."""
    return verb.tag_ == "VBN" and any(child.dep_ == "aux" and child.tag_ in {"VBZ", "VBP"} for child in auxiliaries)
