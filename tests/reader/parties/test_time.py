"""Times and occasions by cases: words, intervals and values against a given day of publication."""

from __future__ import annotations

import re
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DataError
from onrecord.languages import Language, load_language
from onrecord.languages.times import find_expressions, time_rules
from onrecord.reader.analysis import analyse
from onrecord.reader.parties.occasion import find_occasion
from onrecord.reader.parties.time import find_time
from onrecord.reader.parties.time_expressions import find_times
from onrecord.reader.stages import Analysis, Attribution
from onrecord.records import Document, Interval, Span

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "time.toml").read_text(encoding="utf-8"))
MARKS = {"[[": "source", "{{": "cue", "<<": "content"}
MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}|<<|>>")
LANGUAGE = load_language()


def unmark(marked: str) -> tuple[Analysis, Attribution]:
    """The text without its marks, and the attribution that they show; the last source counts."""
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    text, at, opened, kind = "", 0, 0, ""
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[0] in MARKS:
            opened, kind = len(text), MARKS[mark[0]]
        else:
            spans[kind].append(Span(opened, len(text), text[opened:]))
    text += marked[at:]
    source = spans["source"][-1] if spans["source"] else None
    attribution = Attribution(source, tuple(spans["cue"]), tuple(spans["content"]), "indirect")
    return analyse(Document(text), LANGUAGE), attribution


def parameters(kind: str) -> list[Any]:
    return [
        pytest.param(
            case, id=case["id"],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in CASES[kind]
    ]  # fmt: skip


@pytest.mark.parametrize("case", parameters("case"))
def test_time_and_occasion(case: dict[str, Any]) -> None:
    analysis, attribution = unmark(case["text"])
    expected = Interval(case["start"], case["end"], case["precision"]) if "start" in case else None
    found = find_time(analysis, attribution, LANGUAGE, find_times(analysis, LANGUAGE, case.get("published")))
    assert found == (case.get("time"), expected)
    assert find_occasion(analysis, attribution, LANGUAGE) == case.get("occasion")


@pytest.mark.parametrize("case", parameters("expression"))
def test_expression(case: dict[str, Any]) -> None:
    found = find_times(analyse(Document(case["text"]), LANGUAGE), LANGUAGE, case.get("published"))
    values = {expression.span.text: expression.value.value for expression in found}
    if "words" in case:
        assert values.get(case["words"]) == case["value"]
    else:
        assert values == {}


def test_cases_are_many() -> None:
    names = [case["id"] for kind in CASES.values() for case in kind]
    assert len(names) == len(set(names))
    assert len(names) >= 60


DATE_WORDS = ("yesterday", "last Friday", "next May", "in March", "two weeks ago", "the third quarter", "last night")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(DATE_WORDS))
def test_intervals_are_in_order(published: date, words: str) -> None:
    analysis = analyse(Document(f"He left {words}."), LANGUAGE)
    for expression in find_times(analysis, LANGUAGE, published.isoformat()):
        assert expression.span.text == analysis.document.text[expression.span.start : expression.span.end]
        if expression.value.interval is not None:
            assert expression.value.interval.start <= expression.value.interval.end


@pytest.mark.parametrize("published", ["", "soon", "2021-02-30", "17 March 2021"])
def test_a_date_that_cannot_be_read_is_none(published: str) -> None:
    found = find_times(analyse(Document("He left yesterday."), LANGUAGE), LANGUAGE, published)
    assert [expression.value.interval for expression in found] == [None]


def test_a_day_that_does_not_exist_is_no_expression() -> None:
    assert find_times(analyse(Document("He left on February 30, 2020."), LANGUAGE), LANGUAGE, "2021-03-17") == ()


def test_a_broken_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "time_rules.tsv").write_text("# operation\targument\tpattern\nyear\t\t{nosuch}\n", encoding="utf-8")
    with pytest.raises(DataError, match="nosuch"):
        time_rules(Language("xx", tmp_path))


def test_an_empty_language_finds_no_time() -> None:
    language = Language("xx")
    analysis = analyse(Document("Ana: Bonan tagon hodiaŭ, 2020."), language)
    attribution = Attribution(None, (Span(0, 3, "Ana"),), (Span(5, 10, "Bonan"),), "indirect")
    assert find_times(analysis, language, "2021-03-17") == ()
    assert find_time(analysis, attribution, language, find_times(analysis, language, "2021-03-17")) == (None, None)
    assert find_occasion(analysis, attribution, language) is None


@pytest.mark.parametrize("words", ["one ", "one hundred and ", "the last ", "1,", "May ", " "])
def test_no_text_is_slow(words: str) -> None:
    began = time.perf_counter()
    find_expressions(words * 2000, LANGUAGE)
    assert time.perf_counter() - began < 10  # seconds; without a bound on number words this takes minutes
