"""Flat records as CSV that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The records as CSV with a header; lists are joined by "; ", other values that are not plain are left out.

    Cells that a spreadsheet would run as a formula get an apostrophe before them.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[csv_cell(record.get(column)) for column in columns] for record in records])
    return buffer.getvalue()


def csv_cell(value: Any) -> Any:
    """A value as a cell."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
