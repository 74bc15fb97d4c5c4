"""Flat records as CSV that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from onrecord.exports.options import PLAIN, Options
from onrecord.exports.rows import STATEMENTS, statement_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.records import Link, Reading

# What spreadsheets take for the beginning of a formula, in half and full width; blanks before it are no protection.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def statements_csv(readings: Iterable[Reading], _: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """A row for each statement, as UTF-8; the links of an article stand in its rows, under `answers`."""
    rows = (row for reading in readings for row in statement_rows(reading, options))
    return csv_lines(rows, tuple(STATEMENTS), raw=options.raw_cells)


def csv_lines(
    records: Iterable[Mapping[str, Any]], columns: Sequence[str], *, raw: bool = False, end: str = "\n"
) -> Iterator[bytes]:
    """A header and a line for each record, as UTF-8. Cells are as `csv_cell` makes them, or with `raw` as they are."""
    yield _line(columns, end)
    for record in records:
        yield _line([csv_cell(record.get(column), raw=raw) for column in columns], end)


def _line(cells: Iterable[Any], end: str) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=end).writerow(cells)
    return buffer.getvalue().encode("utf-8", "replace")


def csv_text(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The records as CSV with a header; lists are joined by "; ", other values that are not plain are left out.

    Cells that a spreadsheet would run as a formula get an apostrophe before them.
    """
    return b"".join(csv_lines(records, columns, end="\r\n")).decode()


def csv_cell(value: Any, *, raw: bool = False) -> Any:
    """A value as a cell: lists joined by "; ", and an apostrophe before what a spreadsheet would run, unless `raw`."""
    if isinstance(value, list | tuple):
        return "; ".join(str(csv_cell(str(item), raw=raw)) for item in value)
    return f"'{value}" if isinstance(value, str) and not raw and begins_formula(value) else value


def begins_formula(text: str) -> bool:
    """True where a spreadsheet would run a cell with this text."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
