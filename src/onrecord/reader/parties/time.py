"""When a statement was made: the words that date it, and the interval that they name against the publication date."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.languages.numbers import choice
from onrecord.languages.times import time_words
from onrecord.reader.parties.occasion import document_nouns
from onrecord.reader.parties.reporting import distance, find_reporting
from onrecord.reader.parties.time_expressions import token_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.languages import Language
    from onrecord.reader.parties.reporting import Reporting
    from onrecord.reader.parties.time_expressions import TimeExpression
    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Interval

BEFORE = 100  # characters before an expression in which its own words stand; sentences may have no end


def find_time(
    analysis: Analysis, attribution: Attribution, language: Language, times: Sequence[TimeExpression]
) -> tuple[str | None, Interval | None]:
    """The words in the reporting clause that date the statement, and their interval.

    `times` are the article's, from `find_times`. Both are None where no words stand by it; the interval also where the
    words name none ("previously"), or need a publication date and there is none.
    """
    reporting = find_reporting(analysis, attribution)
    if reporting is None:
        return None, None
    start, end = reporting.sentence
    found = [
        (rank, abs(expression.span.start - attribution.cue[0].start), expression)
        for expression in times
        if start <= expression.span.start < end
        and _dates(expression)
        and (rank := _rank(analysis, reporting, expression, language, start)) is not None
    ]
    if not found:
        return None, None
    _, _, expression = min(found, key=lambda item: item[:2])
    return _words(analysis, expression, language, start), expression.value.interval


def _dates(expression: TimeExpression) -> bool:
    """True for words that can date a statement: not how long or how often, and no reference but to before or after."""
    kind = expression.value.kind
    if kind == "reference":
        return expression.match.argument == "dating"
    return kind in {"date", "time"} or expression.match.operation == "within"


def _rank(
    analysis: Analysis, reporting: Reporting, expression: TimeExpression, language: Language, start: int
) -> int | None:
    """How near to the cue an expression stands in the parse of the sentence that begins at `start`, 0 nearest; None where it
    dates something else.
    """
    token, place = token_at(analysis, expression.span.start, expression.span.end), expression.span.start
    if token is None or _bound(language).search(analysis.document.text, max(start, place - BEFORE), place):
        return None
    rank = distance(reporting, token)
    if token.i not in reporting.source:
        return rank
    # In the source only a document or event is dated: "a tweet on Monday", "a statement issued Monday"; not the speaker.
    dated = next((t for t in token.ancestors if t.lower_ in document_nouns(language)), None)
    return 0 if dated is not None and dated.i in reporting.source and dated.head.i not in reporting.source else None


@cache
def _leading(language: Language) -> re.Pattern[str]:
    """The words before an expression that belong to it: "late on", "earlier on", "in"."""
    words = time_words(language)
    lead, before = choice(words.get("lead", {})), choice(words.get("prelead", {}))
    return re.compile(rf"(?<!\w)(?:(?:{before}\s+)?{lead}\s+(?:the\s+)?|{before}\s+)$", re.IGNORECASE)


@cache
def _bound(language: Language) -> re.Pattern[str]:
    """The words before an expression that make it a bound of something else: "since", "until"."""
    return re.compile(rf"(?<!\w){choice(time_words(language).get('bound', {}))}\s+(?:the\s+)?$", re.IGNORECASE)


def _words(analysis: Analysis, expression: TimeExpression, language: Language, start: int) -> str:
    """The expression with the words that lead it in."""
    text = analysis.document.text
    place = expression.span.start
    lead = _leading(language).search(text, max(start, place - BEFORE), place)
    return text[lead.start() if lead else expression.span.start : expression.span.end]
