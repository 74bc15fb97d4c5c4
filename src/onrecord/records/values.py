"""The small values that statements are made of, and the closed vocabularies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

Quotation = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "state", "estimate", "believe", "announce", "promise", "permit", "agree", "praise", "concede",
    "ask", "demand", "propose", "warn", "threaten", "criticise", "accuse", "deny", "refuse",
]  # fmt: skip
LinkType = Literal["rebuts", "counters", "accepts", "repeats", "details"]
PartyKind = Literal["person", "state", "organisation", "collective", "anonymous", "unknown"]
Precision = Literal["year", "month", "week", "day", "hour", "minute", "vague"]

ACTS: tuple[Act, ...] = get_args(Act)
LINK_TYPES: tuple[LinkType, ...] = get_args(LinkType)
QUOTATIONS: tuple[Quotation, ...] = get_args(Quotation)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `[start, end)` of a document's text, and the words that stand there."""

    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Span:
        return cls(int(data["start"]), int(data["end"]), str(data["text"]))

    def overlaps(self, other: Span) -> bool:
        """True where both share at least one character."""
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=2)
def _sha256(text: str) -> str:
    """Kept of the last texts: each statement of an article asks for its article's id."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """An article as it was read: its text and what is known about it.

    `published` is an ISO 8601 date or date and time, or None. `origin` says where the text came from
    (a path, a URL, a WARC record) and is kept by the ledger; it is no part of the reading's JSON.
    """

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    origin: Origin | None = None

    @property
    def sha256(self) -> str:
        """The hash of the text, as UTF-8."""
        return _sha256(self.text)

    @property
    def id(self) -> str:
        """Content-addressed: the same text from the same address (else outlet) is the same document."""
        where = self.url or self.outlet or ""
        digest = hashlib.sha256(f"{where}\n{self.sha256}".encode("utf-8", "surrogatepass")).hexdigest()
        return f"doc:{digest[:24]}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: `source` is a path or URL, `record` a place in it (line, offset, WARC record id),
    `raw_sha256` the hash of the bytes captured, `captured_at` an ISO 8601 time in UTC.
    """

    source: str
    record: str | None = None
    raw_sha256: str | None = None
    captured_at: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who is meant. `for_` (JSON `for`) is the state (ISO 3166 alpha-3) or organisation it speaks for, None if unknown.

    `id` is a register id such as `state:CHN` or `org:NATO`, or one made from name and affiliation.
    """

    name: str
    for_: str | None = None
    id: str | None = None
    kind: PartyKind = "unknown"
    role: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "name": self.name, "for": self.for_, "kind": self.kind, "role": self.role}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Party:
        affiliation = data.get("for")
        return cls(
            name=data["name"],
            for_=None if affiliation in (None, "null", "") else affiliation,
            id=data.get("id"),
            kind=data.get("kind", "unknown"),
            role=data.get("role"),
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """When something was said: ISO 8601 dates (or times), both inclusive, and how precisely it is known."""

    start: str
    end: str
    precision: Precision

    def to_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "precision": self.precision}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Interval:
        return cls(data["start"], data["end"], data["precision"])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a statement's content: its value, unit, what it counts, and the word that loosens it."""

    span: Span
    value: float
    unit: str | None = None
    of: str | None = None
    approximator: str | None = None
    high: float | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "span": self.span.to_json(), "value": self.value, "high": self.high,
            "unit": self.unit, "of": self.of, "approximator": self.approximator,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Quantity:
        return cls(
            span=Span.from_json(data["span"]), value=data["value"], unit=data.get("unit"), of=data.get("of"),
            approximator=data.get("approximator"), high=data.get("high"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Codes:
    """The event codes of others, each None where their scheme has no place for the act."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    goldstein: float | None = None
    quad: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "plover": self.plover, "plover_mode": self.plover_mode, "cameo": self.cameo,
            "goldstein": self.goldstein, "quad": self.quad,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Codes:
        return cls(
            plover=data.get("plover"), plover_mode=data.get("plover_mode"), cameo=data.get("cameo"),
            goldstein=data.get("goldstein"), quad=data.get("quad"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stance:
    """How the act stands toward its target: -1 hostile, 0 neutral, 1 friendly, and the rule that said so."""

    value: int
    rule: str

    def to_json(self) -> dict[str, Any]:
        return {"value": self.value, "rule": self.rule}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Stance:
        return cls(data["value"], data["rule"])


@dataclass(frozen=True, slots=True)
class Reader:
    """What made a reading: the version of the reader and the hash of each model it used."""

    version: str
    models: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"version": self.version, "models": dict(self.models)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reader:
        return cls(data["version"], tuple(sorted((data.get("models") or {}).items())))
