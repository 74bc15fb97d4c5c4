"""What the pages of a Parquet column say of their sizes, in files of all kinds, and in what is none."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.packed_pages import LONGEST, Column, columns_of, unpacked_size

pa = pytest.importorskip("pyarrow")
KINDS: list[dict[str, Any]] = [
    {},
    {"compression": "none", "use_dictionary": False},
    {"compression": "zstd", "data_page_version": "2.0"},
    {"compression": "gzip", "use_dictionary": False, "data_page_size": 512},
    {"write_statistics": False, "write_page_checksum": True},
    {"write_page_index": True},
]


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_pages_unpack_to_what_the_file_says_but_for_their_headers(options: dict[str, Any]) -> None:
    from pyarrow import parquet  # noqa: PLC0415

    table = pa.table({
        "text": [f"He denied it {number} times. " * (number % 50) for number in range(4000)],
        "tags": [["a", "b"] * (number % 3) for number in range(4000)],
        "id": list(range(4000)),
    })  # fmt: skip
    file = io.BytesIO()
    parquet.write_table(table, file, row_group_size=1500, **options)
    metadata = parquet.ParquetFile(file).metadata
    told = [column for group in columns_of(file) for column in group]
    for number in range(metadata.num_row_groups * 3):
        column = metadata.row_group(number // 3).column(number % 3)
        start = min(at for at in (column.dictionary_page_offset, column.data_page_offset) if at)
        name = column.path_in_schema.partition(".")[0]
        assert told[number] == Column(name, start, column.total_compressed_size, column.total_uncompressed_size)
        size = unpacked_size(file, start, column.total_compressed_size, LONGEST * 100)
        assert 0.8 * column.total_uncompressed_size < size <= column.total_uncompressed_size
        assert unpacked_size(file, start, column.total_compressed_size, 0) > 0


@given(st.binary(max_size=200))
def test_what_is_no_page_is_told(data: bytes) -> None:
    with suppress(ValueError):
        assert unpacked_size(io.BytesIO(data), 0, len(data), LONGEST) >= 0


@pytest.mark.parametrize("nested", [b"\x19" * 100_000, b"\x1c" * 100_000], ids=["lists", "structures"])
def test_what_is_nested_without_end_is_refused(nested: bytes) -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        unpacked_size(io.BytesIO(nested), 0, len(nested), LONGEST)
    with pytest.raises(ValueError, match="nested too deeply"):
        columns_of(io.BytesIO(nested + len(nested).to_bytes(4, "little") + b"PAR1"))
