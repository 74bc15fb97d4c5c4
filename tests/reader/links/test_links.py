"""Links within an article, by cases as data; statements are given, sentences come from a rule, so no parser matters."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from onrecord.languages import Language, load_language
from onrecord.reader.links import link
from onrecord.reader.stages import Analysis
from onrecord.records import ACTS, LINK_TYPES, Document, Party, Span, Statement
from tests.conftest import CASES

DATA = tomllib.loads((CASES / "links.toml").read_text(encoding="utf-8"))["case"]
PIPE = spacy.blank("en")
PIPE.add_pipe("sentencizer")


def analysis_of(text: str) -> Analysis:
    return Analysis(Document(text), PIPE(text))


def party(words: str) -> Party:
    name, _, side = words.partition("/")
    return Party(name, side or None)


def statements_of(case: dict[str, Any]) -> tuple[Statement, ...]:
    text = case["text"]
    at: dict[str, int] = {}

    def find(words: str) -> Span:
        start = text.index(words, at.get(words, 0))
        at[words] = start + 1
        return Span(start, start + len(words), words)

    return tuple(
        Statement(
            id=given_["id"],
            source=find(given_["source"]) if "source" in given_ else None,
            cue=(find(given_["cue"]),),
            content=(find(given_["content"]),),
            quotation="indirect",
            act=given_["act"],
            speakers=tuple(map(party, given_["speakers"])),
            targets=tuple(map(party, given_["targets"])),
            addressees=tuple(map(party, given_.get("addressees", ()))),
            inside=given_.get("inside"),
        )
        for given_ in case["statements"]
    )


@pytest.mark.parametrize("case", DATA, ids=[case["name"] for case in DATA])
def test_links(case: dict[str, Any]) -> None:
    found = link(analysis_of(case["text"]), statements_of(case), load_language())
    assert sorted(f"{one.from_} {one.type} {one.to}" for one in found) == sorted(case["links"])
    for from_, words in case.get("evidence", {}).items():
        assert {one.evidence.text for one in found if one.from_ == from_ and one.evidence} == {words}


@pytest.mark.parametrize("case", DATA, ids=[case["name"] for case in DATA])
def test_evidence_is_text_of_the_article(case: dict[str, Any]) -> None:
    for one in link(analysis_of(case["text"]), statements_of(case), load_language()):
        if one.evidence:
            assert case["text"][one.evidence.start : one.evidence.end] == one.evidence.text


def test_no_statements_no_links() -> None:
    assert link(analysis_of("Nothing was said."), (), load_language()) == ()
    assert link(analysis_of(""), (), load_language()) == ()


def test_an_empty_language_links_by_parties_alone() -> None:
    case = DATA[0]
    found = link(analysis_of(case["text"]), statements_of(case), Language("xx"))
    assert [(one.from_, one.type, one.to) for one in found] == [("b", "rebuts", "a")]


PARTIES = st.sampled_from(["Arland/ARL", "Borovia/BOR", "Ida Kosta/BOR", "the union"])
GIVEN = st.lists(
    st.tuples(st.sampled_from(ACTS), st.lists(PARTIES, max_size=2), st.lists(PARTIES, max_size=2), st.booleans()),
    min_size=1,
    max_size=8,
)


@given(GIVEN)
def test_links_join_statements_once_each_pair_one_way(drawn: list[tuple[Any, list[str], list[str], bool]]) -> None:
    sentence = "Someone said the dam is not safe. "
    text = sentence * len(drawn)
    statements = tuple(
        Statement(
            id=f"s{number}",
            source=Span(at, at + 7, "Someone"),
            cue=(Span(at + 8, at + 12, "said"),),
            content=(Span(at + 13, at + 32, text[at + 13 : at + 32]),),
            quotation="indirect",
            act=act,
            speakers=tuple(map(party, speakers)),
            targets=tuple(map(party, targets)),
            inside=f"s{number - 1}" if inner and number > 1 else None,
        )
        for number, (act, speakers, targets, inner) in enumerate(drawn, 1)
        for at in [(number - 1) * len(sentence)]
    )
    found = link(analysis_of(text), statements, load_language())
    ids = {statement.id for statement in statements}
    assert {end for one in found for end in (one.from_, one.to)} <= ids
    assert all(one.type in LINK_TYPES and 0 <= one.confidence <= 1 and one.from_ != one.to for one in found)
    ends = [frozenset((one.from_, one.to)) for one in found]
    assert len(ends) == len(set(ends))
    assert found == link(analysis_of(text), statements, load_language())
