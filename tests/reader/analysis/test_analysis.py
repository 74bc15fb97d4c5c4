"""Paragraphs, quotations and what the reader admits, by cases and properties."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import EmptyInput, InputError, TooLarge, UnsupportedLanguage
from onrecord.languages import load_language
from onrecord.reader.analysis.admission import MAX_CHARACTERS, admit
from onrecord.reader.analysis.paragraphs import find_paragraphs
from onrecord.reader.analysis.quotations import find_quotations
from onrecord.records import Document

CASES = Path(__file__).parents[2] / "cases"
ENGLISH = "The minister said on Monday that the talks with the union would go on until the end of the week. "
FRENCH = (
    "Le ministre a déclaré lundi que les discussions avec le syndicat se poursuivraient jusqu'à la fin de la semaine. "
)


def cases(name: str, key: str) -> list[Any]:
    return [
        pytest.param(
            case,
            id=case[key][:40],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases("paragraphs.toml", "line"))
def test_kinds_of_lines(case: dict[str, str]) -> None:
    found = find_paragraphs(f"{case['line']}\n{ENGLISH}", load_language())
    assert found[0].kind == case["kind"]


@pytest.mark.parametrize("case", cases("quotation_marks.toml", "text"))
def test_quotations(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quotations(text, find_paragraphs(text, load_language()))
    assert [[text[one.start : one.end], one.depth] for one in found] == case["quotations"]
    assert [one.continues for one in found] == case.get("continues", [False] * len(found))


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„", max_size=60))
def test_quotations_lie_apart_or_nest(text: str) -> None:
    spans = [(one.start, one.end) for one in find_quotations(text, find_paragraphs(text, load_language()))]
    assert spans == sorted(spans, key=lambda pair: (pair[0], -pair[1]))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert all(e <= start or s >= end or (s <= start and end <= e) or (start <= s and e <= end) for s, e in spans)


@given(st.text(max_size=80))
def test_paragraphs_hold_every_word(text: str) -> None:
    paragraphs = find_paragraphs(text, load_language())
    outside = "".join(c for at, c in enumerate(text) if not any(p.start <= at < p.end for p in paragraphs))
    assert not outside.strip()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyInput),
        (" \n\t ", EmptyInput),
        ("word " * (MAX_CHARACTERS // 4), TooLarge),
        ("\x00\x01\x02" * 400, InputError),
        ('"' * 5000, InputError),
        ('" a ' * 2000, InputError),
        (FRENCH * 5, UnsupportedLanguage),
        (FRENCH * 20 + ENGLISH, UnsupportedLanguage),
    ],
)
def test_what_is_refused(text: str, error: type[InputError]) -> None:
    with pytest.raises(error):
        admit(Document(text), load_language())


@pytest.mark.parametrize(
    "text", ["Ana denied it.", ENGLISH, ENGLISH * 20, ENGLISH * 12 + "Министр заявил в понедельник. " * 8]
)
def test_what_is_admitted(text: str) -> None:
    assert admit(Document(text), load_language()).language == "en"
