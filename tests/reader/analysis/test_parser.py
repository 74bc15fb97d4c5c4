"""The parser's quick components against spaCy's own: the same matches, words and entities for any text."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.languages import load_language
from onrecord.reader.analysis.attributes import RulerMatches, make_attributes
from onrecord.reader.analysis.entities import Entities, make_entities
from onrecord.reader.analysis.lemmas import RememberedLemmas, make_lemmas
from onrecord.reader.analysis.parser import load_parser, shipped
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

EXAMPLES = [
    json.loads(line)["text"]
    for line in (REPOSITORY / "examples" / "wikinews.jsonl").read_text(encoding="utf-8").splitlines()
]
# Words that the ruler's patterns name, the beginnings of names, and marks: what the two ways may differ on.
WORDS = re.findall(
    r"\S+|[\n\t]",
    "There is are 's gon na got ta let 's y' all c'm on you it I her his do did had been not n't ol' \n \t  , . \" ( ) - "
    "Barack Obama Angela Merkel the European Union U.N. Berlin on Friday 3 May 2024 two million dollars $ 50 % said that",
)
READ = ("text", "tag_", "pos_", "morph", "lemma_", "dep_", "ent_iob_", "ent_type_", "is_sent_start")


@pytest.fixture(scope="module")
def own() -> Pipeline:
    """The parser with spaCy's own components, as `load_parser` would use it."""
    language = load_language()
    return shipped(next(name for name in language.parsers if find_spec(name)), language)


def assert_same(own: Pipeline, texts: list[str]) -> None:
    for theirs, ours in zip(own.pipe(texts), load_parser(load_language()).pipe(texts), strict=True):
        assert columns(ours) == columns(theirs)
        assert [(one.start, one.end, one.label_) for one in ours.ents] == [
            (one.start, one.end, one.label_) for one in theirs.ents
        ]


def columns(doc: Doc) -> list[tuple[str, ...]]:
    return [tuple(str(getattr(token, name)) for name in READ) for token in doc]


def test_our_components_stand_in() -> None:
    parser = load_parser(load_language())
    assert isinstance(parser.get_pipe("onrecord_attributes"), RulerMatches)
    assert isinstance(parser.get_pipe("onrecord_entities"), Entities)
    assert isinstance(parser.get_pipe("onrecord_lemmas"), RememberedLemmas)
    assert not {"ner", "attribute_ruler", "lemmatizer"} & set(parser.pipe_names)


def test_examples_alike(own: Pipeline) -> None:
    assert_same(own, EXAMPLES)


@pytest.mark.slow
@given(texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_alike(own: Pipeline, texts: list[str]) -> None:
    assert_same(own, texts)


@pytest.mark.slow
def test_corpora_alike(own: Pipeline, shared: Path) -> None:
    articles = (shared / "corpora" / "wikinews" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    assert_same(own, [json.loads(line)["text"] for line in articles[::8]])


@pytest.mark.slow
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_matches_of_the_ruler(own: Pipeline, words: list[str]) -> None:
    doc = own(" ".join(words))
    mine = make_attributes(own, "onrecord_attributes")
    assert isinstance(mine, RulerMatches)
    assert mine.match(doc) == own.get_pipe("attribute_ruler").match(doc)  # type: ignore[attr-defined]


def test_a_ruler_that_asks_for_more_stays() -> None:
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("attribute_ruler")
    ruler.add([[{"SHAPE": "Xxx"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    assert make_attributes(pipeline, "onrecord_attributes") is ruler


def test_a_lemmatizer_without_rules_stays() -> None:
    pipeline = spacy.blank("en")
    lemmatizer = pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
    assert make_lemmas(pipeline, "onrecord_lemmas") is lemmatizer


def test_a_lemma_that_stands_is_kept(own: Pipeline) -> None:
    doc = own("He denied it.")
    doc[1].lemma_ = "refuse"
    assert make_lemmas(own, "onrecord_lemmas")(doc)[1].lemma_ == "refuse"


def test_a_recogniser_of_another_make_stays(own: Pipeline) -> None:
    recogniser = own.get_pipe("ner")
    width = recogniser.cfg["beam_width"]  # type: ignore[attr-defined]
    recogniser.cfg["beam_width"] = 4  # type: ignore[attr-defined]
    try:
        assert make_entities(own, "onrecord_entities") is recogniser
    finally:
        recogniser.cfg["beam_width"] = width  # type: ignore[attr-defined]
