"""Quantities by cases, and what holds for any number."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.languages import Language, load_language
from onrecord.languages.numbers import number_value
from onrecord.languages.quantities import match_quantities
from onrecord.reader.acts.quantities import find_quantities
from onrecord.reader.analysis import analyse
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Quantity, Span

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "quantities.toml").read_text(encoding="utf-8"))["case"]
LANGUAGE = load_language()
FRAME = "The clerk said that "


def found_in(content: str) -> tuple[Quantity, ...]:
    text = f"{FRAME}{content}."
    span = Span(len(FRAME), len(text) - 1, content)
    attribution = Attribution(Span(0, 9, "The clerk"), (Span(10, 14, "said"),), (span,), "indirect")
    return find_quantities(analyse(Document(text), LANGUAGE), attribution, LANGUAGE)


def parameters() -> list[Any]:
    return [
        pytest.param(
            case, id=case["id"],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in CASES
    ]  # fmt: skip


@pytest.mark.parametrize("case", parameters())
def test_quantities(case: dict[str, Any]) -> None:
    found = [
        {"span": q.span.text, "value": q.value, "high": q.high, "unit": q.unit, "of": q.of, "approximator": q.approximator}
        for q in found_in(case["text"])
    ]  # fmt: skip
    empty = {"high": None, "unit": None, "of": None, "approximator": None}
    assert found == [empty | wanted for wanted in case["quantities"]]


def test_cases_are_many() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert len(CASES) >= 60


@given(st.integers(0, 10**12))
def test_grouped_digits_are_read(number: int) -> None:
    assert number_value(f"{number:,}", LANGUAGE) == number
    assert number_value(str(number), LANGUAGE) == number


@given(st.text("0123456789 ,.-$%abmilnot", max_size=40))
def test_any_text_gives_spans_of_it(text: str) -> None:
    for match in match_quantities(text, LANGUAGE):
        assert 0 <= match.start <= match.number[0] < match.number[1] <= match.end <= len(text)
        assert match.high is None or match.high > match.value


@pytest.mark.parametrize("words", ["many", "", "of", "a", "5x"])
def test_what_is_no_number_has_no_value(words: str) -> None:
    assert number_value(words, LANGUAGE) is None


def test_only_the_content_counts() -> None:
    text = "Two ministers said that three trains were late."
    attribution = Attribution(
        Span(0, 13, "Two ministers"), (Span(14, 18, "said"),), (Span(19, 46, text[19:46]),), "indirect"
    )
    found = find_quantities(analyse(Document(text), LANGUAGE), attribution, LANGUAGE)
    assert [(q.span.text, q.of) for q in found] == [("three", "trains")]


def test_an_empty_language_finds_none() -> None:
    assert list(match_quantities("20 people", Language("xx"))) == []
