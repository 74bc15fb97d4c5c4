"""Between records and rows, both ways."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from onrecord.ledger.canonical import compact
from onrecord.ledger.entries import Entry
from onrecord.ledger.words import fold, folded_words
from onrecord.records import Document, Link, Origin, Reader, Span, Statement

if TYPE_CHECKING:
    from onrecord.records import Party, Reading

ROLES = ("speaker", "addressee", "target")
BETWEEN_SPANS = " … "
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?")


def article_row(reading: Reading, digest: str) -> dict[str, Any]:
    """The columns of an article but for `added_at` and `run`."""
    document, reader = reading.document, reading.reader
    return {
        "id": document.id, "title": document.title, "url": document.url, "outlet": document.outlet,
        "published": document.published, "language": document.language, "sha256": document.sha256,
        "reader_version": reader.version if reader else None,
        "reader_models": json.dumps(dict(reader.models), sort_keys=True) if reader else None,
        "digest": digest, "text": document.text,
    }  # fmt: skip


def date_of(said: str | None, published: str | None) -> str:
    """The date that a statement is listed by: when it was said, else published; empty where neither is an ISO date."""
    return next((date for date in (said, published) if date and _ISO.fullmatch(date)), "")


def place_of(entry: Entry) -> tuple[str, str, int, str]:
    """Where a statement stands in the order of every listing: date, article, offset and id."""
    return date_of(entry.said_at, entry.published), entry.article, entry.start, entry.id


def statement_row(document: Document, statement: Statement, position: int) -> dict[str, Any]:
    """The columns of a statement but for its key."""
    said = statement.said_at.start if statement.said_at else None
    return {
        "id": statement.id, "article": document.id, "position": position,
        "start": statement.start if statement.spans else 0,
        "act": statement.act, "negated": statement.negated, "quotation": statement.quotation,
        "confidence": statement.confidence,
        "date": date_of(said, document.published),
        "title": document.title,
        "source": statement.source.text if statement.source else None,
        "cue": BETWEEN_SPANS.join(span.text for span in statement.cue),
        "content": BETWEEN_SPANS.join(span.text for span in statement.content),
        "record": compact(statement.to_json()),
    }  # fmt: skip


def party_row(party: Party) -> dict[str, Any]:
    """The columns of a party but for its key."""
    return {
        "identity": identity(party), "id": party.id, "name": party.name, "speaks_for": party.for_,
        "kind": party.kind, "folded": folded_words(party.name), "side": fold(party.for_) if party.for_ else None,
    }  # fmt: skip


def identity(party: Party) -> str:
    """What tells a party from others in one ledger: id, name, affiliation and kind, hashed. Its role may differ."""
    known = json.dumps([party.id, party.name, party.for_, party.kind])
    return hashlib.sha256(known.encode()).hexdigest()[:32]


def mentions(statement: Statement) -> list[tuple[str, int, Party]]:
    """The parties of a statement with their roles and places."""
    groups = zip(ROLES, (statement.speakers, statement.addressees, statement.targets), strict=True)
    return [(role, position, party) for role, parties in groups for position, party in enumerate(parties)]


def origin_of(row: Any) -> Origin:
    """A capture as an Origin."""
    return Origin(row.source, row.record or None, row.raw_sha256 or None, row.captured_at)


def document_of(row: Any, origin: Origin | None) -> Document:
    """An article's row as the Document that was read."""
    return Document(
        text=row.text, title=row.title, url=row.url, outlet=row.outlet, published=row.published,
        language=row.language, origin=origin,
    )  # fmt: skip


def reader_of(row: Any) -> Reader | None:
    """What made the reading of an article's row."""
    if row.reader_version is None:
        return None
    return Reader(row.reader_version, tuple(sorted(json.loads(row.reader_models).items())))


def statement_of(record: str) -> Statement:
    """A statement from its `record` column."""
    return Statement.from_json(json.loads(record))


def link_of(row: Any) -> Link:
    """A link from a row with the ids of both ends, `from_id` and `to_id`."""
    evidence = Span.from_json(json.loads(row.evidence)) if row.evidence else None
    return Link(row.from_id, row.type, row.to_id, row.confidence, evidence)


def link_row(link: Link, keys: dict[str, int], position: int | None, *, found: bool = False) -> dict[str, Any]:
    """The columns of a link; `keys` knows both ends, `position` is None for one between articles, which the ledger `found`
    or was given.
    """
    return {
        "from_key": keys[link.from_], "type": link.type, "to_key": keys[link.to], "position": position,
        "confidence": link.confidence, "evidence": compact(link.evidence.to_json()) if link.evidence else None,
        "found": found,
    }  # fmt: skip


def entry_of(row: Any, *, answered: int, outlets: int) -> Entry:
    """A statement's row joined with its article's, and how often it is answered and printed, as an Entry."""
    found = statement_of(row.record)
    return Entry(
        id=found.id, article=row.article, title=row.title, url=row.url, outlet=row.outlet, published=row.published,
        act=found.act, negated=found.negated,
        speakers=tuple(party.name for party in found.speakers),
        speaks_for=tuple(dict.fromkeys(party.for_ for party in found.speakers if party.for_)),
        addressees=tuple(party.name for party in found.addressees),
        targets=tuple(party.name for party in found.targets),
        source=row.source, cue=row.cue, content=row.content, quotation=found.quotation, time=found.time,
        said_at=found.said_at.start if found.said_at else None,
        confidence=found.confidence, inside=found.inside, answered=answered,
        plover=found.codes.plover, cameo=found.codes.cameo, start=row.start, outlets=outlets,
    )  # fmt: skip
