"""Statements as Parquet, a row each, for DuckDB, Polars and pandas. Needs the extra `onrecord[parquet]`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import Outbox
from onrecord.exports.rows import STATEMENTS, statement_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Link, Reading

ROWS = 4096  # of a row group, which is what is held in memory


def statements_parquet(
    readings: Iterable[Reading], _: Iterable[Link] = (), options: Options = PLAIN
) -> Iterator[bytes]:
    """The file, a row group at a time; lists are lists. The links of an article stand in its rows, under `answers`."""
    import pyarrow as pa  # noqa: PLC0415 - an optional package, at its door
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema, outbox = _schema(pa), Outbox()
    rows = (row for reading in readings for row in statement_rows(reading, options))
    with pa.PythonFile(outbox, mode="w") as sink, pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while some := list(islice(rows, ROWS)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
            yield outbox.take()
        writer.close()
        yield outbox.take()


def _schema(pa: Any) -> Any:
    types = {
        "string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([(name, types[type_]) for name, type_ in STATEMENTS.items()])
