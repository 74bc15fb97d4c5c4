"""Records survive JSON, spans are their text, ids depend on content only."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.records import ACTS, Document, Link, Party, Reading, Span, Statement, statement_key, with_ledger_ids
from onrecord.records.values import _sha256

TEXT = "Ana Ruiz “denied” it on Monday, said the 😀 paper, and added: “No.”"


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, len(TEXT) - 2))
    end = draw(st.integers(start + 1, len(TEXT)))
    return Span(start, end, TEXT[start:end])


parties = st.builds(Party, name=st.text(min_size=1), for_=st.none() | st.sampled_from(["CHN", "NATO"]))
statements = st.builds(
    Statement,
    id=st.just("s"),
    source=st.none() | spans(),
    cue=st.lists(spans(), max_size=2).map(tuple),
    content=st.lists(spans(), min_size=1, max_size=3).map(tuple),
    quotation=st.sampled_from(["direct", "indirect", "mixed"]),
    act=st.sampled_from(ACTS),
    negated=st.booleans(),
    confidence=st.floats(0, 1),
    speakers=st.lists(parties, max_size=2).map(tuple),
    targets=st.lists(parties, max_size=2).map(tuple),
    time=st.none() | st.text(min_size=1),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    found = draw(st.lists(statements, max_size=4))
    numbered = tuple(replace(one, id=f"s{number}") for number, one in enumerate(found, 1))
    links = (Link("s2", "rebuts", "s1", 0.5),) if len(numbered) > 1 else ()
    document = Document(TEXT, url=draw(st.none() | st.just("https://example.org/a")), language="en")
    return Reading(document, numbered, links)


@given(readings())
def test_a_reading_survives_json(reading: Reading) -> None:
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


@given(readings())
def test_ledger_ids_do_not_depend_on_order(reading: Reading) -> None:
    backwards = replace(reading, statements=tuple(reversed(reading.statements)), links=())
    assert {s.id for s in with_ledger_ids(replace(reading, links=())).statements} == {
        s.id for s in with_ledger_ids(backwards).statements
    }


@given(readings())
def test_a_notebook_shows_every_character(reading: Reading) -> None:
    html = reading._repr_html_()
    assert "<script" not in html
    assert "Ana" in html.replace("</span>", "").replace("<span", "<") or reading.statements


def test_a_span_that_does_not_fit_is_refused() -> None:
    data = Reading(Document("abc"), (Statement("s1", None, (), (Span(0, 3, "abc"),), "indirect", "state"),)).to_json()
    data["text"] = "abd"
    with pytest.raises(RecordError, match="statement s1: characters 0 to 3"):
        Reading.from_json(data)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(RecordError, match="statements"):
        Reading.from_json({"text": "abc"})


def test_the_address_tells_two_captures_of_one_text_apart() -> None:
    one, other = Document("abc", url="https://a.example/1"), Document("abc", url="https://b.example/1")
    assert one.id != other.id
    assert one.sha256 == other.sha256
    assert one.id == Document("abc", url="https://a.example/1", title="later known").id


def test_statement_keys_tell_spans_apart() -> None:
    one = Statement("s1", None, (Span(0, 1, "a"),), (Span(1, 3, "bc"),), "indirect", "state")
    other = replace(one, content=(Span(2, 3, "c"),))
    assert statement_key("doc:1", one) != statement_key("doc:1", other)
    assert statement_key("doc:1", one) == statement_key("doc:1", replace(one, id="s9", act="deny"))


def test_gold_reads_as_readings(gold: dict[str, Reading]) -> None:
    assert gold
    assert all(reading.statements for reading in gold.values())


def test_a_text_is_hashed_once_however_many_statements_it_has() -> None:
    text = "".join(f"Ana Ruiz denied claim {number}. " for number in range(50))
    spans = [Span(start, start + 6, "denied") for start in range(len(text)) if text.startswith("denied", start)]
    statements = tuple(
        Statement(f"s{number}", None, (), (span,), "indirect", "deny") for number, span in enumerate(spans)
    )
    before = _sha256.cache_info().misses
    assert len({one.id for one in with_ledger_ids(Reading(Document(text), statements)).statements}) == 50
    assert _sha256.cache_info().misses == before + 1
