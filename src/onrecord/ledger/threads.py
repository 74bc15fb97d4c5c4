"""Threads: from any statement to the one it all began with, and from there to everything that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.batching import batches, given
from onrecord.ledger.copies import ANSWERS, copies_of
from onrecord.ledger.entries import Thread, ThreadItem
from onrecord.ledger.find import entries_by_key, whole_id
from onrecord.ledger.schema import article, link, statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from onrecord.ledger.entries import Status
    from onrecord.ledger.opening import Store
    from onrecord.records import LinkType

# Compared as tuples, these put statements in time order.
When = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True)
class _Hop:
    """A link between two statements, by their keys."""

    from_: int
    type: LinkType
    to: int
    confidence: float


def thread(store: Store, id_: str) -> Thread:
    """The thread that a statement belongs to. Raises NotFound, as `find.one_statement` does."""
    with store.reading() as connection:
        whole = whole_id(connection, statement.c.id, "st:", id_, store.name)
        start = connection.scalars(select(statement.c.key).where(statement.c.id == whole)).one()
        root = _root(connection, start)
        reached, hops = _below(connection, root)
        return _told(connection, root, reached, _status(root, hops), kept={root, start})


def _root(connection: Connection, start: int) -> int:
    """Upwards by what is answered, and where nothing is, by what is taken up; the earliest where there are several."""
    seen, here = {start}, start
    while True:
        up = [hop for hop in _hops(connection, [here], up=True) if hop.to not in seen]
        answered = [hop for hop in up if hop.type in ANSWERS] or up
        if not answered:
            return here
        when = _when(connection, (hop.to for hop in answered))
        here = min((hop.to for hop in answered), key=when.__getitem__)
        seen.add(here)


def _below(connection: Connection, root: int) -> tuple[dict[int, tuple[int, _Hop | None]], list[_Hop]]:
    """Every statement that leads to the root, with its distance and the link it is shown by; and all links found."""
    reached: dict[int, tuple[int, _Hop | None]] = {root: (0, None)}
    found: list[_Hop] = []
    level, depth = [root], 0
    while level:
        depth += 1
        down = _hops(connection, level, up=False)
        found += down
        when = _when(connection, level)
        best: dict[int, _Hop] = {}
        # An answer says more than a repetition; then the surer link, then the earlier statement.
        for hop in sorted(down, key=lambda hop: (hop.type not in ANSWERS, -hop.confidence, when[hop.to])):
            if hop.from_ not in reached:
                best.setdefault(hop.from_, hop)
        reached.update((key, (depth, hop)) for key, hop in best.items())
        level = list(best)
    return reached, found


def _status(root: int, hops: Iterable[_Hop]) -> Status:
    """What the answers to the root, and to what repeats or details it, amount to."""
    found = list(hops)
    same = {root}
    while more := {hop.from_ for hop in found if hop.to in same and hop.type not in ANSWERS} - same:
        same |= more
    types = {hop.type for hop in found if hop.to in same}
    disputed, accepted = bool(types & {"rebuts", "counters"}), "accepts" in types
    if disputed and accepted:
        return "mixed"
    return "disputed" if disputed else "accepted" if accepted else "unanswered"


def _told(
    connection: Connection, root: int, reached: dict[int, tuple[int, _Hop | None]], status: Status, *, kept: set[int]
) -> Thread:
    when = _when(connection, reached)
    ids = {key: moment[-1] for key, moment in when.items()}
    order = sorted(reached, key=lambda key: (key != root, when[key]))
    told = _told_once(connection, order, kept)
    shown = [key for key in order if told[key] == key]
    found = entries_by_key(connection, shown)
    items = []
    for key in shown:
        depth, hop = reached[key]
        items.append(
            ThreadItem(
                entry=found[key],
                type=hop.type if hop else None,
                answers=ids[told[hop.to]] if hop else None,
                depth=depth,
                confidence=hop.confidence if hop else 1.0,
            )
        )
    return Thread(items[0].entry, tuple(items), status)


def _told_once(connection: Connection, order: list[int], kept: set[int]) -> dict[int, int]:
    """For each statement the one that it is told by: of those with the same words the first, but for those that are kept."""
    copies = copies_of(connection, order)
    told: dict[int, int] = {}
    place = {key: number for number, key in enumerate(order)}
    for key in order:
        earlier = [told[other] for other in copies.get(key, ()) if other in told]
        told[key] = key if key in kept or not earlier else min(earlier, key=place.__getitem__)
    return told


_LINK = (link.c.from_key, link.c.type, link.c.to_key, link.c.confidence)
_HOPS = {up: select(*_LINK).where((link.c.from_key if up else link.c.to_key).in_(given())) for up in (True, False)}
_WHEN = (
    select(
        statement.c.key, statement.c.date, article.c.published, statement.c.article, statement.c.start, statement.c.id
    )
    .join_from(statement, article, statement.c.article == article.c.id)
    .where(statement.c.key.in_(given()))
)


def _hops(connection: Connection, keys: Iterable[int], *, up: bool) -> list[_Hop]:
    found = []
    for some in batches(keys):
        found += [_Hop(*row) for row in connection.execute(_HOPS[up], {"given": some})]
    return found


def _when(connection: Connection, keys: Iterable[int]) -> dict[int, When]:
    """When and where each was said: date, publication, article and offset; its id at last."""
    found: dict[int, When] = {}
    for some in batches(set(keys)):
        rows = connection.execute(_WHEN, {"given": some})
        # Unknown dates come last in time order too.
        found.update((row[0], (row[1] or "~", row[2] or "~", row[3], row[4], row[5])) for row in rows)
    return found
