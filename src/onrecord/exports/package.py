"""A folder of CSV files with a Frictionless data package (`datapackage.json`) that says what stands in them."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from onrecord.exports.delimited import csv_lines
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.rows import ARTICLES, LINKS, STATEMENTS, article_row, link_rows, statement_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from onrecord.exports.rows import ColumnType
    from onrecord.records import Link, Reading

KEYS: dict[str, dict[str, Any]] = {
    "articles": {"primaryKey": "id"},
    "statements": {
        "primaryKey": "id",
        "foreignKeys": [{"fields": "article", "reference": {"resource": "articles", "fields": "id"}}],
    },
    "links": {
        "primaryKey": ["from", "type", "to"],
        "foreignKeys": [
            {"fields": end, "reference": {"resource": "statements", "fields": "id"}} for end in ("from", "to")
        ],
    },
}
TABLES: dict[str, dict[str, ColumnType]] = {"articles": ARTICLES, "statements": STATEMENTS, "links": LINKS}


def write_package(readings: Iterable[Reading], links: Iterable[Link], folder: Path, options: Options = PLAIN) -> None:
    """Writes `articles.csv`, `statements.csv`, `links.csv` and last `datapackage.json` with the size and hash of each into
    a folder, which is made if need be. A list in a cell is joined by `"; "`; half-written packages have no descriptor.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").unlink(missing_ok=True)
    with ExitStack() as stack:
        tables = {
            name: _Table(columns, stack.enter_context((folder / f"{name}.csv").open("wb")), raw=options.raw_cells)
            for name, columns in TABLES.items()
        }
        for table in tables.values():
            table.begin()
        for reading in readings:
            tables["articles"].add([article_row(reading, text=options.text)])
            tables["statements"].add(statement_rows(reading, options))
            tables["links"].add(link_rows(reading.links))
        tables["links"].add(link_rows(links))
    resources = [_resource(name, table) for name, table in tables.items()]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "onrecord-ledger",
        "title": "Who said what, as onrecord read it", "resources": resources,
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@dataclass(slots=True)
class _Table:
    """A CSV file while it is written, with its size and hash."""

    columns: Mapping[str, ColumnType]
    file: IO[bytes]
    raw: bool
    size: int = 0
    rows: int = 0
    hash: Any = field(default_factory=hashlib.sha256)

    def begin(self) -> None:
        """Writes the header."""
        self._put(next(iter(csv_lines((), tuple(self.columns)))))

    def add(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Writes rows."""
        lines = csv_lines(records, tuple(self.columns), raw=self.raw)
        next(lines)  # the header stands there already
        for line in lines:
            self._put(line)
            self.rows += 1

    def _put(self, line: bytes) -> None:
        self.file.write(line)
        self.hash.update(line)
        self.size += len(line)


def _resource(name: str, table: _Table) -> dict[str, Any]:
    # A list is a string with "; " here: readers of the first version of the standard know no lists.
    fields: list[dict[str, Any]] = [
        {"name": column, "type": "string" if type_ == "list" else type_} for column, type_ in table.columns.items()
    ]
    for item in fields:
        if item["type"] == "boolean":
            item |= {"trueValues": ["True"], "falseValues": ["False"]}
    return {
        "name": name, "path": f"{name}.csv", "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": table.size, "hash": f"sha256:{table.hash.hexdigest()}", "rowCount": table.rows,
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": fields, "missingValues": [""], **KEYS[name]},
    }  # fmt: skip
