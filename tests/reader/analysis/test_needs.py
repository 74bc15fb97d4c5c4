"""What verbs need, in the parse: who is told and whose the clause is that is told; what somebody is charged with."""

from __future__ import annotations

import pytest

from onrecord.languages import load_language
from onrecord.reader.analysis.parser import load_parser

TOLD = (  # text, who is told, the subject of what is told
    ("The minister told Reuters sanctions would be lifted in May.", "Reuters", "sanctions"),
    ("A spokesman told The Jakarta Post radio broadcasts were being used.", "The Jakarta Post", "radio broadcasts"),
    ("Lee told Agence France-Presse farmers had set the fires.", "Agence France-Presse", "farmers"),
    ("Police told residents roads would be closed.", "residents", "roads"),
    ("The envoy told Reuters China's ministers were ready.", "Reuters", "China's ministers"),
    ("The mayor told reporters the bridge would close.", "reporters", "the bridge"),
)
LEFT = (  # whose parse stays as it is
    "The mayor told reporters to wait.",
    "The mayor told city officials that the bridge would close.",
    "City officials said Jakarta Post reporters were wrong.",
    "The firm was accused by the Bank of England on Monday.",
)


def phrase(token: object) -> str:
    return " ".join("".join(part.text_with_ws for part in token.subtree).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "hearer", "subject"), TOLD)
def test_told(text: str, hearer: str, subject: str) -> None:
    doc = load_parser(load_language())(text)
    verb = next(token for token in doc if token.text == "told")
    clause = next(child for child in verb.children if child.dep_ == "ccomp")
    assert [phrase(child) for child in verb.children if child.dep_ in {"dobj", "dative"}] == [hearer]
    assert [phrase(child) for child in clause.children if child.dep_.startswith("nsubj")] == [subject]


@pytest.mark.parametrize("text", LEFT)
def test_left_as_it_is(text: str) -> None:
    parser = load_parser(load_language())
    with parser.select_pipes(disable=["onrecord_needs"]):
        plain = [(token.head.i, token.dep_) for token in parser(text)]
    assert [(token.head.i, token.dep_) for token in parser(text)] == plain


def test_two_names_of_one() -> None:
    doc = load_parser(load_language())("The envoy told AFP China was ready for talks.")
    assert [one.text for one in doc.ents] == ["AFP", "China"]


@pytest.mark.parametrize(
    ("text", "agent", "charge"),
    [
        ("The general was accused by prosecutors of war crimes.", "prosecutors", "of war crimes"),
        ("The general, accused by prosecutors of war crimes, left.", "prosecutors", "of war crimes"),
    ],
)
def test_charged(text: str, agent: str, charge: str) -> None:
    doc = load_parser(load_language())(text)
    verb = next(token for token in doc if token.text == "accused")
    by = next(child for child in verb.children if child.dep_ == "agent")
    assert [phrase(child) for child in by.children] == [agent]
    assert [phrase(child) for child in verb.children if child.dep_ == "prep"] == [charge]
