"""What the standards that have no library ask for: the musts of W3C's Web Annotation model, and PLOVER's types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given

import onrecord.register
from onrecord.exports.options import Options
from onrecord.exports.plover import plover_records
from onrecord.exports.web_annotation import web_annotations
from onrecord.records import Reading, with_ledger_ids
from onrecord.tables import read_table
from tests.exports.making import across, ledger
from tests.ledger.making import readings

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
# https://www.w3.org/TR/annotation-model/ and its vocabulary; other properties are free, with a prefix of their own.
ANNOTATIONS: dict[str, Any] = {
    "$defs": {
        "quote": {
            "properties": {
                "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"}, "suffix": {"type": "string"},
            },
            "required": ["type", "exact"],
        },
        "position": {
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 0},
            },
            "required": ["type", "start", "end"],
        },
        "resource": {
            "type": "object",
            "properties": {
                "type": {"const": "SpecificResource"}, "source": IRI,
                "selector": {
                    "type": "array", "minItems": 1,
                    "items": {"type": "object", "oneOf": [{"$ref": "#/$defs/quote"}, {"$ref": "#/$defs/position"}]},
                },
            },
            "required": ["type", "source", "selector"],
        },
        "body": {
            "type": "object",
            "properties": {
                "type": {"const": "TextualBody"}, "value": {"type": "string"},
                "purpose": {"$ref": "#/$defs/motivation"}, "format": {"const": "text/plain"},
            },
            "required": ["type", "value"],
        },
        "motivation": {
            "enum": [
                "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
                "identifying", "linking", "moderating", "questioning", "replying", "tagging",
            ],
        },
        "annotation": {
            "type": "object",
            "properties": {
                "id": IRI, "type": {"const": "Annotation"}, "motivation": {"$ref": "#/$defs/motivation"},
                "body": {"type": "array", "items": {"anyOf": [IRI, {"$ref": "#/$defs/body"}]}},
                "target": {
                    "anyOf": [IRI, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/resource"}}],
                },
            },
            "required": ["id", "type", "target"],
            "propertyNames": {"anyOf": [{"enum": ["id", "type", "motivation", "body", "target"]}, {"pattern": "^onrecord:"}]},
        },
    },
    "type": "object",
    "properties": {
        "@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": IRI, "type": {"const": "AnnotationPage"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
    },
    "required": ["@context", "id", "type", "items"],
}  # fmt: skip
# The types of PLOVER 2.
TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
CODES = Path(onrecord.register.__file__).parent / "data" / "codes_cameo.tsv"
VALIDATOR = jsonschema.Draft202012Validator(ANNOTATIONS)


@pytest.mark.parametrize("text", [True, False])
def test_annotations_are_what_the_model_asks_for(*, text: bool) -> None:
    page = json.loads(b"".join(web_annotations(ledger(), across(), Options(text=text))))
    assert [error.message for error in VALIDATOR.iter_errors(page)] == []
    assert [*VALIDATOR.iter_errors(page | {"items": [{"type": "Annotation", "target": []}]})]


@pytest.mark.slow
@given(readings())
def test_annotations_of_anything_are_what_the_model_asks_for(reading: Reading) -> None:
    page = json.loads(b"".join(web_annotations([with_ledger_ids(reading)])))
    assert [error.message for error in VALIDATOR.iter_errors(page)] == []


def test_records_and_their_table_have_types_of_plover() -> None:
    assert {record["event_type"] for reading in ledger() for record in plover_records(reading)} <= TYPES
    assert {row["plover"] for row in read_table(CODES)} - {""} <= TYPES
