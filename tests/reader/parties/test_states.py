"""Every state as a speaker: by name, by its ministry's adjective, by its capital, through the parser."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.languages import load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse_many
from onrecord.reader.parties import resolve
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Span
from onrecord.register import load_register
from onrecord.register.loading import DATA
from onrecord.scoring.measures import same_name
from onrecord.tables import read_table

KNOWN = Path(__file__).parents[2] / "cases" / "parties_states.toml"


def subjects() -> dict[str, tuple[str, str, str]]:
    """By the case's id: the source's words, the name expected, and the state's code."""
    found = {}
    for row in read_table(DATA / "states.tsv"):
        if row["until"]:
            continue
        adjective, capital = row["adjectives"].split("|")[0], row["capitals"].split("|")[0]
        found[f"name-{row['for']}"] = (row["name"], row["name"], row["for"])
        if adjective:
            found[f"adjective-{row['for']}"] = (
                f"{adjective} foreign ministry",
                f"{adjective} foreign ministry",
                row["for"],
            )
        if capital:
            found[f"capital-{row['for']}"] = (capital, row["name"], row["for"])
    return found


@cache
def speakers() -> dict[str, list[tuple[str, str | None]]]:
    """Who is found to speak, by the case's id; all sentences are parsed in one go."""
    language, register = load_language(), load_register()
    texts = {id_: f"The {words} said on Monday the border was closed." for id_, (words, _, _) in subjects().items()}
    texts |= {id_: text.removeprefix("The ") for id_, text in texts.items() if not id_.startswith("adjective")}
    found = {}
    documents = [Document(text) for text in texts.values()]
    for id_, analysis in zip(texts, analyse_many(documents, language), strict=True):
        words = subjects()[id_][0]
        attribution = Attribution(_span(analysis, words), (_span(analysis, "said"),), (), "indirect")
        codings = code(analysis, (attribution,), language)
        roles = resolve(analysis, (attribution,), codings, language, register)
        found[id_] = [(party.name, party.for_) for party in roles[0].speakers]
    return found


def _span(analysis: Any, words: str) -> Span:
    start = analysis.document.text.index(words)
    return Span(start, start + len(words), words)


@pytest.mark.parametrize("kind", ["name", "adjective", "capital"])
def test_states_speak(kind: str) -> None:
    """One test a kind: what is missed is what is known to be, no more and no less."""
    asked = {id_: (same_name(name), for_) for id_, (_, name, for_) in subjects().items() if id_.startswith(kind)}
    found = {id_: [(same_name(name), for_) for name, for_ in speakers()[id_]] for id_ in asked}
    known = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["expect_fail"]
    missed = {id_: found[id_] for id_, right in asked.items() if found[id_] != [right]}
    assert set(missed) == {id_ for id_ in known if id_.startswith(kind)}, missed


def test_all_states_are_covered() -> None:
    assert len(subjects()) > 500
