"""What the pages of a Parquet column say that they unpack to: each page is unpacked into as much, whatever the file's end says.

Pages follow each other, each behind a header in Thrift's compact protocol: https://parquet.apache.org/docs/file-format/
"""

from __future__ import annotations

from typing import IO

UNPACKED, PACKED = 2, 3  # fields of a page's header: its sizes
LONGEST = 1 << 20  # bytes of a header; it may hold the least and greatest value of the page
DEEPEST = 8  # structures within each other
TRUE, FALSE, BYTE, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
WHOLE_NUMBERS = (4, 5, 6)
WIDTHS = {BYTE: 1, DOUBLE: 8}


def unpacked_size(file: IO[bytes], start: int, size: int, most: int) -> int:
    """The bytes that the pages unpack to that stand in so many bytes from a start on; it stops counting over `most`. Raises
    ValueError where something else stands there.
    """
    end, total = start + size, 0
    while start < end and total <= most:
        file.seek(start)
        header = _Header(file.read(min(LONGEST, end - start)))
        sizes = header.whole_numbers()
        if not sizes:  # some writers leave room behind the last page
            break
        if min(sizes.get(UNPACKED, -1), sizes.get(PACKED, -1)) < 0:
            raise ValueError("a page without its sizes")
        total += sizes[UNPACKED]
        start += header.place + sizes[PACKED]
    return total


class _Header:
    """A structure in Thrift's compact protocol, with the place up to which it was read."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def whole_numbers(self) -> dict[int, int]:
        """The fields that are whole numbers, by their numbers. Raises ValueError where it is cut off or nested too deeply."""
        return self._struct(0)

    def _struct(self, depth: int) -> dict[int, int]:
        found: dict[int, int] = {}
        number = 0
        while first := self._byte():
            number = number + (first >> 4) if first >> 4 else self._whole_number()
            kind = first & 15
            if kind in WHOLE_NUMBERS:
                found[number] = self._whole_number()
            elif kind not in {TRUE, FALSE}:  # which the kind itself says
                self._pass(kind, depth)
        return found

    def _pass(self, kind: int, depth: int) -> None:
        """Passes over a value that is not looked at."""
        if depth > DEEPEST:
            raise ValueError("a page's header is nested too deeply")
        if kind in WIDTHS or kind == BINARY:
            self._skip(WIDTHS.get(kind) or self._varint())
        elif kind in {TRUE, FALSE}:
            self._skip(1)
        elif kind in WHOLE_NUMBERS:
            self._varint()
        elif kind == STRUCT:
            self._struct(depth + 1)
        elif kind in {LIST, SET}:
            first = self._byte()
            for _ in range(self._varint() if first >> 4 == 15 else first >> 4):
                self._pass(first & 15, depth + 1)
        else:
            raise ValueError("a page's header holds what no header does")

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
        raise ValueError("a page's header holds a number that is none")

    def _byte(self) -> int:
        self._skip(1)
        return self.data[self.place - 1]

    def _skip(self, size: int) -> None:
        self.place += size
        if self.place > len(self.data):
            raise ValueError("a page's header does not end")
