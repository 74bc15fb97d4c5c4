"""The schema fits the gold and our own readings; evaluate prints and scores; the version is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, PartyKind, Precision, with_ledger_ids
from tests.cli.making import made


@pytest.fixture
def schema(run) -> Any:
    return json.loads(run("schema").stdout)


def test_schema_is_one_and_knows_the_vocabulary(schema) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    definitions = schema["$defs"]
    statement = definitions["statement"]["properties"]
    assert tuple(statement["act"]["enum"]) == ACTS
    assert tuple(statement["quotation"]["enum"]) == QUOTATIONS
    assert tuple(definitions["link"]["properties"]["type"]["enum"]) == LINK_TYPES
    assert tuple(definitions["party"]["properties"]["kind"]["enum"]) == get_args(PartyKind)
    assert tuple(definitions["interval"]["properties"]["precision"]["enum"]) == get_args(Precision)


def test_schema_names_every_field_of_ours(schema) -> None:
    reading = made().to_json()
    definitions = schema["$defs"]
    assert set(reading) == set(schema["properties"])
    statement = reading["statements"][0]
    assert set(statement) == set(definitions["statement"]["properties"])
    assert set(statement["speakers"][0]) == set(definitions["party"]["properties"])
    assert set(statement["codes"]) == set(definitions["codes"]["properties"])
    assert set(reading["links"][0]) == set(definitions["link"]["properties"])


def test_schema_takes_our_readings(schema) -> None:
    for reading in (made(), with_ledger_ids(made())):
        jsonschema.validate(reading.to_json(), schema)


def test_schema_takes_every_gold_file(schema, shared: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    files = sorted((shared / "gold" / "develop").glob("*.json"))
    assert files
    for file in files:
        errors = [error.message for error in validator.iter_errors(json.loads(file.read_text(encoding="utf-8")))]
        assert not errors, file.name


def test_schema_refuses_what_is_no_reading(schema) -> None:
    wrong = made().to_json()
    wrong["statements"][0]["act"] = "sing"
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(wrong))


def gold_and_predictions() -> None:
    Path("gold").mkdir()
    Path("gold/one.json").write_text(json.dumps(made().to_json()))
    Path("found.jsonl").write_text(json.dumps(made().to_json() | {"links": []}) + "\n")


def test_evaluate_scores_predictions(run) -> None:
    gold_and_predictions()
    summary = json.loads(run("evaluate", "gold", "--predictions", "found.jsonl", "--format", "json").stdout)
    assert summary["articles"] == 1
    assert summary["measures"]["statements"]["f1"] == 1
    assert summary["measures"]["links"]["recall"] == 0
    table = run("evaluate", "gold/one.json", "--predictions", "found.jsonl").stdout
    assert table.startswith("measure")


def test_evaluate_tells_which_act_was_taken_for_which(run) -> None:
    gold_and_predictions()
    wrong = made().to_json() | {"links": []}
    wrong["statements"][0]["act"] = "criticise"
    Path("wrong.jsonl").write_text(json.dumps(wrong) + "\n")
    asked = ("evaluate", "gold", "--predictions", "wrong.jsonl")
    table = run(*asked, "--confusion").stdout
    assert table.startswith(run(*asked).stdout)
    assert table.splitlines()[-4:] == [
        "gold act   was taken for", "accuse     criticise 1", "deny       deny 1", "state      state 1",
    ]  # fmt: skip
    summary = json.loads(run(*asked, "--confusion", "--format", "json").stdout)
    assert summary["confusion"] == {"accuse": {"criticise": 1}, "deny": {"deny": 1}, "state": {"state": 1}}
    assert "confusion" not in json.loads(run(*asked, "--format", "json").stdout)


def test_evaluate_tells_of_missing_and_broken_predictions(run) -> None:
    gold_and_predictions()
    Path("none.jsonl").write_text("")
    assert "no prediction for one" in run("evaluate", "gold", "--predictions", "none.jsonl").stderr
    Path("none.jsonl").write_text("\n{\n")
    assert "line 2" in run("evaluate", "gold", "--predictions", "none.jsonl", code=1).stderr
    Path("empty").mkdir()
    assert "no gold here" in run("evaluate", "empty", code=1).stderr


@pytest.mark.slow
def test_evaluate_reads_the_gold_itself(run, shared: Path) -> None:
    gold = shared / "gold" / "develop" / "seed.json"
    measures = json.loads(run("evaluate", gold, "--format", "json").stdout)["measures"]
    assert measures["statements"]["gold"] > 0
    assert measures["statements"]["predicted"] > 0


def test_versions(run) -> None:
    assert run("version").stdout.startswith("onrecord 0.")
    assert "onrecord" in run("--version").stdout
