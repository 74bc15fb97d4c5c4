"""Acts by cases: each text has its source, cue and content marked, and says which act it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from onrecord.languages import Language, load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse
from onrecord.reader.stages import Attribution, Coding
from onrecord.records import ACTS, Document, Span

CASES = Path(__file__).parents[2] / "cases"
MARKS = {"[[": "source", "{{": "cue", "<<": "content"}
MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}|<<|>>")


def load_cases() -> list[dict[str, Any]]:
    files = sorted(CASES.glob("acts*.toml"))
    return [case for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def unmark(marked: str) -> tuple[str, Attribution]:
    """The text without its marks, and the attribution that they show."""
    spans: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    text, at, opened = "", 0, 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[0] in MARKS:
            opened, kind = len(text), MARKS[mark[0]]
        else:
            spans[kind].append((opened, len(text)))
    text += marked[at:]
    found = {kind: tuple(Span(a, b, text[a:b]) for a, b in places) for kind, places in spans.items()}
    source = found["source"][0] if found["source"] else None
    return text, Attribution(source, found["cue"], found["content"], "indirect")


def coded(marked: str) -> Coding:
    text, attribution = unmark(marked)
    language = load_language()
    return code(analyse(Document(text), language), (attribution,), language)[0]


def parameters() -> list[Any]:
    return [
        pytest.param(
            case, id=case["id"],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in load_cases()
    ]  # fmt: skip


@pytest.mark.parametrize("case", parameters())
def test_act(case: dict[str, Any]) -> None:
    coding = coded(case["text"])
    assert coding.act == case["act"]
    assert coding.negated == case.get("negated", False)
    assert coding.hypothetical == case.get("hypothetical", False)


def test_cases_cover_every_act() -> None:
    cases = load_cases()
    assert len(cases) >= 400
    assert {case["act"] for case in cases} == set(ACTS)
    assert len({case["id"] for case in cases}) == len(cases)


def test_codes_of_acts() -> None:
    assert coded("[[Norland]] {{denied}} <<that it took the ship>>.").codes.plover is None
    assert coded("[[Norland]] {{denied}} <<that it took the ship>>.").codes.cameo == "016"
    assert coded("[[Norland]] {{rejected}} <<the proposal>>.").codes.plover == "REJECT"
    assert coded("[[Norland]] {{said}} <<it would hold talks with its neighbour next week>>.").codes.plover == "AGREE"
    assert coded("[[Norland]] {{summoned}} <<the ambassador of Sudia>>.").codes.plover == "ACCUSE"
    plain = coded("[[The clerk]] {{said}} <<the office opens at nine>>.").codes
    assert (plain.plover, plain.cameo) == (None, "010")


def test_what_was_not_said_is_no_event() -> None:
    unreal = coded("[[Norland]] might {{accuse}} <<Sudia of theft>>.")
    assert unreal.hypothetical
    assert unreal.codes.plover is None
    assert unreal.stance is not None
    assert unreal.stance.value == 0


def test_stance_names_its_rule() -> None:
    hostile = coded("[[Norland]] {{accused}} <<Sudia of theft>>.").stance
    friendly = coded("[[Norland]] {{praised}} <<the rescuers>>.").stance
    assert hostile is not None
    assert friendly is not None
    assert (hostile.value, hostile.rule, friendly.value) == (-1, "accuse", 1)


def test_statement_within_is_not_read_as_the_outer_act() -> None:
    marked = "The paper reported that the firm said the claims were false."
    start = marked.index("the firm")
    outer = Attribution(
        None, (Span(10, 18, "reported"),), (Span(start, len(marked) - 1, marked[start:-1]),), "indirect"
    )
    said, inner_start = marked.index("said"), marked.index("the claims")
    inner = Attribution(
        None, (Span(said, said + 4, "said"),), (Span(inner_start, len(marked) - 1, marked[inner_start:-1]),), "indirect",
        inside=0,
    )  # fmt: skip
    language = load_language()
    codings = code(analyse(Document(marked), language), (outer, inner), language)
    assert [coding.act for coding in codings] == ["state", "deny"]


def test_empty_language_states() -> None:
    language = Language("xx")
    text, attribution = unmark("[[Ana]]: <<“Bonan tagon.”>>")
    assert [c.act for c in code(analyse(Document(text), language), (attribution,), language)] == ["state"]
