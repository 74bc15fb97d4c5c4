"""Statements as W3C Web Annotations (JSON-LD) on the article: quote and position selectors for source, cue and content."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from onrecord.exports.acts import act_words, speakers_words
from onrecord.exports.excerpts import span_hash
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import NAMESPACE, iri, json_object, without_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Link, Reading, Span, Statement

AROUND = 32  # characters before and after a quotation, that tell it from the same words elsewhere
ASTRAL = re.compile("[\U00010000-\U0010ffff]")  # code points that take two units of UTF-16
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": NAMESPACE}]


def web_annotations(
    readings: Iterable[Reading], links: Iterable[Link] = (), options: Options = PLAIN
) -> Iterator[bytes]:
    """An AnnotationPage with an annotation for each statement and each link.

    `start` and `end` of a TextPositionSelector count code points, as the standard has it; `onrecord:utf16Start` and
    `onrecord:utf16End` count units of UTF-16, as browsers do. Without texts there is neither prefix nor suffix.
    """
    head = {"@context": CONTEXT, "id": f"{NAMESPACE}annotations", "type": "AnnotationPage"}
    return json_object(head, "items", _annotations(readings, links, options))


def _annotations(readings: Iterable[Reading], links: Iterable[Link], options: Options) -> Iterator[dict[str, Any]]:
    for reading in readings:
        astral = [match.start() for match in ASTRAL.finditer(reading.document.text)]
        for statement in reading.statements:
            yield _annotation(reading, statement, astral, options)
        yield from map(_tie, reading.links)
    yield from map(_tie, links)


def _annotation(reading: Reading, statement: Statement, astral: list[int], options: Options) -> dict[str, Any]:
    document = reading.document
    who = speakers_words(statement.speakers, statement.source)
    roles = [("source", statement.source)] if statement.source else []
    roles += [("cue", span) for span in statement.cue] + [("content", span) for span in statement.content]
    words = f"{who} {act_words(statement.act, negated=statement.negated)}"
    return {
        "id": iri(statement.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "purpose": "describing", "value": words, "format": "text/plain"},
            {"type": "TextualBody", "purpose": "tagging", "value": statement.act},
        ],
        "target": [
            {
                "type": "SpecificResource", "source": document.url or iri(document.id), "onrecord:role": role,
                "selector": _selectors(document.text, span, astral, options),
            }
            for role, span in roles
        ],
        "onrecord:article": iri(document.id),
        "onrecord:textSha256": document.sha256,
    }  # fmt: skip


def _selectors(text: str, span: Span, astral: list[int], options: Options) -> list[dict[str, Any]]:
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": span.text}
    if options.text:
        quote["prefix"] = text[max(0, span.start - AROUND) : span.start]
        quote["suffix"] = text[span.end : span.end + AROUND]
    position = {
        "type": "TextPositionSelector", "start": span.start, "end": span.end,
        "onrecord:utf16Start": span.start + bisect_left(astral, span.start),
        "onrecord:utf16End": span.end + bisect_left(astral, span.end),
        "onrecord:sha256": span_hash(text, span),
    }  # fmt: skip
    # Where no words may travel, there is only the position, with the hash of what stands there.
    return [without_null(quote), position] if span.text else [position]


def _tie(link: Link) -> dict[str, Any]:
    return {
        "id": f"{iri(link.from_)}:{link.type}:{iri(link.to)}", "type": "Annotation", "motivation": "linking",
        "body": [iri(link.to), {"type": "TextualBody", "purpose": "tagging", "value": link.type}],
        "target": iri(link.from_),
    }  # fmt: skip
