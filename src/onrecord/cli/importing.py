"""What `onrecord export` and `read --format jsonl` wrote, from their lines into a ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.documents import Rejection
from onrecord.documents.captures import BROKEN_PACKING, lines, open_capture
from onrecord.errors import NotFound, RecordError
from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, Link, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.cli.inputs import Tally
    from onrecord.ledger import Ledger, Merged

    Came = tuple[int, Merged]

TOGETHER = 500  # lines that are written at once; readings are kept one by one


@dataclass(frozen=True, slots=True)
class Imported:
    """What stands on a line, and where that is."""

    item: dict[str, Any]
    source: str
    place: str

    def rejection(self, why: str) -> Rejection:
        """The rejection of this line."""
        return Rejection(self.source, self.place, "broken", why)


def imported(sources: Iterable[str], tally: Tally) -> Iterator[Imported]:
    """What stands on the lines of some files, one by one; lines that hold nothing of a ledger's go to the tally."""
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
                    yield Imported(_checked(json.loads(line.data or b"null")), source, place)
                except (ValueError, KeyError, TypeError, AttributeError, RecordError, RecursionError) as error:
                    why = f"its field {error} is missing" if isinstance(error, KeyError) else str(error)
                    tally.reject(Rejection(source, place, "broken", f"no reading: {why}"))
        except (*BROKEN_PACKING, OSError) as error:
            tally.reject(Rejection(source, f"after {place}", "broken", f"it cannot be read on ({error})"))


def take_in(ledger: Ledger, items: Iterable[Imported], tally: Tally, *, links: bool | None) -> Iterator[Came]:
    """Loads lines, one reading or many others at a time, and tells how many readings those were and what was new; what the
    ledger does not take goes to the tally. `links` is as for `Ledger.load`, over all the lines together.
    """
    empty = links is None and next(ledger.articles(), None) is None
    some: list[Imported] = []
    for one in items:
        if "text" in one.item:
            linking = links if links is not None else not (empty and "captures" in one.item)
            yield from _loaded(ledger, [one], tally, links=linking)
            continue
        some.append(one)
        if len(some) == TOGETHER:
            yield from _loaded(ledger, some, tally, links=links if links is not None else not empty)
            some = []
    yield from _loaded(ledger, some, tally, links=links if links is not None else not empty)


def _loaded(ledger: Ledger, items: list[Imported], tally: Tally, *, links: bool) -> Iterator[Came]:
    try:
        merged = ledger.load((one.item for one in items), links=links)
    except (RecordError, NotFound) as error:
        if len(items) == 1:
            tally.reject(items[0].rejection(str(error)))
            return
        for one in items:  # to find the one
            yield from _loaded(ledger, [one], tally, links=links)
        return
    tally.taken += len(items)
    if items:
        yield sum("text" in one.item for one in items), merged


def _checked(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise RecordError("a JSON object is wanted; compare with `onrecord schema`")
    if "from" in item:
        link = Link.from_json(item)
        _check("type", link.type, LINK_TYPES)
        return item
    if "text" not in item and "action" in item:  # the ledger looks closer at what people said
        return item
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
    return item


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise RecordError(f"{value!r} is no {name}: one of {', '.join(known)} is wanted")
