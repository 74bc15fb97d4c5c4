"""Readings, and links between articles, from the lines that `onrecord export` and `read --format jsonl` write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.documents import Rejection
from onrecord.documents.captures import BROKEN_PACKING, lines, open_capture
from onrecord.errors import RecordError
from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.cli.inputs import Tally


@dataclass(frozen=True, slots=True)
class Imported:
    """What stands on a line, and where that is."""

    value: Reading | Link
    source: str
    place: str

    def rejection(self, why: str) -> Rejection:
        """The rejection of this line."""
        return Rejection(self.source, self.place, "broken", why)


def imported(sources: Iterable[str], tally: Tally) -> Iterator[Imported]:
    """What stands on the lines of some files, one by one; lines that are neither reading nor link go to the tally."""
    for source in sources:
        capture = open_capture(source)
        if isinstance(capture, Rejection):
            tally.reject(capture)
            continue
        place = "line 1"
        try:
            for line in lines(capture):
                place = f"line {line.number}"
                try:
                    yield Imported(_value(json.loads(line.data or b"null")), source, place)
                except (ValueError, KeyError, TypeError, AttributeError, RecordError, RecursionError) as error:
                    why = f"its field {error} is missing" if isinstance(error, KeyError) else str(error)
                    tally.reject(Rejection(source, place, "broken", f"no reading: {why}"))
        except (*BROKEN_PACKING, OSError) as error:
            tally.reject(Rejection(source, f"after {place}", "broken", f"it cannot be read on ({error})"))


def _value(item: Any) -> Reading | Link:
    if not isinstance(item, dict):
        raise RecordError("a JSON object is wanted; compare with `onrecord schema`")
    if "from" in item:
        link = Link.from_json(item)
        _check("type", link.type, LINK_TYPES)
        return link
    if item.get("text") is None and item.get("sha256"):
        raise RecordError("exported without its text; only an export with texts can be imported")
    reading = Reading.from_json(item)
    document = reading.document
    for value in (document.title, document.url, document.outlet, document.published, document.language):
        if not isinstance(value, str | None):
            raise RecordError(f"{value!r} stands where a text is wanted")
    for statement in reading.statements:
        _check("act", statement.act, ACTS)
        _check("quotation", statement.quotation, QUOTATIONS)
        if not statement.spans:
            raise RecordError(f"statement {statement.id} has no span in the text")
    for link in reading.links:
        _check("type", link.type, LINK_TYPES)
    return reading


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise RecordError(f"{value!r} is no {name}: one of {', '.join(known)} is wanted")
