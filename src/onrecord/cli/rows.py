"""Statements as flat rows, for CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Reading, Statement


def statement_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    """A row for each statement of a reading, with the article it stands in; lists are lists of names."""
    for statement in reading.statements:
        yield _row(reading, statement)


def _row(reading: Reading, statement: Statement) -> dict[str, Any]:
    document, said_at = reading.document, statement.said_at
    return {
        "article": document.id, "title": document.title, "url": document.url, "outlet": document.outlet,
        "published": document.published, "id": statement.id,
        "speakers": [party.name for party in statement.speakers],
        "speaks_for": sorted({party.for_ for party in statement.speakers if party.for_}),
        "act": statement.act, "negated": statement.negated, "hypothetical": statement.hypothetical,
        "targets": [party.name for party in statement.targets],
        "addressees": [party.name for party in statement.addressees],
        "source": statement.source.text if statement.source else None,
        "cue": " … ".join(span.text for span in statement.cue),
        "content": " … ".join(span.text for span in statement.content),
        "quotation": statement.quotation, "time": statement.time,
        "said_from": said_at.start if said_at else None, "said_to": said_at.end if said_at else None,
        "inside": statement.inside, "confidence": statement.confidence,
        "plover": statement.codes.plover, "cameo": statement.codes.cameo,
        "answers": [f"{link.type} {link.to}" for link in reading.links if link.from_ == statement.id],
        "start": statement.start,
    }  # fmt: skip
