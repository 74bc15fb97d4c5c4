"""What is exported where only statements are wanted that people left in one way."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from onrecord.exports.chosen import part_of
from onrecord.exports.options import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from onrecord.ledger import Ledger
    from onrecord.ledger.review import ReviewStatus
    from onrecord.records import Link, Reading

    Standing = Callable[[Iterable[str]], Mapping[str, ReviewStatus]]

LINKS = 500  # that are looked at together


def standing_in(ledger: Ledger) -> Standing:
    """What tells how people left those of some statements of which they said anything; asks nothing of a ledger in which
    nobody said anything yet.
    """
    _, said = ledger.reviews(limit=0)
    if not said:
        return PLAIN.standing

    def standing(ids: Iterable[str]) -> dict[str, ReviewStatus]:
        return {id_: view.status for id_, view in ledger.reviewed_among(ids).items()}

    return standing


def readings_left(readings: Iterable[Reading], standing: Standing, wanted: ReviewStatus) -> Iterator[Reading]:
    """The readings with only the statements that people left so, as the machine read them, and the links among these; without
    the readings that have none.
    """
    for reading in readings:
        left = standing(one.id for one in reading.statements)
        kept = {one.id for one in reading.statements if left.get(one.id, "machine") == wanted}
        part = part_of(reading, kept)
        if part:
            yield part


def links_left(links: Iterable[Link], standing: Standing, wanted: ReviewStatus) -> Iterator[Link]:
    """The links of which people left both ends so."""
    pending = iter(links)
    while some := list(islice(pending, LINKS)):
        left = standing({end for link in some for end in (link.from_, link.to)})
        yield from (link for link in some if all(left.get(end, "machine") == wanted for end in (link.from_, link.to)))
