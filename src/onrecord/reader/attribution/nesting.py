"""Which drafts stand in which, and which say the same twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.reader.attribution.drafts import Draft, outer_quotations, overlap, tidy, within

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reader.attribution.drafts import Range
    from onrecord.reader.stages import Analysis

MOST_SHARED = 0.7
"""Characters of a shorter content that may lie in another statement's beside it; with more both are one."""
NEAR = 10
"""Characters between a quotation's end and the participle that goes on reporting: ", also "."""


def add_found(tagged: list[Draft], found: list[Draft], analysis: Analysis) -> list[Draft]:
    """The tagger's drafts and those that rules found beside them or in their contents.

    A clause that a participle adds to the reporting clause ("..., also observing that ...") is cut out of the content
    that swallowed it.
    """
    drafts = list(tagged)
    for proposed in found:
        holder = next((n for n, other in enumerate(drafts) if _holds(other, proposed)), None)
        draft = proposed if holder is None else _clipped(proposed, drafts[holder])
        if holder is None:
            if not any(_same(draft, other) and not _displays(draft, other) for other in drafts):
                drafts.append(draft)
        elif _beside(draft, drafts[holder], analysis):
            kept = _cut(drafts[holder], draft, analysis)
            if kept:
                drafts[holder] = kept
            drafts.append(
                replace(draft, source=drafts[holder].source or draft.source, confidence=drafts[holder].confidence)
            )
        elif (draft.found != "object" or _is_core(draft, drafts[holder])) and not _is_all_of(draft, drafts[holder]):
            drafts.append(draft)
    return drafts


def _holds(outer: Draft, inner: Draft) -> bool:
    return any(within(inner.cue, part) for part in outer.content)


def _clipped(inner: Draft, outer: Draft) -> Draft:
    """The inner draft without what reaches out of the part of the outer content that holds its cue."""
    part = next(part for part in outer.content if within(inner.cue, part))
    content = tuple((start, min(end, part[1])) for start, end in inner.content if start < part[1])
    return replace(inner, content=content) if content else inner


def _same(one: Draft, other: Draft) -> bool:
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one.content for b in other.content)
    length = min(sum(b - a for a, b in one.content), sum(b - a for a, b in other.content))
    return overlap(one.cue, other.cue) or shared > MOST_SHARED * length


def _displays(outer: Draft, inner: Draft) -> bool:
    """True where one reports in a displayed quotation of the other, another sentence than its cue's."""
    return _holds(outer, inner) and outer.head.sent != inner.head.sent


def _is_all_of(inner: Draft, outer: Draft) -> bool:
    """True where the inner statement's content would be its cue's whole surroundings and says nothing of its own."""
    return inner.source == outer.source and inner.content == outer.content


def _is_core(inner: Draft, outer: Draft) -> bool:
    """True where the inner cue is the main verb of what another reports: "The union condemned the plan, according to ..."."""
    if inner.head.i + 1 < len(inner.head.doc) and inner.head.nbor().tag_ in {"NNS", "NN"}:
        return False  # "has alleged ties to the army"
    subjects = [child for child in inner.head.children if child.dep_ == "nsubj" and child.pos_ != "PRON"]
    direct = inner.head.dep_ == "ccomp" and inner.head.head == outer.head
    return bool(subjects) and (direct or inner.head.is_ancestor(outer.head))


def _beside(inner: Draft, outer: Draft, analysis: Analysis) -> bool:
    """True for a participle outside quotation marks whose clause hangs on the outer cue's."""
    if inner.found == "beside":
        return True
    if inner.head.tag_ != "VBG" or inner.head.dep_ not in {"advcl", "conj"}:
        return False
    quotations = outer_quotations(analysis)
    if any(one.start <= inner.cue[0] < one.end for one in quotations):
        return False
    if any(
        one.start >= part[0] and 0 <= inner.cue[0] - one.end <= NEAR for one in quotations for part in outer.content
    ):
        return True
    return outer.head.is_ancestor(inner.head) and not any(a.dep_ in {"ccomp", "relcl"} for a in _between(inner, outer))


def _between(inner: Draft, outer: Draft) -> list[Token]:
    path = [inner.head]
    while path[-1] != outer.head and path[-1].head != path[-1]:
        path.append(path[-1].head)
    return path[:-1]


def _cut(outer: Draft, inner: Draft, analysis: Analysis) -> Draft | None:
    """The outer draft without the participle's clause."""
    clause = [token for token in inner.head.subtree if not token.is_space]
    before = inner.head.nbor(-1) if inner.head.i else inner.head
    clause = [before, *clause] if before.pos_ == "CCONJ" and clause[0] == inner.head else clause
    low, high = clause[0].idx, max(clause[-1].idx + len(clause[-1].text), *(part[1] for part in inner.content))
    parts: list[Range] = []
    for start, end in outer.content:
        for piece in ((start, min(end, low)), (max(start, high), end)):
            kept = tidy(analysis.document.text, piece, analysis.quotations) if piece[0] < piece[1] else None
            if kept:
                parts.append(kept)
    return replace(outer, content=tuple(parts)) if parts else None


def nest(drafts: list[Draft]) -> list[int | None]:
    """For each draft the number of the smallest one whose content holds it all: cue and content."""
    return [_outer(number, drafts) for number in range(len(drafts))]


def _outer(number: int, drafts: list[Draft]) -> int | None:
    draft = drafts[number]
    best: int | None = None
    for other, outer in enumerate(drafts):
        if other == number or not _holds(outer, draft):
            continue
        if not all(any(within(part, theirs) for theirs in outer.content) for part in draft.content):
            continue
        if best is None or _size(outer) < _size(drafts[best]):
            best = other
    return best


def _size(draft: Draft) -> int:
    return sum(end - start for start, end in draft.content)
