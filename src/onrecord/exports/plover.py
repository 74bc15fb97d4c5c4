"""PLOVER event records of the verbal half: statements whose act has a PLOVER type, by PLOVER's published field names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.exports.excerpts import QUOTED_WORDS, first_words
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document, Link, Party, Reading, Statement

__all__ = ["plover_lines", "plover_records"]

EXCERPT = 300  # characters of text quoted in a record, for the sake of the article's owner


def plover_lines(readings: Iterable[Reading], _: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """The records of all readings, a line of JSON each. Without texts, `text` has at most 25 words."""
    for reading in readings:
        for record in plover_records(reading):
            if not options.text:
                record["text"] = first_words(record["text"], QUOTED_WORDS)[0]
            yield json_line(record)


def plover_records(reading: Reading, *, excerpt: int = EXCERPT) -> Iterator[dict[str, Any]]:
    """One record for each statement with a PLOVER type, in the order of the text; those without one give none.

    Field names follow the PLOVER codebook: actors' `country` is ISO 3166 alpha-3 (None for organisations and
    where it is not known), `text` at most `excerpt` characters, `goldstein` from -10 to 10. Records are plain JSON values.
    """
    for statement in reading.statements:
        if statement.codes.plover:
            yield _record(reading.document, statement, reading, excerpt)


def _record(document: Document, statement: Statement, reading: Reading, excerpt: int) -> dict[str, Any]:
    codes = statement.codes
    return {
        "event_id": f"{document.id}:{statement.id}",
        "event_type": codes.plover,
        "event_mode": codes.plover_mode,
        "event_date": statement.said_at.start if statement.said_at else None,
        "event_date_end": statement.said_at.end if statement.said_at else None,
        "cameo_code": codes.cameo,
        "goldstein": codes.goldstein,
        "quad_code": codes.quad,
        "source": [_actor(party) for party in statement.speakers],
        "target": [_actor(party) for party in statement.targets or statement.addressees],
        "text": _excerpt(document.text, statement, excerpt),
        "language": document.language,
        "publication": document.outlet,
        "publication_date": document.published,
        "url": document.url,
        "headline": document.title,
        "provenance": _provenance(document, statement, reading),
    }


def _actor(party: Party) -> dict[str, str | None]:
    country = party.for_ if party.for_ and len(party.for_) == 3 and _is_state(party) else None
    return {
        "actor_text": party.name,
        "actor": party.for_ or party.name,
        "country": country,
        "id": party.id,
        "title": party.role,
    }


def _is_state(party: Party) -> bool:
    """A body with a three-letter name is no state, unless it speaks for another (a ministry, a spokesperson)."""
    return party.kind != "organisation" or party.for_ != party.name


def _excerpt(text: str, statement: Statement, limit: int) -> str:
    start, end = statement.start, max(span.end for span in statement.spans)
    return text[start:end] if end - start <= limit else text[start : start + limit - 1].rstrip() + "…"


def _provenance(document: Document, statement: Statement, reading: Reading) -> dict[str, Any]:
    return {
        "document": document.id,
        "sha256": document.sha256,
        "statement": statement.id,
        "act": statement.act,
        "start": statement.start,
        "end": max(span.end for span in statement.spans),
        "confidence": statement.confidence,
        "coder": f"onrecord {reading.reader.version}" if reading.reader else "onrecord",
    }
