"""What a Parquet file's end tells of its columns, and what their pages say that they unpack to: each page is unpacked into
as much, whatever the file's end says.

Pages follow each other, each behind a header; header and end are structures in Thrift's compact protocol: https://parquet.apache.org/docs/file-format/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

UNPACKED, PACKED = 2, 3  # fields of a page's header: its sizes
ROW_GROUPS, COLUMNS, META = 4, 1, 3  # fields of the file's end: of the whole, of a row group, of a column
PATH, UNPACKED_IN_ALL, PACKED_IN_ALL, DATA_AT, DICTIONARY_AT = 3, 6, 7, 9, 11  # fields of what is told of a column
END = 8  # bytes behind the file's end: its size, and PAR1
LONGEST_END = 1 << 25  # bytes of the file's end
LONGEST = 1 << 20  # bytes of a header; it may hold the least and greatest value of the page
DEEPEST = 8  # structures within each other
TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
WHOLE_NUMBERS = (4, 5, 6)
WIDTHS = {TRUE: 1, FALSE: 1, BYTE: 1, DOUBLE: 8}  # bytes of a value; of TRUE and FALSE in a list


def unpacked_size(file: IO[bytes], start: int, size: int, most: int) -> int:
    """The bytes that the pages unpack to that stand in so many bytes from a start on; it stops counting over `most`. Raises
    ValueError where something else stands there.
    """
    end, total = start + size, 0
    while start < end and total <= most:
        file.seek(start)
        header = _Structure(file.read(min(LONGEST, end - start)))
        told = header.values()
        if not any(type(value) is int for value in told.values()):  # some writers leave room behind the last page
            break
        unpacked, packed = told.get(UNPACKED), told.get(PACKED)
        if type(unpacked) is not int or type(packed) is not int or min(unpacked, packed) < 0:
            raise ValueError("a page without its sizes")
        total += unpacked
        start += header.place + packed
    return total


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a row group, as the file's end tells it: the top of its path, where its pages begin, and its sizes in bytes."""

    name: str
    begin: int
    packed: int
    unpacked: int


def columns_of(file: IO[bytes]) -> list[list[Column]]:
    """The columns of each row group. Read here, since pyarrow ends the process where sizes of levels in the file's end do not
    fit, if it is asked for a column by itself. Raises ValueError where the end is none.
    """
    file.seek(-END, 2)
    size = int.from_bytes(file.read(4), "little")
    if size > LONGEST_END:
        raise ValueError(f"its end takes {size:,} bytes, over {LONGEST_END:,}")
    file.seek(-END - size, 2)
    told = _Structure(file.read(size)).values()
    return [[_column(chunk[META]) for chunk in group.get(COLUMNS, [])] for group in told.get(ROW_GROUPS, [])]


def _column(told: dict[int, Any]) -> Column:
    begins = [at for at in (told.get(DICTIONARY_AT), told.get(DATA_AT)) if at]
    return Column(told[PATH][0].decode(), min(begins, default=0), told[PACKED_IN_ALL], told[UNPACKED_IN_ALL])


class _Structure:
    """A structure in Thrift's compact protocol, with the place up to which it was read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def values(self, depth: int = 0) -> dict[int, Any]:
        """Its fields, by their numbers. Raises ValueError where it is cut off or nested too deeply."""
        found: dict[int, Any] = {}
        number = 0
        while first := self._byte():
            number = number + (first >> 4) if first >> 4 else self._whole_number()
            kind = first & 15
            found[number] = kind == TRUE if kind in {TRUE, FALSE} else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if depth > DEEPEST:
            raise ValueError("a structure is nested too deeply")
        if kind in WHOLE_NUMBERS:
            return self._whole_number()
        if kind == STRUCT:
            return self.values(depth + 1)
        if kind in {LIST, SET}:
            first = self._byte()
            length = self._varint() if first >> 4 == 15 else first >> 4
            return [self._value(first & 15, depth + 1) for _ in range(length)]
        if kind != BINARY and kind not in WIDTHS:
            raise ValueError("a structure holds what none does")
        size = self._varint() if kind == BINARY else WIDTHS[kind]
        self._skip(size)
        return self.data[self.place - size : self.place]

    def _whole_number(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)

    def _varint(self) -> int:
        number = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            number |= (byte & 127) << shift
            if byte < 128:
                return number
        raise ValueError("a structure holds a number that is none")

    def _byte(self) -> int:
        self._skip(1)
        return self.data[self.place - 1]

    def _skip(self, size: int) -> None:
        self.place += size
        if self.place > len(self.data):
            raise ValueError("a structure does not end")
