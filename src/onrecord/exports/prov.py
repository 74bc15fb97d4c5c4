"""Where statements come from, as PROV-O (JSON-LD): addresses, captures, articles, readings, and what read them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import NAMESPACE, iri, json_object, party_id, without_null

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Link, Reader, Reading, Statement

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "onrecord": NAMESPACE,
}  # fmt: skip


def provenance(readings: Iterable[Reading], links: Iterable[Link] = (), _: Options = PLAIN) -> Iterator[bytes]:
    """A graph with, for each article, its entity, the activity that captured it (where that is known) and the one that
    read it, and an entity for each statement, derived from the article and attributed to the reader: that a party said
    it is the reader's finding. Parties are named by `dcterms:creator`. Links are derivations of a statement from another.

    Holds in memory the names of the readers.
    """
    return json_object({"@context": CONTEXT}, "@graph", _nodes(readings, links))


def _nodes(readings: Iterable[Reading], links: Iterable[Link]) -> Iterator[dict[str, Any]]:
    known: set[str] = set()
    for reading in readings:
        agent = _agent_iri(reading.reader)
        if agent not in known:
            known.add(agent)
            yield from _agent(agent, reading.reader)
        yield from _article(reading, agent)
        answers: dict[str, list[Link]] = {}
        for link in reading.links:
            answers.setdefault(link.from_, []).append(link)
        for statement in reading.statements:
            yield _statement(reading, statement, agent, answers.get(statement.id, ()))
    for link in links:
        yield {"@id": iri(link.from_), "prov:qualifiedDerivation": [_derivation(link)]}


def _agent_iri(reader: Reader | None) -> str:
    if reader is None:
        return f"{NAMESPACE}reader:unknown"
    models = hashlib.sha256(repr(reader.models).encode()).hexdigest()[:12]
    return f"{iri(f'reader:{reader.version}')}:{models}"


def _agent(agent: str, reader: Reader | None) -> Iterator[dict[str, Any]]:
    models = reader.models if reader else ()
    for name, digest in models:
        yield {
            "@id": iri(f"model:{digest}"), "@type": ["prov:Entity", "prov:Plan"], "dcterms:title": name, "onrecord:sha256": digest,
        }  # fmt: skip
    version = {"onrecord:version": reader.version} if reader else {}
    yield {"@id": agent, "@type": ["prov:Agent", "prov:SoftwareAgent"], "dcterms:title": "onrecord", **version}


def _article(reading: Reading, agent: str) -> Iterator[dict[str, Any]]:
    document, origin = reading.document, reading.document.origin
    capture = f"{iri(document.id)}:capture"
    yield without_null({
        "@id": iri(document.id), "@type": "prov:Entity", "dcterms:title": document.title, "dcterms:publisher": document.outlet,
        "dcterms:issued": document.published, "dcterms:language": document.language, "onrecord:sha256": document.sha256,
        "prov:hadPrimarySource": _reference(document.url) if document.url else None,
        "prov:wasGeneratedBy": _reference(capture) if origin else None,
    })  # fmt: skip
    if origin:
        yield without_null({
            "@id": capture, "@type": "prov:Activity", "dcterms:source": origin.source, "onrecord:record": origin.record,
            "onrecord:rawSha256": origin.raw_sha256, "prov:endedAtTime": _moment(origin.captured_at),
        })  # fmt: skip
    models = [_reference(iri(f"model:{digest}")) for _, digest in (reading.reader.models if reading.reader else ())]
    yield {
        "@id": f"{iri(document.id)}:reading", "@type": "prov:Activity", "prov:used": [_reference(iri(document.id)), *models],
        "prov:wasAssociatedWith": _reference(agent),
    }  # fmt: skip


def _statement(reading: Reading, statement: Statement, agent: str, answers: Iterable[Link]) -> dict[str, Any]:
    article = iri(reading.document.id)
    return without_null({
        "@id": iri(statement.id), "@type": "prov:Entity",
        "prov:wasDerivedFrom": _reference(article),
        "prov:wasQuotedFrom": _reference(article) if statement.quotation == "direct" else None,
        "prov:wasGeneratedBy": _reference(f"{article}:reading"),
        "prov:wasAttributedTo": _reference(agent),
        "prov:value": " … ".join(span.text for span in statement.content),
        "dcterms:creator": [_reference(iri(party_id(party))) for party in statement.speakers],
        "dcterms:date": statement.said_at.start if statement.said_at else None,
        "onrecord:act": statement.act, "onrecord:confidence": statement.confidence,
        "onrecord:start": statement.start, "onrecord:end": max(span.end for span in statement.spans),
        "prov:qualifiedDerivation": [_derivation(link) for link in answers],
    })  # fmt: skip


def _derivation(link: Link) -> dict[str, Any]:
    return {
        "@type": "prov:Derivation", "prov:entity": _reference(iri(link.to)), "onrecord:link": link.type,
        "onrecord:confidence": link.confidence,
    }  # fmt: skip


def _reference(id_: str) -> dict[str, str]:
    return {"@id": id_}


def _moment(at: str | None) -> dict[str, str] | None:
    return {"@value": at, "@type": "xsd:dateTime"} if at else None
