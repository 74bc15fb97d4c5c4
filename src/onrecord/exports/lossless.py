"""JSON lines that hold everything: a reading a line, then links between articles and what people said; `onrecord import`
takes them back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.exports.excerpts import hashed_json, link_without_words, withheld
from onrecord.exports.options import PLAIN, Options
from onrecord.exports.pieces import json_line
from onrecord.records import Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Item = dict[str, Any]

WORDED = ("cue", "content")  # the fields of a correction that hold spans


def json_lines(readings: Iterable[Reading], links: Iterable[Link] = (), options: Options = PLAIN) -> Iterator[bytes]:
    """The lines of readings and links. Without texts they hold offsets and hashes instead, and cannot be imported."""
    for reading in readings:
        yield json_line(reading.to_json() if options.text else hashed_json(reading))
    for link in links:
        yield json_line(link.to_json())


def ledger_lines(items: Iterable[Item], options: Options = PLAIN) -> Iterator[bytes]:
    """The lines of what `Ledger.dump` gives, without texts where they may not travel."""
    for item in items:
        yield json_line(item if options.text else without_words(item))


def without_words(item: Item) -> Item:
    """A line with offsets and hashes for texts: of what people said, neither the words of spans nor what they wrote."""
    if "from" in item:
        return item | link_without_words(Link.from_json(item)).to_json()
    if "action" not in item:
        return item | hashed_json(withheld(Reading.from_json(item)))
    correction = item.get("correction")
    if correction:
        spans = {name: [span | {"text": ""} for span in correction[name]] for name in WORDED if name in correction}
        if correction.get("source"):
            spans["source"] = correction["source"] | {"text": ""}
        item = item | {"correction": correction | spans}
    return item | {"why": None}
