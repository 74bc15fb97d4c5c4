"""Readings for the tests of exports: a dispute, words that files must not take for their own, and as many as are wanted."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.records import Document, Interval, Link, Party, Reader, Reading, with_ledger_ids
from tests.ledger.making import dispute, said, thick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ODD = "😀 “=1+1; & <b>rot</b>,” said Ana\tRuiz\x07 of the 𝔘nion.\nShe did not deny “that\nit fell 3 days” ago."


def odd() -> Reading:
    """An article with astral characters, a formula, markup, a control character and a span over a line's end."""
    ana = Party("=HYPERLINK(0)", None, None, "person", "head of the union")
    first = said(ODD, "Ana\tRuiz\x07 of the 𝔘nion", "said", "=1+1; & <b>rot</b>,", quotation="direct", speakers=(ana,))
    second = said(
        ODD, "She", "did not deny", "that\nit fell 3 days", id="s2", act="deny", negated=True, speakers=(ana,),
        said_at=Interval("2024-07", "2024-07", "month"), inside="s1", time="ago",
    )  # fmt: skip
    document = Document(ODD, "\x1b@title", "https://example.org/odd?a=1&b=2", None, "2024-07-12", "en")
    return with_ledger_ids(Reading(document, (first, second), (Link("s2", "details", "s1", 0.5),), Reader("0.1.0")))


def ledger() -> list[Reading]:
    """A dispute and the odd article, as a ledger exports them."""
    return [with_ledger_ids(dispute()), odd()]


def across() -> list[Link]:
    """A link between the two articles."""
    one, other = ledger()
    return [Link(other.statements[0].id, "counters", one.statements[0].id, 0.75)]


def many(count: int) -> Iterator[Reading]:
    """So many articles with 30 statements each, made one at a time."""
    for number in range(count):
        reading = thick(number)
        # The same parties everywhere: a ledger has fewer parties than statements.
        once = tuple(replace(one, speakers=one.targets, targets=()) for one in reading.statements)
        yield with_ledger_ids(replace(reading, statements=once))


def peak(work: Callable[[], Iterable[bytes] | None]) -> int:
    """The most bytes held while what a function gives is read piece by piece."""
    tracemalloc.start()
    try:
        for _ in work() or ():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
