"""Whether everything in the ledger still holds: hashes, ids, spans, and what is beside the records for searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from onrecord.errors import OnrecordError
from onrecord.ledger.canonical import addressed, digest
from onrecord.ledger.find import pages, reading_of
from onrecord.ledger.identities import EVENT as PARTY_EVENT
from onrecord.ledger.identities import alias, all_events, event_table, leads
from onrecord.ledger.parts import missing_parts, parts_of
from onrecord.ledger.review import EVENT as REVIEW
from onrecord.ledger.review import review_table
from onrecord.ledger.rows import statement_of, statement_row
from onrecord.ledger.schema import article, part, statement
from onrecord.records import statement_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.records import Document, Statement

# What reading a record back raises where it is no longer what was written.
BROKEN = (OnrecordError, ValueError, KeyError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold, in a sentence, and where; both ids are None for the database as a whole."""

    article: str | None
    statement: str | None
    what: str


def verify(store: Store) -> Iterator[Problem]:
    """All that does not hold, article by article; nothing where all is well. Mends nothing."""
    with store.reading() as connection:
        yield from _database(connection)
        kept, sound = 0, True
        for row in pages(connection, select(article)):
            problems = list(_article(connection, row))
            yield from problems
            codes = parts_of(connection, row.id)
            kept, sound = kept + len(codes), sound and not problems
            if not problems and missing_parts(connection, codes):
                yield Problem(row.id, None, "not all codes that take part in its statements are found by")
        if sound and kept < (connection.scalar(select(func.count()).select_from(part)) or 0):
            yield Problem(None, None, "codes are found by that take part in no statement")
        yield from _said(connection)


def _database(connection: Connection) -> Iterator[Problem]:
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if found != "ok":
            yield Problem(None, None, f"the file is damaged: {found}")
    for found in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(None, None, f"a row of {found[0]} belongs to a row of {found[2]} that is not there")


def _said(connection: Connection) -> Iterator[Problem]:
    """What does not hold of what people said."""
    for kind, of in ((REVIEW, review_table), (PARTY_EVENT, event_table)):
        for row in connection.execute(select(of).order_by(of.c.id)).mappings():
            if addressed(kind, dict(row))["id"] != row["id"]:
                yield Problem(
                    None, row.get("statement"), f"{row['id']}: what was said is not what its id was made from"
                )
    merged = {row.handle: row.lead for row in connection.execute(select(alias))}
    if merged != leads(all_events(connection)):
        yield Problem(None, None, "which parties are merged does not follow from what people said")


def _article(connection: Connection, row: Any) -> Iterator[Problem]:
    try:
        found = reading_of(connection, row)
    except BROKEN as error:
        yield Problem(row.id, None, f"its record cannot be read: {error!r}")
        return
    document = found.document
    if document.sha256 != row.sha256:
        yield Problem(row.id, None, "its text has another hash than the one that was kept")
    elif document.id != row.id:
        yield Problem(row.id, None, "its id does not fit its text and address")
    elif digest(found) != row.digest:
        yield Problem(row.id, None, "its reading has another hash than the one that was kept")
    for place in connection.execute(select(statement).where(statement.c.article == row.id)).mappings():
        yield from _statement(row.id, document, statement_of(place["record"]), dict(place))
    for link in found.links:
        span = link.evidence
        if span and document.text[span.start : span.end] != span.text:
            yield Problem(row.id, link.from_, f"the evidence of its link to {link.to} is not in the text as it says")


def _statement(article_id: str, document: Document, found: Statement, row: dict[str, Any]) -> Iterator[Problem]:
    for span in found.spans:
        if document.text[span.start : span.end] != span.text:
            yield Problem(article_id, row["id"], f"characters {span.start} to {span.end} are not {span.text!r}")
    if statement_key(article_id, found) != row["id"]:
        yield Problem(article_id, row["id"], "its id does not fit its spans")
    expected = statement_row(document, found, row["position"]) | {"article": article_id, "record": row["record"]}
    changed = sorted(name for name, value in expected.items() if row[name] != value)
    if changed:
        yield Problem(article_id, row["id"], f"its record and its columns differ: {', '.join(changed)}")
