"""The reader: the only place that knows the order of the stages.

analyse → attribute → code → resolve → link → Reading
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages import load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse_many, take_parse
from onrecord.reader.analysis.admission import admit
from onrecord.reader.attribution import attribute, marked, quotation_of
from onrecord.reader.links import link
from onrecord.reader.parties import resolve
from onrecord.reader.version import made_with, reader_info
from onrecord.records import Document, Reading, Span, Statement
from onrecord.register import load_register

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis, Attribution, Coding, Roles
    from onrecord.register import Register

__all__ = ["read", "read_analysis", "read_doc", "read_many", "read_marked"]


def read(
    document: Document | str,
    *,
    language: Language | None = None,
    register: Register | None = None,
    min_confidence: float | None = None,
) -> Reading:
    """Reads one article: its statements, parties, acts and links, with evidence.

    `document` is a text or a Document; `language` and `register` default to the package's own;
    `min_confidence` keeps only statements at least so sure. Raises InputError where the text cannot be read.
    """
    return next(read_many((document,), language=language, register=register, min_confidence=min_confidence))


def read_many(
    documents: Iterable[Document | str],
    *,
    language: Language | None = None,
    register: Register | None = None,
    min_confidence: float | None = None,
) -> Iterator[Reading]:
    """Reads articles one after the other, in order; the parse goes in batches. Raises InputError at the first that
    cannot be read: ask `admit` beforehand where some may be bad.
    """
    language = language or load_language()
    register = register or load_register()
    admitted = (admit(_document(item), language) for item in documents)
    for analysis in analyse_many(admitted, language):
        yield read_analysis(analysis, language, register, min_confidence=min_confidence)


def read_analysis(
    analysis: Analysis, language: Language, register: Register, *, min_confidence: float | None = None
) -> Reading:
    """The reading of an article that is already parsed."""
    attributions = attribute(analysis, language)
    codings = code(analysis, attributions, language)
    roles = resolve(analysis, attributions, codings, language, register)
    statements = _kept(make_statements(attributions, codings, roles), min_confidence or 0.0)
    made = made_with(language, register, min_confidence)
    return Reading(analysis.document, statements, link(analysis, statements, language), made)


def read_marked(document: Document | str, *, language: Language | None = None) -> Reading:
    """What the tagger alone marks, by the conventions of the corpus that it learned from (whole verb groups as cues,
    attitudes and events too): to measure it on standoff gold. Its statements have spans and nothing else.
    """
    language = language or load_language()
    analysis = next(analyse_many((admit(_document(document), language),), language))

    def spans(ranges: tuple[tuple[int, int], ...]) -> tuple[Span, ...]:
        return tuple(Span(start, end, analysis.document.text[start:end]) for start, end in ranges)

    statements = tuple(
        Statement(
            id=f"s{number}",
            source=next(iter(spans(one.source)), None),
            cue=spans(one.cue),
            content=spans(one.content),
            quotation=quotation_of(spans(one.content), analysis),
            act="state",
            confidence=one.confidence,
        )
        for number, one in enumerate(marked(analysis, language), 1)
    )
    return Reading(analysis.document, statements, (), reader_info(language))


def read_doc(doc: Doc, language: Language, register: Register) -> Reading:
    """The reading of a document that spaCy has parsed already; the parse is taken as it is."""
    return read_analysis(take_parse(doc, language), language, register)


def _document(item: Document | str) -> Document:
    return Document(item) if isinstance(item, str) else item


def make_statements(
    attributions: tuple[Attribution, ...], codings: tuple[Coding, ...], roles: tuple[Roles, ...]
) -> tuple[Statement, ...]:
    """The statements, numbered in order, from what the stages found about each attribution."""
    return tuple(
        Statement(
            id=f"s{number}",
            source=attribution.source,
            cue=attribution.cue,
            content=attribution.content,
            quotation=attribution.quotation,
            act=coding.act,
            negated=coding.negated,
            hypothetical=coding.hypothetical,
            confidence=attribution.confidence,
            speakers=role.speakers,
            addressees=role.addressees,
            targets=role.targets,
            time=role.time,
            said_at=role.said_at,
            occasion=role.occasion,
            quantities=coding.quantities,
            codes=coding.codes,
            stance=coding.stance,
            inside=f"s{attribution.inside + 1}" if attribution.inside is not None else None,
        )
        for number, (attribution, coding, role) in enumerate(zip(attributions, codings, roles, strict=True), 1)
    )


def _kept(statements: tuple[Statement, ...], min_confidence: float) -> tuple[Statement, ...]:
    sure = {statement.id for statement in statements if statement.confidence >= min_confidence}
    return tuple(s for s in statements if s.id in sure and (s.inside is None or s.inside in sure))
