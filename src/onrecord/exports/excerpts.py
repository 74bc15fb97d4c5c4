"""Readings whose article's text may not travel: offsets and hashes stay, and at most 25 quoted words of each statement."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.records import Link, Quantity, Reading, Span, Statement

QUOTED_WORDS = 25
WORD = re.compile(r"\S+")
RUN = 40  # characters counted as one word: scripts without spaces, and long addresses, are no way round the limit


def withheld(reading: Reading) -> Reading:
    """The reading with its statements' words cut to QUOTED_WORDS each, and none in links and quantities. Offsets and ids
    stay; the document keeps its text, for the hashes, and what writes it must leave the text out.
    """
    statements = tuple(cut(statement) for statement in reading.statements)
    return replace(reading, statements=statements, links=tuple(map(link_without_words, reading.links)))


def cut(statement: Statement, words: int = QUOTED_WORDS) -> Statement:
    """The statement with at most so many words of its article: of the content first, then of cue, source, time and
    occasion. Spans keep their offsets and lose their last words.
    """
    left = words
    content, left = _cut_spans(statement.content, left)
    cue, left = _cut_spans(statement.cue, left)
    source, left = _cut_spans((statement.source,) if statement.source else (), left)
    time, left = _whole_or_none(statement.time, left)
    occasion, left = _whole_or_none(statement.occasion, left)
    return replace(
        statement, content=content, cue=cue, source=source[0] if source else None, time=time, occasion=occasion,
        quantities=tuple(map(_without_words, statement.quantities)),
    )  # fmt: skip


def link_without_words(link: Link) -> Link:
    """The link with its evidence as offsets only."""
    return replace(link, evidence=replace(link.evidence, text="")) if link.evidence else link


def first_words(text: str, limit: int) -> tuple[str, int]:
    """The beginning of a text with at most `limit` words, and how many those are."""
    count, end = 0, 0
    for match in WORD.finditer(text):
        cost = -(-len(match[0]) // RUN)
        if count + cost > limit:
            break
        count, end = count + cost, match.end()
    return (text, count) if end == len(text.rstrip()) else (text[:end], count)


def span_hash(text: str, span: Span) -> str:
    """The SHA-256 of the words that stand at a span in the article, as UTF-8."""
    return hashlib.sha256(text[span.start : span.end].encode("utf-8", "surrogatepass")).hexdigest()


def hashed_json(reading: Reading) -> dict[str, Any]:
    """A withheld reading as JSON: without its text, and with the `sha256` of the words at each span of a statement."""
    data = reading.to_json() | {"text": None}
    text = reading.document.text
    for record, statement in zip(data["statements"], reading.statements, strict=True):
        for name, spans in (("cue", statement.cue), ("content", statement.content)):
            for item, span in zip(record[name], spans, strict=True):
                item["sha256"] = span_hash(text, span)
        if statement.source:
            record["source"]["sha256"] = span_hash(text, statement.source)
    return data


def _cut_spans(spans: tuple[Span, ...], left: int) -> tuple[tuple[Span, ...], int]:
    kept = []
    for span in spans:
        text, used = first_words(span.text, left)
        left = left - used if text == span.text else 0  # nothing after a gap, which would read as one piece
        kept.append(replace(span, text=text))
    return tuple(kept), left


def _whole_or_none(words: str | None, left: int) -> tuple[str | None, int]:
    if words is None:
        return None, left
    text, used = first_words(words, left)
    return (words, left - used) if text == words else (None, left)


def _without_words(quantity: Quantity) -> Quantity:
    return replace(quantity, span=replace(quantity.span, text=""), of=None, approximator=None)
