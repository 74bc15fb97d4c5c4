"""What passes between the stages of the reader: each stage takes these and gives the next.

`analyse(Document, Language) -> Analysis`
`attribute(Analysis, Language) -> tuple[Attribution, ...]`
`code(Analysis, attributions, Language) -> tuple[Coding, ...]`
`resolve(Analysis, attributions, codings, Language, Register) -> tuple[Roles, ...]`
`link(Analysis, statements, Language) -> tuple[Link, ...]`

Codings and roles stand in the order of the attributions: the nth belongs to the nth.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from onrecord.records import Act, Codes, Document, Interval, Party, Quantity, Quotation, Span, Stance

ParagraphKind = Literal["body", "heading", "boilerplate", "dateline"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text with words on it. `kind` tells prose from headlines and from lines that say nothing."""

    start: int
    end: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Characters in quotation marks, the marks included. `depth` is 0 for the outermost, 1 for a quotation in it.

    `closed` is False where the closing mark is missing: the quotation goes on in the next paragraph, whose
    own opening mark repeats it, and `continues` is then True there.
    """

    start: int
    end: int
    depth: int = 0
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its parse: `doc` covers `document.text` exactly, so that `token.idx` is an offset in it.

    No sentence crosses a paragraph's end.
    """

    document: Document
    doc: Doc
    paragraphs: tuple[Paragraph, ...] = ()
    quotations: tuple[QuotedSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is reported to say what, as spans. `inside` is the index of the attribution that contains this one."""

    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotation: Quotation
    confidence: float = 1.0
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """What kind of act an attribution is, with the codes and quantities of its content."""

    act: Act
    negated: bool
    hypothetical: bool
    codes: Codes
    quantities: tuple[Quantity, ...] = ()
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is meant in an attribution, and when and on what occasion it was said."""

    speakers: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    time: str | None = None
    said_at: Interval | None = None
    occasion: str | None = None
    mentions: tuple[tuple[Span, Party], ...] = field(default=())
