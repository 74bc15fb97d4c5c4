"""CSV and TSV with a header row: an article a row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.documents.articles import Unfit, document_from
from onrecord.documents.captures import BROKEN_PACKING, MAX_BYTES, Capture, lines, with_origin
from onrecord.documents.encoding import decode, is_binary
from onrecord.documents.plain import BINARY, NO_ENCODING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.documents.rejection import Rejection
    from onrecord.records import Document


@dataclass(frozen=True, slots=True)
class Row:
    """Where a row stands, and its bytes as captured."""

    place: str
    raw: bytes


def read_table(
    capture: Capture, columns: Mapping[str, str] | None = None, *, tabs: bool = False
) -> Iterator[Document | Rejection]:
    """The articles of a table, a row each; the separator is a tab, or what the header shows (`,` `;` tab)."""
    if is_binary(capture.head):
        yield capture.reject("binary", BINARY)
        return
    # The limit on a field is the process's own; it is lifted to ours and never lowered under another's.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    pending: list[bytes] = []  # the lines of the row that is being read
    rows = csv.reader(_texts(capture, pending), delimiter="\t" if tabs else _separator(capture.head))
    header: list[str] = []
    number = 0
    try:
        for cells in rows:
            raw = b"".join(pending)
            pending.clear()
            if not header:
                header = cells
                continue
            number += any(cells)
            if any(cells):
                yield _article(capture, header, cells, Row(f"row {number}", raw), columns)
    except csv.Error as error:
        yield capture.reject("broken", f"not a table any more after row {number} ({error}); mend it there")
    except UnicodeError:
        yield capture.reject("encoding", f"after row {number}: {NO_ENCODING}")
    except (*BROKEN_PACKING, OSError) as error:
        yield capture.reject("broken", f"it cannot be read after row {number} ({error})")
    else:
        if not number:
            yield capture.reject("empty", "no rows under the header; give a table with a column `text`")


def _texts(capture: Capture, pending: list[bytes]) -> Iterator[str]:
    """The lines of the table as text. Raises csv.Error at a line over the limit, UnicodeError at an unknown encoding."""
    size = 0
    for line in lines(capture):
        if not pending:
            size = 0
        size += len(line.data or b"")
        if line.data is None or size > MAX_BYTES:
            raise csv.Error(f"a row over {MAX_BYTES:,} bytes, the limit of one article")
        pending.append(line.data)
        text = decode(line.data)
        if text is None:
            raise UnicodeError
        yield text


def _separator(head: bytes) -> str:
    header = head.partition(b"\n")[0]
    return max((b",", b";", b"\t"), key=header.count).decode()


def _article(
    capture: Capture, header: list[str], cells: list[str], row: Row, columns: Mapping[str, str] | None
) -> Document | Rejection:
    if len(cells) > len(header):
        message = f"{len(cells)} cells under {len(header)} columns; put quotation marks around cells with separators"
        return capture.reject("broken", message, row.place)
    document = document_from(dict(zip(header, cells, strict=False)), columns)
    if isinstance(document, Unfit):
        return capture.reject(document.reason, document.message, row.place)
    return with_origin(document, capture.name, row.place, row.raw)
