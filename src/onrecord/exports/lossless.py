"""JSON lines that hold everything: a reading a line, then the links between articles; `onrecord import` takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.excerpts import hashed_json
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Link, Reading


def json_lines(readings: Iterable[Reading], links: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """The lines. Without texts they hold offsets and hashes instead, and cannot be imported."""
    for reading in readings:
        yield json_line(reading.to_json() if options.text else hashed_json(reading))
    for link in links:
        yield json_line(link.to_json())
