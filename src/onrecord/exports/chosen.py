"""What is exported where only some statements are wanted: those of a search, or of a thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from onrecord.ledger import Ledger
    from onrecord.records import Link, Reading


def with_threads(ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """The statements of the threads that some statements belong to, each with its article. Beginnings of ids are enough;
    raises NotFound as `Ledger.thread` does.
    """
    chosen: dict[str, str] = {}
    for id_ in ids:
        if id_ not in chosen:
            chosen |= {item.entry.id: item.entry.article for item in ledger.thread(id_).items}
    return chosen


def readings_of(ledger: Ledger, chosen: Mapping[str, str]) -> Iterator[Reading]:
    """The readings that hold chosen statements, given by id with their articles: with these only, and the links among them.
    In the order of a whole export.
    """
    for article in sorted(set(chosen.values())):
        reading = part_of(ledger.reading(article), chosen)
        if reading:
            yield reading


def links_of(ledger: Ledger, chosen: Mapping[str, str]) -> Iterator[Link]:
    """The links between articles of which both ends are chosen."""
    seen: set[tuple[str, str, str]] = set()
    for article in sorted(set(chosen.values())):
        for link in ledger.links_touching(article):
            one = (link.from_, link.type, link.to)
            if link.from_ in chosen and link.to in chosen and one not in seen:
                seen.add(one)
                yield link


def part_of(reading: Reading, kept: Collection[str]) -> Reading | None:
    """A reading with only some of its statements, as they are, and the links among these; None where it has none of them."""
    here = {one.id for one in reading.statements if one.id in kept}
    if not here:
        return None
    statements = tuple(
        replace(one, inside=one.inside if one.inside in here else None) for one in reading.statements if one.id in here
    )
    return replace(
        reading, statements=statements, links=tuple(one for one in reading.links if {one.from_, one.to} <= here)
    )
