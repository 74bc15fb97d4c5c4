"""Parquet: an article a row. Needs the extra `onrecord[parquet]`.

Row groups are read one by one, some rows at a time; of the columns only those that an article may need. Before a row
group is touched, its columns must be of a size that fits into memory, whatever they are packed to: by the file's end, and
by what the pages themselves say, which are unpacked into as much.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from onrecord.documents.articles import COLUMNS, WITHHOLDING, Unfit, document_from, plain_key
from onrecord.documents.captures import MAX_BYTES, Capture, seekable, with_origin
from onrecord.documents.packed_pages import Column, columns_of, unpacked_size
from onrecord.documents.rejection import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.records import Document

ROWS = 16  # that are in memory at a time
LARGEST = 256_000_000  # bytes of a row group's column, unpacked: what reading one of its pages may take at the worst
BUFFER = 1 << 20


def read_parquet(capture: Capture, columns: Mapping[str, str] | None = None) -> Iterator[Document | Rejection]:
    """The articles of a Parquet file, a row each, told by their columns' names as in tables."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an optional package, at its door
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        yield capture.reject(
            "extra", "a Parquet file: install the reader for it with `pip install 'onrecord[parquet]'`"
        )
        return
    file = seekable(capture)
    if isinstance(file, Rejection):
        yield file
        return
    broken = (
        pa.ArrowException,
        OSError,
        ValueError,
        MemoryError,
        OverflowError,
        TypeError,
        LookupError,
        AttributeError,
    )
    try:
        table = parquet.ParquetFile(file, buffer_size=BUFFER, thrift_string_size_limit=MAX_BYTES)
        names = _names(table.schema_arrow, columns)
        # Texts that are kept once and pointed at stay so: a file may point at a long one from each of a million rows.
        table = parquet.ParquetFile(
            file, buffer_size=BUFFER, read_dictionary=_texts(table.schema_arrow, names), metadata=table.metadata
        )
        if not table.metadata.num_rows:
            yield capture.reject("empty", "the table has no rows")
        told = columns_of(file)
        for group in range(table.num_row_groups):
            yield from _group(capture, table, group, names, columns=columns, told=told[group])
    except broken as error:
        yield capture.reject("broken", f"not a Parquet file that can be read on ({error}); write it anew")


def _names(schema: Any, columns: Mapping[str, str] | None) -> list[str]:
    known = {name for names in COLUMNS.values() for name in names}.union(
        WITHHOLDING, map(plain_key, (columns or {}).values())
    )
    return [name for name in schema.names if plain_key(name) in known]


def _texts(schema: Any, names: list[str]) -> list[str]:
    kinds = {"string", "large_string", "binary", "large_binary"}
    return [name for name in names if str(schema.field(name).type) in kinds]


def _group(
    capture: Capture, table: Any, group: int, names: list[str], *, columns: Mapping[str, str] | None, told: list[Column]
) -> Iterator[Document | Rejection]:
    before = sum(table.metadata.row_group(number).num_rows for number in range(group))
    if large := _too_large(capture.stream, told, names):
        last = before + table.metadata.row_group(group).num_rows
        message = f"{large}; write the table with smaller row groups (pandas, pyarrow: row_group_size=1000)"
        yield capture.reject("too_large", message, f"rows {before + 1} to {last}")
        return
    number = before
    for batch in table.iter_batches(ROWS, row_groups=[group], columns=names, use_threads=False):
        for index in range(batch.num_rows):
            number += 1
            yield _article(capture, batch.slice(index, 1).to_pylist(), f"row {number}", columns)


def _too_large(file: IO[bytes], columns: list[Column], names: list[str]) -> str | None:
    for column in columns:
        if column.name not in names:
            continue
        size = column.unpacked
        if size <= LARGEST:
            size = unpacked_size(file, column.begin, column.packed, LARGEST)
        if size > LARGEST:
            return f"its column {column.name!r} unpacks to {size:,} bytes at once"
    return None


def _article(
    capture: Capture, rows: list[dict[str, Any]], place: str, columns: Mapping[str, str] | None
) -> Document | Rejection:
    fields = {name: value for name, value in rows[0].items() if value is not None} if rows else {}
    raw = json.dumps(fields, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace")
    if len(raw) > MAX_BYTES:
        return capture.reject("too_large", f"over {MAX_BYTES:,} bytes, the limit of one article; split it", place)
    document = document_from(fields, columns)
    if isinstance(document, Unfit):
        return capture.reject(document.reason, document.message, place)
    return with_origin(document, capture.name, place, raw)
