"""The data package says what stands in its files, and they hold it."""

from __future__ import annotations

import csv
import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING

import pytest

from onrecord.exports.options import Options
from onrecord.exports.package import write_package
from tests.exports.making import across, ledger, many, peak

if TYPE_CHECKING:
    from pathlib import Path


def test_descriptor_and_files_agree(tmp_path: Path) -> None:
    write_package(ledger(), across(), tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    keys: dict[str, set] = {}
    tables: dict[str, list[dict[str, str]]] = {}
    for resource in package["resources"]:
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        with (tmp_path / resource["path"]).open(encoding=resource["encoding"], newline="") as file:
            rows = tables[resource["name"]] = list(csv.DictReader(file, delimiter=resource["dialect"]["delimiter"]))
        assert list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
        assert len(rows) == resource["rowCount"]
        for field in resource["schema"]["fields"]:
            for row in rows:
                assert fits(row[field["name"]], field)
        key = resource["schema"]["primaryKey"]
        names = [key] if isinstance(key, str) else key
        keys[resource["name"]] = {tuple(row[name] for name in names) for row in rows}
        assert len(keys[resource["name"]]) == len(rows)
        for foreign in resource["schema"].get("foreignKeys", ()):
            assert {(row[foreign["fields"]],) for row in rows} <= keys[foreign["reference"]["resource"]]
    assert {name: len(rows) for name, rows in tables.items()} == {"articles": 2, "statements": 6, "links": 4}
    assert tables["articles"][0]["text"] == ledger()[0].document.text


def fits(cell: str, field: dict) -> bool:
    if cell == "" or field["type"] == "string":
        return True
    if field["type"] == "boolean":
        return cell in {*field["trueValues"], *field["falseValues"]}
    return float(cell) is not None if field["type"] == "number" else cell.isdigit()


def test_frictionless_finds_nothing_wrong(tmp_path: Path) -> None:
    import frictionless  # noqa: PLC0415 - takes a second to load

    write_package(ledger(), across(), tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])


def test_texts_stay_at_home(tmp_path: Path) -> None:
    write_package(ledger(), [], tmp_path, Options(text=False))
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert {row["text"] for row in csv.DictReader(file)} == {""}


@pytest.mark.slow
def test_memory_does_not_grow(tmp_path: Path) -> None:
    few, more = (peak(partial(write_package, many(count), [], tmp_path)) for count in (20, 120))
    assert more < few * 1.5 + 200_000
