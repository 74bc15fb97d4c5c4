"""Without texts: offsets and hashes hold, and no statement is quoted with more than 25 words, in any format."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli.exporting import STREAMS, WITH_TEXT
from onrecord.exports.excerpts import QUOTED_WORDS, cut, first_words, hashed_json, withheld
from onrecord.exports.options import Options
from onrecord.records import Document, Reading, Span, Statement, with_ledger_ids
from tests.ledger.making import readings

WORDS = [f"w{number}x" for number in range(400)]
TEXT = " ".join(WORDS)


def long_reading() -> Reading:
    """A statement with 300 words of content, 10 of cue and 20 of source."""

    def span(first: int, last: int) -> Span:
        start, end = TEXT.index(WORDS[first]), TEXT.index(WORDS[last]) + len(WORDS[last])
        return Span(start, end, TEXT[start:end])

    statement = Statement("s1", span(0, 19), (span(20, 29),), (span(30, 199), span(210, 339)), "direct", "state")
    return with_ledger_ids(Reading(Document(TEXT, "A title"), (statement,)))


@pytest.mark.parametrize("name", [name for name in STREAMS if name not in {*WITH_TEXT, "parquet", "xlsx"}])
def test_no_format_gives_more_than_25_words(name: str) -> None:
    module, _, function = STREAMS[name].partition(".")
    stream = getattr(import_module(f"onrecord.exports.{module}"), function)
    content = b"".join(stream([withheld(long_reading())], [], Options(text=False))).decode()
    assert len(set(re.findall(r"w\d+x", content))) <= QUOTED_WORDS


def test_offsets_and_hashes_stay() -> None:
    reading = long_reading()
    data = hashed_json(withheld(reading))
    assert data["text"] is None
    assert data["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    for item, span in zip(data["statements"][0]["content"], reading.statements[0].content, strict=True):
        assert (item["start"], item["end"]) == (span.start, span.end)
        assert item["sha256"] == hashlib.sha256(span.text.encode()).hexdigest()
    json.dumps(data)


@pytest.mark.slow
@given(readings())
def test_a_statement_has_at_most_25_words(reading: Reading) -> None:
    for statement in withheld(reading).statements:
        words = [*(span.text for span in statement.spans), statement.time or "", statement.occasion or ""]
        assert sum(len(text.split()) for text in words) <= QUOTED_WORDS


@pytest.mark.slow
@given(st.text(max_size=300), st.integers(0, 30))
def test_first_words_are_a_beginning(text: str, limit: int) -> None:
    found, count = first_words(text, limit)
    assert text.startswith(found)
    assert len(found.split()) <= count <= limit


def test_scripts_without_spaces_are_cut_too() -> None:
    text = "北" * 5000
    statement = Statement("s1", None, (), (Span(0, 5000, text),), "direct", "state")
    assert len(cut(statement).content[0].text) < 1001
