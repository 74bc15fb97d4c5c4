"""Stage two: an analysis to its attributions.

A learned tagger proposes sources, cues and contents; rules over the parse bring them to the words that matter, give
quotations to their speakers and add what the tagger's corpus does not mark: nested statements and nouns that report.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.reader.attribution.beside import give_to_neighbours
from onrecord.reader.attribution.clauses import find_clauses, spell_out
from onrecord.reader.attribution.drafts import outer_quotations, overlap
from onrecord.reader.attribution.keep import is_statement
from onrecord.reader.attribution.nesting import add_found, nest
from onrecord.reader.attribution.nominal import find_nominal
from onrecord.reader.attribution.quoted import give_blocks, share_quotations
from onrecord.reader.attribution.relayed import give_to_quoted
from onrecord.reader.attribution.repair import repair
from onrecord.reader.attribution.rulings import read_rulings
from onrecord.reader.attribution.tagger import load_tagger, tag
from onrecord.reader.stages import Attribution
from onrecord.records import Span

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.languages import Language
    from onrecord.reader.attribution.drafts import Draft, Range
    from onrecord.reader.attribution.tagger import TaggedAttribution, Tagger
    from onrecord.reader.stages import Analysis
    from onrecord.records import Quotation

__all__ = ["attribute", "marked", "quotation_of"]

load = cache(load_tagger)


def attribute(analysis: Analysis, language: Language) -> tuple[Attribution, ...]:
    """Every attribution of the analysis, in order of its first word. Without a tagger, for a language that names none,
    these are the direct quotations alone. Raises ModelMissing where the language names a tagger that is not installed.
    """
    if language.model is None:
        return _quotations(analysis)
    tagged = [repair(one, analysis, language) for one in tag(analysis.doc, _tagger(language.model))]
    spelt = [spell_out(draft, analysis, language) for draft in tagged if draft]
    quoted = [give_to_quoted(draft, analysis, language) for draft in spelt]
    drafts = give_to_neighbours(quoted, analysis, language)
    drafts = share_quotations(drafts, analysis)
    drafts = [draft for draft in drafts if is_statement(draft, analysis, language)]
    drafts = read_rulings(drafts, analysis, language)
    taken = frozenset(draft.head.i for draft in drafts)
    found = [*find_clauses(analysis, language, taken), *find_nominal(analysis, language, taken)]
    found = give_blocks([draft for draft in found if is_statement(draft, analysis, language)], analysis)
    drafts = add_found(drafts, found, analysis)
    drafts.sort(key=lambda draft: (_start(draft), draft.cue))
    insides = nest(drafts)
    return tuple(_attribution(draft, inside, analysis) for draft, inside in zip(drafts, insides, strict=True))


def marked(analysis: Analysis, language: Language) -> tuple[TaggedAttribution, ...]:
    """What the tagger marks, by its corpus's conventions and with nothing mended: to measure the tagger alone."""
    return tag(analysis.doc, _tagger(language.model)) if language.model else ()


def _tagger(folder: Path) -> Tagger:
    return load(folder)


def _start(draft: Draft) -> int:
    return min(int(start) for start, _ in (*draft.content, draft.cue, *((draft.source,) if draft.source else ())))


def _attribution(draft: Draft, inside: int | None, analysis: Analysis) -> Attribution:
    def span(range_: Range) -> Span:
        return Span(*range_, analysis.document.text[range_[0] : range_[1]])

    content = tuple(span(part) for part in draft.content)
    return Attribution(
        source=span(draft.source) if draft.source else None,
        cue=(span(draft.cue),),
        content=content,
        quotation=quotation_of(content, analysis),
        confidence=round(draft.confidence, 3),
        inside=inside,
    )


def quotation_of(content: tuple[Span, ...], analysis: Analysis) -> Quotation:
    """Direct where every word of the content stands in quotation marks, mixed where some do, else indirect."""
    marks = [(one.start, one.end) for one in analysis.quotations]
    inside = outside = 0
    for part in content:
        for start, end in _words(part):
            if any(low <= start and end <= high for low, high in marks):
                inside += 1
            elif not any(overlap((start, end), pair) for pair in marks):
                outside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _words(part: Span) -> list[Range]:
    words, at = [], part.start
    for word in part.text.split():
        start = part.start + part.text.index(word, at - part.start)
        at = start + len(word)
        if any(map(str.isalnum, word)):
            words.append((start, at))
    return words


def _quotations(analysis: Analysis) -> tuple[Attribution, ...]:
    text = analysis.document.text
    return tuple(
        Attribution(None, (), (Span(one.start, one.end, text[one.start : one.end]),), "direct")
        for one in outer_quotations(analysis)
        if len(text[one.start : one.end].split()) > 2
    )
