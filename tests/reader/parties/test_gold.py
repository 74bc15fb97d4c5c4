"""Parties on the annotated articles with the gold's own spans, and on GUM, held to floors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord import reader, scoring
from onrecord.languages import load_language

if TYPE_CHECKING:
    from onrecord.records import Reading

sys.path.insert(0, str(Path(__file__).parents[3]))
FLOORS = {"speakers": 0.88, "for": 0.90, "targets": 0.72, "addressees": 0.62}


@pytest.mark.slow
def test_parties_of_gold_spans(gold: dict[str, Reading]) -> None:
    from benchmarks.parties import resolved  # noqa: PLC0415  # the path is set above

    analyses = reader.analyse_many([reading.document for reading in gold.values()], load_language())
    tallies = [
        scoring.score(resolved(reading, analysis, gold_acts=False), reading)
        for reading, analysis in zip(gold.values(), analyses, strict=True)
    ]
    counts = scoring.total(tallies).counts
    assert {name: (counts[name].f1 or 0.0) >= floor for name, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)
