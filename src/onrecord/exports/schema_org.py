"""Statements as schema.org: a Quotation where the words are the party's own, else a Claim (JSON-LD)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import iri, json_object, party_id, without_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Link, Party, Reading, Statement

# A state that speaks or is spoken to is its government; what is not known to be one or the other has no type.
KINDS = {
    "person": "Person", "state": "GovernmentOrganization", "organisation": "Organization", "collective": "Organization",
}  # fmt: skip


def quotations_and_claims(
    readings: Iterable[Reading], _: Iterable[Link] = (), options: Options = PLAIN
) -> Iterator[bytes]:
    """A graph with a NewsArticle for each article and a Quotation (direct speech) or Claim for each statement.

    A Claim says that it was made, not that it holds: there are no ratings. The act is a keyword. Links between
    statements have no word in schema.org and are left out.
    """
    return json_object({"@context": "https://schema.org"}, "@graph", _nodes(readings, options))


def _nodes(readings: Iterable[Reading], options: Options) -> Iterator[dict[str, Any]]:
    for reading in readings:
        document = reading.document
        yield without_null({
            "@id": iri(document.id), "@type": "NewsArticle", "headline": document.title, "url": document.url,
            "publisher": {"@type": "Organization", "name": document.outlet} if document.outlet else None,
            "datePublished": document.published, "inLanguage": document.language, "identifier": f"sha256:{document.sha256}",
            "articleBody": document.text if options.text else None,
        })  # fmt: skip
        for statement in reading.statements:
            yield _statement(reading, statement)


def _statement(reading: Reading, statement: Statement) -> dict[str, Any]:
    article = {"@id": iri(reading.document.id)}
    quoted = statement.quotation == "direct"
    speakers = [_party(party) for party in statement.speakers]
    return without_null({
        "@id": iri(statement.id), "@type": "Quotation" if quoted else "Claim",
        "text": " … ".join(span.text for span in statement.content),
        "spokenByCharacter" if quoted else "creator": speakers,
        "isPartOf" if quoted else "appearance": article,
        "about": [_party(party) for party in statement.targets],
        "dateCreated": statement.said_at.start if statement.said_at else None,
        "keywords": f"not {statement.act}" if statement.negated else statement.act,
        "inLanguage": reading.document.language,
    })  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    kind = KINDS.get(party.kind)
    person = kind == "Person"
    return without_null({
        "@id": iri(party_id(party)), "@type": kind, "name": party.name,
        "jobTitle": party.role if person else None,
        "affiliation": {"@type": "Organization", "name": party.for_} if person and party.for_ else None,
    })  # fmt: skip
