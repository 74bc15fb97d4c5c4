"""Attributions by cases: short texts with every statement that stands in them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.languages import Language, load_language
from onrecord.reader.analysis import analyse, analyse_many
from onrecord.reader.attribution import attribute
from onrecord.records import Document

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "attribution.toml").read_text(encoding="utf-8"))["case"]


@cache
def found() -> dict[str, list[dict[str, Any]]]:
    """What is found in each case's text, the texts parsed in one batch."""
    language = load_language()
    analyses = analyse_many((Document(case["text"]) for case in CASES), language)
    return {case["id"]: [shown(one) for one in attribute(a, language)] for case, a in zip(CASES, analyses, strict=True)}


def shown(attribution: Any) -> dict[str, Any]:
    fields = {
        "source": attribution.source.text if attribution.source else "",
        "cue": attribution.cue[0].text,
        "content": [span.text for span in attribution.content],
        "quotation": attribution.quotation,
    }
    return fields if attribution.inside is None else {**fields, "inside": attribution.inside + 1}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in CASES
    ],
)
def test_attribute(case: dict[str, Any]) -> None:
    assert found()[case["id"]] == case["statements"]


def test_an_empty_language_finds_quotations_only() -> None:
    language = Language("xx")
    attributions = attribute(analyse(Document("„Wir gehen heute heim“, sagte er. “Go” is short."), language), language)
    assert [[span.text for span in one.content] for one in attributions] == [["„Wir gehen heute heim“"]]
    assert all(one.source is None and not one.cue for one in attributions)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([case["text"] for case in CASES]), min_size=1, max_size=4),
    st.sampled_from(["\n\n", " ", "\n"]),
)
def test_spans_are_their_text_and_lie_apart(texts: list[str], between: str) -> None:
    text = between.join(texts)
    language = load_language()
    for one in attribute(analyse(Document(text), language), language):
        spans = [*one.cue, *one.content, *([one.source] if one.source else [])]
        assert all(text[span.start : span.end] == span.text and span.text.strip() == span.text for span in spans)
        assert one.cue
        assert one.content
        assert not any(cue.overlaps(content) for cue in one.cue for content in one.content)
