"""A statement and a link between two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from onrecord.records.values import Act, Codes, Interval, LinkType, Party, Quantity, Quotation, Span, Stance


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed statement: who is reported to have said what, about whom, to whom, when, in whose words."""

    id: str
    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotation: Quotation
    act: Act
    negated: bool = False
    hypothetical: bool = False
    confidence: float = 1.0
    speakers: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    time: str | None = None
    said_at: Interval | None = None
    occasion: str | None = None
    quantities: tuple[Quantity, ...] = ()
    codes: Codes = field(default_factory=Codes)
    stance: Stance | None = None
    inside: str | None = None

    @property
    def start(self) -> int:
        """Where the statement's first marked word begins."""
        return min(span.start for span in self.spans)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of the statement: source, cue, content."""
        return ((self.source,) if self.source else ()) + self.cue + self.content

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "source": self.source.to_json() if self.source else None,
            "cue": [span.to_json() for span in self.cue],
            "content": [span.to_json() for span in self.content],
            "quotation": self.quotation,
            "act": self.act,
            "negated": self.negated,
            "hypothetical": self.hypothetical,
            "confidence": self.confidence,
            "speakers": [party.to_json() for party in self.speakers],
            "addressees": [party.to_json() for party in self.addressees],
            "targets": [party.to_json() for party in self.targets],
            "time": self.time,
            "said_at": self.said_at.to_json() if self.said_at else None,
            "occasion": self.occasion,
            "quantities": [quantity.to_json() for quantity in self.quantities],
            "codes": self.codes.to_json(),
            "stance": self.stance.to_json() if self.stance else None,
            "inside": self.inside,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Statement:
        def parties(key: str) -> tuple[Party, ...]:
            return tuple(Party.from_json(party) for party in data.get(key) or ())

        return cls(
            id=data["id"],
            source=Span.from_json(data["source"]) if data.get("source") else None,
            cue=tuple(Span.from_json(span) for span in data["cue"]),
            content=tuple(Span.from_json(span) for span in data["content"]),
            quotation=cast("Quotation", data["quotation"]),
            act=cast("Act", data["act"]),
            negated=bool(data.get("negated", False)),
            hypothetical=bool(data.get("hypothetical", False)),
            confidence=float(data.get("confidence", 1.0)),
            speakers=parties("speakers"),
            addressees=parties("addressees"),
            targets=parties("targets"),
            time=data.get("time"),
            said_at=Interval.from_json(data["said_at"]) if data.get("said_at") else None,
            occasion=data.get("occasion"),
            quantities=tuple(Quantity.from_json(item) for item in data.get("quantities") or ()),
            codes=Codes.from_json(data.get("codes") or {}),
            stance=Stance.from_json(data["stance"]) if data.get("stance") else None,
            inside=data.get("inside"),
        )


@dataclass(frozen=True, slots=True)
class Link:
    """One statement answers or takes up another: `from_` is the later or answering one (JSON `from`)."""

    from_: str
    type: LinkType
    to: str
    confidence: float = 1.0
    evidence: Span | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "from": self.from_, "type": self.type, "to": self.to, "confidence": self.confidence,
            "evidence": self.evidence.to_json() if self.evidence else None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Link:
        return cls(
            from_=data["from"], type=cast("LinkType", data["type"]), to=data["to"],
            confidence=float(data.get("confidence", 1.0)),
            evidence=Span.from_json(data["evidence"]) if data.get("evidence") else None,
        )  # fmt: skip
