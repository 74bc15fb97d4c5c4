"""The reporting clause: which words of a sentence stand by a statement and not in what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Span

VERBAL = {"VERB", "AUX"}
# How a verb may stand under another whose time and place it shares: "filed a motion claiming", "met and said".
SHARING = {"acl", "advcl", "xcomp", "conj", "pcomp", "prep", "dobj", "pobj", "appos", "oprd", "attr"}


@dataclass(frozen=True, slots=True)
class Reporting:
    """A cue in its sentence: its head, the heads over it from the nearest up, and the places of source and content."""

    doc: Doc
    head: Token
    over: tuple[Token, ...]
    source: frozenset[int]
    content: frozenset[int]

    @property
    def sentence(self) -> tuple[int, int]:
        """The offsets of the sentence that the cue stands in."""
        return self.head.sent.start_char, self.head.sent.end_char

    def is_outside(self, token: Token) -> bool:
        """True for words that are no part of what is said."""
        return token.i not in self.content


def find_reporting(analysis: Analysis, attribution: Attribution) -> Reporting | None:
    """The reporting clause of an attribution; None where no token stands at its cue or nothing is parsed."""
    cue = _places(analysis, attribution.cue)
    if not cue or not analysis.doc.has_annotation("SENT_START"):
        return None
    head = min((analysis.doc[i] for i in cue), key=lambda token: (len(list(token.ancestors)), token.i))
    source = _places(analysis, (attribution.source,)) if attribution.source else frozenset()
    content = _places(analysis, attribution.content) - cue
    return Reporting(analysis.doc, head, _sharing(head, source, content), source, content)


def _places(analysis: Analysis, spans: tuple[Span, ...]) -> frozenset[int]:
    """The numbers of the tokens that spans touch, spaces left out."""
    found: set[int] = set()
    for span in spans:
        chars = analysis.doc.char_span(span.start, span.end, alignment_mode="expand")
        found.update(token.i for token in chars or () if not token.is_space)
    return frozenset(found)


def _sharing(head: Token, source: frozenset[int], content: frozenset[int]) -> tuple[Token, ...]:
    """The heads over a cue as long as they share its time and place; a clause that only stands beside it ends them."""
    found: list[Token] = []
    token = head
    while token.dep_ in SHARING and token.head != token and token.head.i not in content:
        if _has_own_subject(token, source):
            break
        token = token.head
        found.append(token)
    return tuple(found)


def _has_own_subject(token: Token, source: frozenset[int]) -> bool:
    """True for a clause after a preposition that brings its own speaker: "with officials saying"."""
    if token.dep_ == "acl":
        return token.head.i in source and token.head.dep_ == "pobj"
    return token.dep_ == "pcomp" and any(child.dep_ == "nsubj" for child in token.children)


def distance(reporting: Reporting, token: Token) -> int | None:
    """How far up from the cue the clause of a word is: 0 for the cue's own; None where it stands by something else."""
    if not reporting.is_outside(token):
        return None
    climbing = token
    while True:
        if climbing == reporting.head:
            return 0
        if climbing in reporting.over:
            return 1 + reporting.over.index(climbing)
        if climbing.head == climbing or (climbing.pos_ in VERBAL and climbing != token):
            return None
        climbing = climbing.head
