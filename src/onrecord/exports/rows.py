"""Readings as flat rows: statements, articles and links, with the type of each column, for tables of all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from onrecord.exports.excerpts import span_hash
from onrecord.exports.options import PLAIN
from onrecord.exports.passages import passage
from onrecord.exports.pieces import party_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.exports.options import Options
    from onrecord.records import Link, Party, Reading, Statement

ColumnType = Literal["string", "number", "integer", "boolean", "list"]

STATEMENTS: dict[str, ColumnType] = {
    "article": "string", "title": "string", "url": "string", "outlet": "string", "published": "string", "id": "string",
    "speakers": "list", "speaks_for": "list", "act": "string", "negated": "boolean", "hypothetical": "boolean",
    "targets": "list", "addressees": "list", "source": "string", "cue": "string", "content": "string",
    "quotation": "string", "time": "string", "said_from": "string", "said_to": "string", "inside": "string",
    "confidence": "number", "plover": "string", "cameo": "string", "answers": "list", "start": "integer",
    "end": "integer", "speaker_ids": "list", "target_ids": "list", "addressee_ids": "list", "content_sha256": "string",
    "review": "string", "passage": "string",
}  # fmt: skip
ARTICLES: dict[str, ColumnType] = {
    "id": "string", "title": "string", "url": "string", "outlet": "string", "published": "string", "language": "string",
    "sha256": "string", "statements": "integer", "reader": "string", "text": "string",
}  # fmt: skip
LINKS: dict[str, ColumnType] = {"from": "string", "type": "string", "to": "string", "confidence": "number"}


def statement_rows(reading: Reading, options: Options = PLAIN) -> Iterator[dict[str, Any]]:
    """A row for each statement of a reading, with the article it stands in, what it answers there and elsewhere, how people
    left it (`machine` where nobody said anything), and an address that a browser opens at its words; lists are lists of words.
    """
    left = options.standing(statement.id for statement in reading.statements)
    answers: dict[str, list[str]] = {}
    for link in (*reading.links, *options.across(reading.document.id)):
        answers.setdefault(link.from_, []).append(f"{link.type} {link.to}")
    for statement in reading.statements:
        yield _row(reading, statement, answers.get(statement.id, [])) | {
            "review": left.get(statement.id, "machine"),
            "passage": passage(reading.document.url, (span.text for span in statement.content)),
        }  # fmt: skip


def _row(reading: Reading, statement: Statement, answers: list[str]) -> dict[str, Any]:
    document, said_at = reading.document, statement.said_at
    return {
        "article": document.id, "title": document.title, "url": document.url, "outlet": document.outlet,
        "published": document.published, "id": statement.id,
        "speakers": _names(statement.speakers),
        "speaks_for": sorted({party.for_ for party in statement.speakers if party.for_}),
        "act": statement.act, "negated": statement.negated, "hypothetical": statement.hypothetical,
        "targets": _names(statement.targets),
        "addressees": _names(statement.addressees),
        "source": statement.source.text if statement.source else None,
        "cue": " … ".join(span.text for span in statement.cue),
        "content": " … ".join(span.text for span in statement.content),
        "quotation": statement.quotation, "time": statement.time,
        "said_from": said_at.start if said_at else None, "said_to": said_at.end if said_at else None,
        "inside": statement.inside, "confidence": statement.confidence,
        "plover": statement.codes.plover, "cameo": statement.codes.cameo,
        "answers": answers, "start": statement.start, "end": max(span.end for span in statement.spans),
        "speaker_ids": _ids(statement.speakers), "target_ids": _ids(statement.targets),
        "addressee_ids": _ids(statement.addressees),
        "content_sha256": " ".join(span_hash(document.text, span) for span in statement.content),
    }  # fmt: skip


def article_row(reading: Reading, *, text: bool = True) -> dict[str, Any]:
    """An article as a row; without its text where that may not travel."""
    document = reading.document
    return {
        "id": document.id, "title": document.title, "url": document.url, "outlet": document.outlet,
        "published": document.published, "language": document.language, "sha256": document.sha256,
        "statements": len(reading.statements), "reader": reading.reader.version if reading.reader else None,
        "text": document.text if text else None,
    }  # fmt: skip


def link_rows(links: Iterable[Link]) -> Iterator[dict[str, Any]]:
    """A row for each link."""
    for link in links:
        yield {"from": link.from_, "type": link.type, "to": link.to, "confidence": link.confidence}


def _names(parties: Iterable[Party]) -> list[str]:
    return [party.name for party in parties]


def _ids(parties: Iterable[Party]) -> list[str]:
    return [party_id(party) for party in parties]
