"""Properties of whole readings: spans slice to the text, reading is deterministic, bad input is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import Document, OnrecordError, Reading, load_language, read, read_many
from onrecord.errors import EmptyInput, InputError, TooLarge, UnsupportedLanguage
from onrecord.languages import Language
from onrecord.reader import read_analysis
from onrecord.reader.analysis import analyse
from onrecord.records import check_spans
from onrecord.register import load_register

SENTENCES = [
    "Rivia’s foreign minister, Ana Ruiz, rejected the union’s accusation that the port was closed.",
    "“We never agreed to that,” she told reporters on Friday. “And we never will.”",
    "The company did not deny the report, according to two officials.",
    "He said: \"They told us 'go home' and left.\"",
    "Prices rose by 3% in May.",
    "“It goes on and on.",
    "Follow us on:",
    "BREAKING: mayor warns of floods",
    "It was alleged that the bank had hidden losses; the bank declined to comment.",
    "",
]
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_spans_slice_to_the_text_and_references_hold(text: str) -> None:
    try:
        reading = read(text)
    except InputError:
        return
    check_spans(reading)
    ids = {statement.id for statement in reading.statements}
    assert len(ids) == len(reading.statements)
    assert all(statement.inside is None or statement.inside in ids for statement in reading.statements)
    assert all({link.from_, link.to} <= ids for link in reading.links)
    assert all(statement.content and 0 <= statement.confidence <= 1 for statement in reading.statements)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        reading = read(text)
    except OnrecordError as refusal:
        words = str(refusal)
    else:
        check_spans(reading)
        words = "read"
    assert words


def test_reading_is_deterministic_and_does_not_depend_on_company() -> None:
    documents = [Document("\n".join(SENTENCES[:4])), Document("\n".join(SENTENCES[2:9])), Document(SENTENCES[0])]
    alone = [read(document) for document in documents]
    assert [reading.to_json() for reading in read_many(documents)] == [reading.to_json() for reading in alone]
    assert [reading.to_json() for reading in read_many(reversed(documents))] == [r.to_json() for r in reversed(alone)]


def test_a_reading_of_prose_survives_json() -> None:
    reading = read("\n".join(SENTENCES))
    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_a_reading_says_what_made_it() -> None:
    reading = read(SENTENCES[0])
    assert reading.reader is not None
    assert reading.reader.version
    assert any(name.endswith(".onnx") and len(sha) == 64 for name, sha in reading.reader.models)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Regierung hat am Montag erklärt, dass sie die Vorwürfe zurückweist und weiter prüfen will.",
        "Le ministre a démenti vendredi les accusations de l’opposition et promis une enquête rapide.",
        "El ministro negó el viernes las acusaciones de la oposición y prometió una investigación.",
    ],
)
def test_another_language_is_refused(text: str) -> None:
    with pytest.raises(UnsupportedLanguage, match="not read, since it would be read wrongly"):
        read(text)


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="200,000"):
        read("The minister said so. " * 50_000)


@pytest.mark.parametrize("text", ["\x00\x01\x02 binary", "”“" * 400_000, "1 2 3 4 5 6 7 8 9 " * 50])
def test_what_is_no_prose_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no prose"):
        read(text)


def test_min_confidence_keeps_the_sure_ones() -> None:
    text = "\n".join(SENTENCES[:4])
    every, sure = read(text), read(text, min_confidence=0.8)
    assert {s.content for s in sure.statements} <= {s.content for s in every.statements}
    assert all(statement.confidence >= 0.8 for statement in sure.statements)


def test_an_empty_language_finds_direct_quotations_only() -> None:
    document = Document("Ana Ruiz sagde: “Vi har aldrig lovet det.” Hun afviste kritikken.")
    language = Language("da")
    reading = read_analysis(analyse(document, language), language, load_register())
    assert {statement.quotation for statement in reading.statements} <= {"direct"}


def test_unknown_language_data_is_named() -> None:
    with pytest.raises(OnrecordError, match="installed are en"):
        load_language("xx")
