"""Parties and statements as a graph (GraphML): who said what, to and about whom, and what answers what."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import party_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.records import Link, Party, Reading, Statement

NODE = {
    "kind": "string", "label": "string", "act": "string", "negated": "boolean", "quotation": "string",
    "confidence": "double", "said": "string", "published": "string", "article": "string", "title": "string",
    "url": "string", "for": "string", "party_kind": "string",
}  # fmt: skip
EDGE = {"type": "string", "confidence": "double"}
# XML 1.0 has no place for these, not even escaped.
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(readings: Iterable[Reading], links: Iterable[Link] = (), _: Options = PLAIN) -> Iterator[bytes]:
    """A directed graph. Nodes are statements and parties (`kind`); edges lead from the speaker to the statement
    (`says`), from it to whom it is about (`about`) and said to (`to`), from a statement to the one that it stands
    `inside`, and from an answer to what it `rebuts`, `counters`, `accepts`, `repeats` or `details`.

    Holds in memory 16 bytes for each different party.
    """
    yield from _head()
    known: set[bytes] = set()
    for reading in readings:
        for statement in reading.statements:
            yield _node(statement.id, _statement_data(reading, statement))
            yield from _parties(statement, known)
        yield from map(_link, reading.links)
    yield from map(_link, links)
    yield b"</graph>\n</graphml>\n"


def _head() -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for of, keys in (("node", NODE), ("edge", EDGE)):
        for name, type_ in keys.items():
            yield f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{type_}"/>\n'.encode()
    yield b'<graph id="onrecord" edgedefault="directed">\n'


def _parties(statement: Statement, known: set[bytes]) -> Iterator[bytes]:
    sides = (("says", statement.speakers), ("about", statement.targets), ("to", statement.addressees))
    for type_, parties in sides:
        for party in parties:
            id_ = party_id(party)
            digest = hashlib.blake2b(id_.encode("utf-8", "replace"), digest_size=16).digest()
            if digest not in known:
                known.add(digest)
                yield _node(id_, _party_data(party))
            ends = (id_, statement.id) if type_ == "says" else (statement.id, id_)
            yield _edge(*ends, {"type": type_})
    if statement.inside:
        yield _edge(statement.id, statement.inside, {"type": "inside"})


def _link(link: Link) -> bytes:
    return _edge(link.from_, link.to, {"type": link.type, "confidence": link.confidence})


def _statement_data(reading: Reading, statement: Statement) -> dict[str, Any]:
    document = reading.document
    return {
        "kind": "statement", "label": " … ".join(span.text for span in statement.content), "act": statement.act,
        "negated": statement.negated, "quotation": statement.quotation, "confidence": statement.confidence,
        "said": statement.said_at.start if statement.said_at else None, "published": document.published,
        "article": document.id, "title": document.title, "url": document.url,
    }  # fmt: skip


def _party_data(party: Party) -> dict[str, Any]:
    return {"kind": "party", "label": party.name, "for": party.for_, "party_kind": party.kind}


def _node(id_: str, data: Mapping[str, Any]) -> bytes:
    return f"<node id={_attribute(id_)}>{_data('node', data)}</node>\n".encode()


def _edge(source: str, target: str, data: Mapping[str, Any]) -> bytes:
    ends = f"source={_attribute(source)} target={_attribute(target)}"
    return f"<edge {ends}>{_data('edge', data)}</edge>\n".encode()


def _data(of: str, data: Mapping[str, Any]) -> str:
    return "".join(
        f'<data key="{of}_{name}">{escape(_words(value))}</data>' for name, value in data.items() if value is not None
    )


def _words(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else NO_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _attribute(text: str) -> str:
    return quoteattr(_words(text))
