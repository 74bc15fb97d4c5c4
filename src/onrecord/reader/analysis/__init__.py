"""Stage one: a document to its parse, paragraphs and quotations."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from onrecord.reader.analysis.paragraphs import find_paragraphs
from onrecord.reader.analysis.parser import parse
from onrecord.reader.analysis.quotations import find_quotations
from onrecord.reader.stages import Analysis
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from onrecord.languages import Language

__all__ = ["analyse", "analyse_many", "take_parse"]

BATCH = 4  # articles a parser batch; larger ones take memory and no less time


def analyse(document: Document, language: Language) -> Analysis:
    """The document's analysis. `analysis.doc` covers the text exactly."""
    return next(analyse_many((document,), language))


def analyse_many(documents: Iterable[Document], language: Language) -> Iterator[Analysis]:
    """The analyses of many documents, in order; parsing goes in batches."""
    remaining = iter(documents)
    while batch := list(islice(remaining, BATCH)):
        for document, doc in zip(batch, parse([document.text for document in batch], language), strict=True):
            yield _analysis(document, doc, language)


def take_parse(doc: Doc, language: Language) -> Analysis:
    """The analysis of a document that spaCy has parsed already."""
    return _analysis(Document(doc.text, language=language.code), doc, language)


def _analysis(document: Document, doc: Doc, language: Language) -> Analysis:
    paragraphs = find_paragraphs(document.text, language)
    return Analysis(document, doc, paragraphs, find_quotations(document.text, paragraphs))
