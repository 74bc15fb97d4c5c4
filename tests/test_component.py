"""The spaCy component: the same reading on a spaCy user's own pipeline."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
import spacy

from onrecord import read
from onrecord.errors import InputError, UnsupportedLanguage
from onrecord.languages import load_language
from onrecord.reader.analysis.parser import load_parser

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

TEXT = "Ministers denied the claims. “There is no plan,” said Ana Ruiz, a spokeswoman."


@pytest.fixture(scope="module")
def nlp() -> Pipeline:
    package = next(name for name in load_language().parsers if find_spec(name))
    pipeline: Pipeline = import_module(package).load()
    pipeline.add_pipe("onrecord")
    return pipeline


def test_the_reading_stands_on_the_document(nlp: Pipeline) -> None:
    assert nlp(TEXT)._.reading.statements == read(TEXT).statements


def test_batches_give_the_same(nlp: Pipeline) -> None:
    assert [doc._.reading for doc in nlp.pipe([TEXT, TEXT])] == [nlp(TEXT)._.reading] * 2


def test_an_empty_document_has_an_empty_reading(nlp: Pipeline) -> None:
    assert nlp("")._.reading.statements == ()


def test_the_parser_of_the_reader_is_left_alone() -> None:
    assert "onrecord" not in load_parser(load_language()).pipe_names


def test_a_pipeline_without_a_parser_is_told_so() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("onrecord")
    with pytest.raises(InputError, match="add a parser"):
        pipeline(TEXT)


@pytest.mark.slow
def test_another_language_is_told_so() -> None:
    with pytest.raises(UnsupportedLanguage, match="'fr'"):
        spacy.blank("fr").add_pipe("onrecord")
