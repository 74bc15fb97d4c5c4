"""Parties by cases: each text has its sources, cues and contents marked, and says who speaks, to whom, about whom."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.languages import load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse_many
from onrecord.reader.parties import resolve
from onrecord.reader.stages import Attribution, Roles
from onrecord.records import Document, Party, Span
from onrecord.register import load_register
from onrecord.scoring.measures import same_name

CASES = Path(__file__).parents[2] / "cases"
MARKS = {"[[": "source", "{{": "cue", "<<": "content"}
CLOSING = {"]]": "source", "}}": "cue", ">>": "content"}
MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}|<<|>>| \|\| ")


@dataclass(slots=True)
class Marked:
    """An attribution while its marks are read."""

    inside: int | None = None
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: {"source": [], "cue": [], "content": []})


def load_cases() -> list[dict[str, Any]]:
    files = sorted(CASES.glob("parties*.toml"))
    return [case for file in files for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def unmark(marked: str) -> tuple[str, tuple[Attribution, ...]]:
    """The text without its marks, and the attributions; `||` begins the next, marks within a content one inside."""
    found, current, text, at = [Marked()], 0, "", 0
    opened: list[tuple[str, int, int]] = []
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark[0] in MARKS:
            if any(kind == "content" and number == current for kind, number, _ in opened):
                found.append(Marked(inside=current))
                current = len(found) - 1
            opened.append((MARKS[mark[0]], current, len(text)))
        elif mark[0] in CLOSING:
            kind, number, start = opened.pop()
            found[number].spans[kind].append((start, len(text)))
            current = number if kind == "content" else current
        else:
            text += " "
            found.append(Marked())
            current = len(found) - 1
    text += marked[at:]
    return text, tuple(_attribution(text, item) for item in found)


def _attribution(text: str, marked: Marked) -> Attribution:
    spans = {kind: tuple(Span(a, b, text[a:b]) for a, b in places) for kind, places in marked.spans.items()}
    quoted = all(span.text[:1] in '“"' for span in spans["content"])
    source = spans["source"][0] if spans["source"] else None
    return Attribution(source, spans["cue"], spans["content"], "direct" if quoted else "indirect", inside=marked.inside)


@cache
def resolved() -> dict[str, Roles]:
    """The roles of each case's last attribution; all texts are parsed in one go."""
    language, register = load_language(), load_register()
    cases = load_cases()
    read = [unmark(case["text"]) for case in cases]
    documents = [Document(text, published=case.get("published")) for (text, _), case in zip(read, cases, strict=True)]
    roles = {}
    for case, (_, attributions), analysis in zip(cases, read, analyse_many(documents, language), strict=True):
        codings = code(analysis, attributions, language)
        roles[case["id"]] = resolve(analysis, attributions, codings, language, register)[-1]
    return roles


def agree(found: tuple[Party, ...], wanted: list[str]) -> bool:
    """True where the names are the same, none extra, and for whom they speak where the case says it ("name = CODE")."""
    names = {same_name(item.partition("=")[0].strip()): item for item in wanted}
    if {same_name(party.name) for party in found} != set(names):
        return False
    return all(
        "=" not in names[same_name(party.name)]
        or (party.for_ or "") == names[same_name(party.name)].partition("=")[2].strip()
        for party in found
    )


def parameters() -> list[Any]:
    return [
        pytest.param(
            case, id=case["id"],
            marks=[pytest.mark.xfail(reason=case["expect_fail"], strict=True)] if "expect_fail" in case else [],
        )
        for case in load_cases()
    ]  # fmt: skip


@pytest.mark.parametrize("case", parameters())
def test_parties(case: dict[str, Any]) -> None:
    roles = resolved()[case["id"]]
    for role, key in ((roles.speakers, "by"), (roles.addressees, "to"), (roles.targets, "about")):
        assert key not in case or agree(role, case[key]), f"{key}: {[(p.name, p.for_) for p in role]}"


def test_cases_are_told_apart() -> None:
    cases = load_cases()
    assert len(cases) >= 300
    assert len({case["id"] for case in cases}) == len(cases)
    assert all(set(case) & {"by", "to", "about"} for case in cases)
