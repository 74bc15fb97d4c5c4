"""Reporting clauses right behind a quotation that the tagger gave to nobody, or to a cue of another paragraph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.reader.attribution.clauses import subject_of
from onrecord.reader.attribution.drafts import Draft, outer_quotations, overlap, range_of, tidy, tokens_in
from onrecord.reader.attribution.heads import rows_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.reader.attribution.drafts import Range
    from onrecord.reader.stages import Analysis, QuotedSpan

SURE = 0.8
"""All six that this rule finds in 300 articles of Wikinews and 250 of PolNeAR's training part are right; six are few."""
LEAST_WORDS = 4
"""Words of a quotation that is taken for speech; fewer are a name or a turn of phrase."""
FARTHEST = 12
"""Tokens from the quotation to the verb that reports it."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def give_to_neighbours(drafts: list[Draft], analysis: Analysis, language: Language) -> list[Draft]:
    """The drafts, with one more for each finite verb of saying that follows a quotation and heads none; a quotation that a
    cue of another paragraph had is taken from it.
    """
    heads = frozenset(draft.head.i for draft in drafts)
    for one in outer_quotations(analysis):
        verb = _verb_behind(one, analysis, language)
        span = (one.start, one.end)
        near = [draft for draft in drafts if any(overlap(part, span) for part in draft.content) and verb is not None]
        if verb is None or verb.i in heads or any(not _is_apart(draft, one, analysis) for draft in near):
            continue
        source = subject_of(verb)
        row = next((row for row in rows_of(verb, language) if "quote" in row.frames), None)
        said = tidy(analysis.document.text, range_of(source)) if source else None
        if row is None or said is None or overlap(said, span):
            continue
        drafts = [_without(draft, span) for draft in drafts]
        cue = (verb.idx, verb.idx + len(verb.text))
        drafts.append(Draft(said, cue, (span,), SURE, verb, row))
    return [draft for draft in drafts if draft.content]


def _verb_behind(one: QuotedSpan, analysis: Analysis, language: Language) -> Token | None:
    """The verb whose clause begins where the quotation ends, in its line."""
    text, doc = analysis.document.text, analysis.doc
    if not one.closed or len(text[one.start : one.end].split()) < LEAST_WORDS:
        return None
    last = tokens_in(doc, (one.end - 1, one.end))
    behind = doc[last[-1].i + 1 : last[-1].i + 1 + FARTHEST] if last else ()
    for token in behind:
        if token.is_space or token.is_quote:
            return None
        if token.tag_ in FINITE and token.pos_ == "VERB" and rows_of(token, language):
            subject = subject_of(token)
            first = min(token.idx, subject[0].idx) if subject else token.idx
            reports = not any(child.dep_ in {"ccomp", "xcomp"} and child.i > token.i for child in token.children)
            return token if reports and not text[one.end : first].strip(" ,") else None
    return None


def _is_apart(draft: Draft, one: QuotedSpan, analysis: Analysis) -> bool:
    """True for a draft whose cue stands in another line than the quotation."""
    low, high = sorted((draft.cue[0], one.start))
    return "\n" in analysis.document.text[low:high]


def _without(draft: Draft, span: Range) -> Draft:
    return replace(draft, content=tuple(part for part in draft.content if not overlap(part, span)))
