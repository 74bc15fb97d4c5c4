"""A reading: a document with its statements and links, and the ids that a ledger gives them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import RecordError
from onrecord.records.markup import fragment
from onrecord.records.statement import Link, Statement
from onrecord.records.values import Document, Reader


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and all that was found in it. Equal inputs, version and models give equal readings."""

    document: Document
    statements: tuple[Statement, ...] = ()
    links: tuple[Link, ...] = ()
    reader: Reader | None = None

    def statement(self, id_: str) -> Statement:
        """The statement with this id; raises KeyError where there is none."""
        for statement in self.statements:
            if statement.id == id_:
                return statement
        raise KeyError(id_)

    def to_json(self) -> dict[str, Any]:
        document = self.document
        return {
            "id": document.id,
            "title": document.title,
            "url": document.url,
            "outlet": document.outlet,
            "published": document.published,
            "language": document.language,
            "sha256": document.sha256,
            "text": document.text,
            "statements": [statement.to_json() for statement in self.statements],
            "links": [link.to_json() for link in self.links],
            "reader": self.reader.to_json() if self.reader else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reading:
        """Reads our JSON or a gold file. Raises RecordError where a field is missing or a span does not fit the text."""
        try:
            document = Document(
                text=data["text"], title=data.get("title"), url=data.get("url"), outlet=data.get("outlet"),
                published=data.get("published"), language=data.get("language"),
            )  # fmt: skip
            reading = cls(
                document=document,
                statements=tuple(Statement.from_json(item) for item in data["statements"]),
                links=tuple(Link.from_json(item) for item in data.get("links") or ()),
                reader=Reader.from_json(data["reader"]) if data.get("reader") else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"not a reading: {error!r}; compare with `onrecord schema`") from error
        check_spans(reading)
        return reading

    def _repr_html_(self) -> str:
        return fragment(self.document.text, self.statements, self.links)


def check_spans(reading: Reading) -> None:
    """Raises RecordError where a span is not the text it says it is."""
    text = reading.document.text
    for statement in reading.statements:
        for span in statement.spans:
            if text[span.start : span.end] != span.text:
                raise RecordError(
                    f"statement {statement.id}: characters {span.start} to {span.end} are "
                    f"{text[span.start : span.end]!r}, not {span.text!r}"
                )


def statement_key(document_id: str, statement: Statement) -> str:
    """The ledger's id of a statement: addressed by the document and the statement's spans, whatever order it was read in."""
    spans = [f"{span.start}-{span.end}" for span in (*statement.cue, *statement.content)]
    source = f"{statement.source.start}-{statement.source.end}" if statement.source else ""
    digest = hashlib.sha256("|".join((document_id, source, *spans)).encode()).hexdigest()
    return f"st:{digest[:24]}"


def with_ledger_ids(reading: Reading) -> Reading:
    """The same reading with content-addressed statement ids in place of `s1`, `s2` ..."""
    keys = {statement.id: statement_key(reading.document.id, statement) for statement in reading.statements}
    statements = tuple(
        replace(statement, id=keys[statement.id], inside=keys.get(statement.inside or ""))
        for statement in reading.statements
    )
    links = tuple(replace(link, from_=keys[link.from_], to=keys[link.to]) for link in reading.links)
    return replace(reading, statements=statements, links=links)
