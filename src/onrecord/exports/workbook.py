"""Statements and links as a workbook (XLSX). Needs the extra `onrecord[xlsx]`."""

from __future__ import annotations

from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from onrecord.exports.delimited import csv_cell
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.rows import LINKS, STATEMENTS, link_rows, statement_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.records import Link, Reading

LONGEST_CELL = 32_767  # characters, in UTF-16, that a cell holds
LONGEST_SHEET = 1_048_576  # rows
BLOCK = 1 << 16
WIDTH, WIDTHS = 14, {"title": 34, "url": 30, "content": 70, "answers": 34, "passage": 30}  # of columns, in characters
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same contents give the same file


def workbook(readings: Iterable[Reading], links: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """The file: sheets of statements and of links, going on in a further sheet where one is full. Rows wait in temporary
    files. Texts are written as texts, never as formulas or addresses to follow, and with an apostrophe before what a
    spreadsheet would run if it were saved as CSV and opened again. What a cell cannot hold ends in `…`.
    """
    import xlsxwriter  # noqa: PLC0415 - an optional package, at its door

    with TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        book.set_properties({"created": MADE.replace(tzinfo=None)})
        statements, ties = _Sheets(book, "Statements", STATEMENTS, options), _Sheets(book, "Links", LINKS, options)
        for reading in readings:
            statements.add(statement_rows(reading, options))
            ties.add(link_rows(reading.links))
        ties.add(link_rows(links))
        statements.end()
        ties.end()
        book.close()
        file.seek(0)
        yield from iter(lambda: file.read(BLOCK), b"")


class _Sheets:
    """Sheets of one kind of row, the next one begun where one is full."""

    def __init__(self, book: Any, name: str, columns: Mapping[str, str], options: Options) -> None:
        self.book, self.name, self.columns, self.raw = book, name, tuple(columns), options.raw_cells
        self.count = 0
        self.bold, self.wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        self._begin()

    def _begin(self) -> None:
        self.count += 1
        self.sheet = self.book.add_worksheet(f"{self.name} {self.count}" if self.count > 1 else self.name)
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, WIDTHS.get(column, WIDTH), self.wrapped)
        self.sheet.set_row(0, None, self.bold)
        self.row = 0
        self._write(self.columns)

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Writes rows."""
        for row in rows:
            if self.row == LONGEST_SHEET:
                self.end()
                self._begin()
            self._write([csv_cell(row[column], raw=self.raw) for column in self.columns])

    def end(self) -> None:
        """Lets the last sheet's rows be sorted out by what stands in a column."""
        self.sheet.autofilter(0, 0, self.row - 1, len(self.columns) - 1)

    def _write(self, cells: Iterable[Any]) -> None:
        for column, value in enumerate(cells):
            if isinstance(value, bool):
                self.sheet.write_boolean(self.row, column, value)
            elif isinstance(value, int | float):
                self.sheet.write_number(self.row, column, value)
            elif value:
                self.sheet.write_string(self.row, column, _fitting(str(value)))
        self.row += 1


def _fitting(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
