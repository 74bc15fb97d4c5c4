"""The parser: spaCy with the language's model, sentences held to paragraphs."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language as Pipeline
from thinc.api import use_ops
from threadpoolctl import ThreadpoolController

from onrecord.errors import ModelMissing
from onrecord.languages.parties import party_words
from onrecord.languages.polarity import complements
from onrecord.reader.analysis import attributes, entities, lemmas, needs  # noqa: F401  # make their components known to spaCy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from onrecord.languages import Language


@Pipeline.component("onrecord_paragraphs")
def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Sets a sentence's start after each newline, which the parser then keeps."""
    after_newline = False
    for token in doc:
        if after_newline:
            token.is_sent_start = True
        after_newline = "\n" in token.text_with_ws or (after_newline and token.is_space)
    return doc


@cache
def load_parser(language: Language) -> Pipeline:
    """The first installed of the language's parser packages; a tokenizer and sentences by their marks for a language that
    names none.

    Raises ModelMissing where the language names parsers and none is installed.
    """
    if not language.parsers:
        blank = spacy.blank(language.code)
        blank.add_pipe("sentencizer")  # by marks alone; the stages ask for sentences
        blank.add_pipe("onrecord_paragraphs")
        return blank
    for package in language.parsers:
        if importlib.util.find_spec(package):
            pipeline = shipped(package, language)
            _quicken(pipeline)
            return pipeline
    names = " or ".join(language.parsers)
    raise ModelMissing(f"no parser for {language.code!r}: install the package {names.replace('_', '-')} with pip")


def shipped(package: str, language: Language) -> Pipeline:
    """A parser package's pipeline with all of its own parts, sentences held to paragraphs, the language's words with a stop
    known, and what verbs need put right.
    """
    with use_ops("numpy", use_blis=False):  # numpy's OpenBLAS gives the same parse in four fifths of the time
        pipeline: Pipeline = importlib.import_module(package).load()
    pipeline.add_pipe("onrecord_paragraphs", before="parser")
    words = party_words(language)
    of = {word for word, frame in complements(language).items() if frame == "of"}
    needed = {"hearer": words["needs_hearer"], "charge": words["needs_charge"], "of": of}
    pipeline.add_pipe("onrecord_needs", config={name: sorted(listed) for name, listed in needed.items()})
    tokenizer: Any = pipeline.tokenizer
    for word in language.words_with_stop:
        tokenizer.add_special_case(f"{word}.", [{"ORTH": word}, {"ORTH": "."}])
    return pipeline


def _quicken(pipeline: Pipeline) -> None:
    """Puts our own components, which give the same, in the place of three that take half of the parser's time."""
    for slow, quick in (
        ("attribute_ruler", "onrecord_attributes"),
        ("lemmatizer", "onrecord_lemmas"),
        ("ner", "onrecord_entities"),
    ):
        if slow in pipeline.pipe_names:
            pipeline.add_pipe(quick, before=slow)
            pipeline.remove_pipe(slow)


def parse(texts: Sequence[str], language: Language) -> list[Doc]:
    """The parses of some texts, in order, on one thread. Raises ModelMissing as `load_parser` does."""
    parser = load_parser(language)
    with _threads().limit(limits=1, user_api="blas"):  # more only spin: the matrices are small
        return list(parser.pipe(texts))


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
