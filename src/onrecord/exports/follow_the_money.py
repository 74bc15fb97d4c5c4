"""Parties, articles and who said what of whom as FollowTheMoney entities, a line of JSON each, for Aleph and its kin."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from onrecord.exports.acts import act_words
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import json_line, party_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document, Link, Party, Reading, Statement

# A party of no known kind is a legal entity, the broadest schema that can speak.
SCHEMATA = {"person": "Person", "state": "PublicBody", "organisation": "Organization", "collective": "Organization"}
# Languages are told by three letters there; one that is not read here is left out.
LANGUAGES = {"en": "eng"}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # no text of theirs holds these
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}:\d{2})?)?)?")


def entities(readings: Iterable[Reading], _: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """An Article for each article, a Person, PublicBody, Organization or LegalEntity for each party, an UnknownLink from
    each speaker to each target or addressee of a statement, with the act as its role and the article as its proof, and a
    Documentation for a speaker whose statement is about nobody. Links between statements have no schema and are left out.

    Anonymous parties are left out: they are not one body from article to article. Holds in memory 16 bytes for each party.
    """
    known: set[bytes] = set()
    for reading in readings:
        yield json_line(_article(reading.document, options))
        for statement in reading.statements:
            for party in (*statement.speakers, *statement.targets, *statement.addressees):
                digest = hashlib.blake2b(party_id(party).encode("utf-8", "replace"), digest_size=16).digest()
                if _is_somebody(party) and digest not in known:
                    known.add(digest)
                    yield json_line(_party(party))
            yield from map(json_line, _sayings(reading.document, statement))


def _article(document: Document, options: Options) -> dict[str, Any]:
    return _entity(
        _id(document.id), "Article", title=document.title, sourceUrl=document.url, publisher=document.outlet,
        publishedAt=_date(document.published), language=LANGUAGES.get((document.language or "").lower().partition("-")[0]),
        bodyText=document.text if options.text else None, keywords=f"sha256:{document.sha256}",
    )  # fmt: skip


def _party(party: Party) -> dict[str, Any]:
    person = party.kind == "person"
    schema = SCHEMATA.get(party.kind, "LegalEntity")
    return _entity(
        _party_id(party), schema, name=party.name, position=party.role if person else None,
        notes=f"speaks for {party.for_}" if party.for_ and party.for_ != party.name else None,
    )  # fmt: skip


def _sayings(document: Document, statement: Statement) -> Iterator[dict[str, Any]]:
    said_at = statement.said_at
    facts = {
        "role": act_words(statement.act, negated=statement.negated), "recordId": statement.id,
        "description": " … ".join(span.text for span in statement.content), "sourceUrl": document.url,
        "publisher": document.outlet,
        "startDate": _date(said_at.start) if said_at else None, "endDate": _date(said_at.end) if said_at else None,
    }  # fmt: skip
    for speaker in filter(_is_somebody, statement.speakers):
        others = {_party_id(party) for party in (*statement.targets, *statement.addressees) if _is_somebody(party)}
        others.discard(_party_id(speaker))
        for other in sorted(others):
            id_ = _id(f"{statement.id}-{_party_id(speaker)}-{other}")
            ends = {"subject": _party_id(speaker), "object": other, "proof": _id(document.id)}
            yield _entity(id_, "UnknownLink", **facts, **ends)
        if not others:
            ends = {"document": _id(document.id), "entity": _party_id(speaker)}
            yield _entity(_id(f"{statement.id}-{_party_id(speaker)}"), "Documentation", **facts, **ends)


def _is_somebody(party: Party) -> bool:
    return party.kind != "anonymous" and bool(party.name.strip())


def _entity(id_: str, schema: str, **properties: str | None) -> dict[str, Any]:
    told = {name: CONTROL.sub("", value) for name, value in properties.items() if value}
    return {"id": id_, "schema": schema, "properties": {name: [value] for name, value in told.items() if value}}


def _id(id_: str) -> str:
    return id_.replace(":", "-")


def _party_id(party: Party) -> str:
    return f"party-{hashlib.sha256(party_id(party).encode('utf-8', 'replace')).hexdigest()[:24]}"


def _date(words: str | None) -> str | None:
    match = DATE.match(words or "")
    return match[0] if match else None
