"""The parties of a ledger as people left them: how often each is mentioned, and which pairs may be one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select

from onrecord.ledger.batching import batches
from onrecord.ledger.identities import HANDLE, alias, all_events, followed, handle_of, leads, live, rows_of_handles
from onrecord.ledger.overview import PartyCount
from onrecord.ledger.schema import mention, party
from onrecord.ledger.words import fold, folded_words, storable
from onrecord.records import Party
from onrecord.register.identity import NAMELESS, same_party

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection

    from onrecord.ledger.opening import Store

# What is less like is not worth a look; what is more like needs none.
UNCERTAIN = (0.4, 0.9)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two parties that may be one, by their handles, and how like they are, 0.4 to 0.9: 0.9 by name, 0.5 by surname and
    affiliation, 0.4 by name with different affiliations.
    """

    likeness: float
    one: str
    one_name: str
    one_for: str | None
    other: str
    other_name: str
    other_for: str | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def parties(
    store: Store, name: str | None, *, limit: int, offset: int, after: tuple[int, str] | None = None
) -> tuple[list[PartyCount], int]:
    """One page of the parties with `name` in theirs (or as their affiliation), most often mentioned first, and how many
    there are in all; the page behind so many mentions and the handle `after`.
    """
    wanted: list[ColumnElement[bool]] = []
    if name and name.strip():
        plain = storable(name)
        wanted.append(
            or_(party.c.folded.contains(folded_words(plain), autoescape=True), party.c.side == fold(plain.strip()))
        )
    roles = ("speaker", "target", "addressee")
    counts = [func.sum(_is(role)).label(role) for role in roles]
    counted = select(mention.c.party, *counts, func.count().label("mentions")).group_by(mention.c.party)
    lead = func.coalesce(alias.c.lead, HANDLE)
    with store.reading() as connection:
        if wanted:
            keys = followed(connection, wanted[0])
            wanted = wanted if keys is None else [party.c.key.in_(keys)]
            counted = counted.where(mention.c.party.in_(select(party.c.key).where(*wanted)))
        some = counted.subquery()
        mentions = func.sum(some.c.mentions)
        page = (
            select(lead.label("lead"), *(func.sum(some.c[role]) for role in roles), func.count(HANDLE.distinct()))
            .join_from(some, party, party.c.key == some.c.party)
            .outerjoin(alias, alias.c.handle == HANDLE)
            .group_by(lead)
            .order_by(mentions.desc(), lead)
        )
        if after:
            page = page.having(or_(mentions < after[0], and_(mentions == after[0], lead > after[1])))
        groups = select(func.count(lead.distinct())).select_from(party).outerjoin(alias, alias.c.handle == HANDLE)
        total = connection.scalar(groups.where(*wanted)) or 0
        rows = connection.execute(page.limit(limit).offset(offset)).all()
        shown = _shown(connection, [row.lead for row in rows])
    return [
        PartyCount(
            one.id, one.name, one.speaks_for, one.kind, int(row[1]), int(row[2]), int(row[3]), row.lead, int(row[4])
        )
        for row in rows
        for one in (shown[row.lead],)
    ], total


def _is(role: str) -> Any:
    return case((mention.c.role == role, 1), else_=0)


def _shown(connection: Connection, leads: list[str]) -> dict[str, Any]:
    """The row of a party to show for each group: of those by the handle that leads, else of all, the one mentioned most."""
    members = {handle: handle for handle in leads}
    for some in batches(leads):
        merged = connection.execute(select(alias).where(alias.c.lead.in_(some)))
        members.update((row.handle, row.lead) for row in merged)
    found = rows_of_handles(connection, members)
    sizes: dict[int, int] = {}
    for some in batches(row.key for rows in found.values() for row in rows):
        sized = select(mention.c.party, func.count()).where(mention.c.party.in_(some)).group_by(mention.c.party)
        sizes.update((row[0], row[1]) for row in connection.execute(sized))
    best: dict[str, tuple[Any, ...]] = {}
    for handle, lead in members.items():
        for row in found.get(handle, ()):
            rank = (handle == lead, sizes.get(row.key, 0), row.identity, row)
            best[lead] = max(best.get(lead, rank), rank, key=lambda one: one[:3])
    return {lead: rank[3] for lead, rank in best.items()}


def suggestions(store: Store) -> Iterator[Suggestion]:
    """The pairs of parties that may be one and that nobody merged or told apart, the most alike first."""
    with store.reading() as connection:
        events = all_events(connection)
        rows = connection.execute(select(party).where(party.c.kind.not_in(NAMELESS)).order_by(party.c.identity)).all()
    merged = leads(events)
    apart = {
        frozenset(merged.get(handle, handle) for handle in (event.party, event.other))
        for event in live(events)
        if event.action == "split"
    }
    best: dict[frozenset[str], Suggestion] = {}
    for one, other in _alike(rows):
        handles = handle_of(one), handle_of(other)
        pair = frozenset(merged.get(handle, handle) for handle in handles)
        if len(pair) == 1 or pair in apart or (pair in best and best[pair].likeness >= UNCERTAIN[1]):
            continue
        likeness = same_party(_party(one), _party(other))
        if UNCERTAIN[0] <= likeness <= UNCERTAIN[1] and (pair not in best or best[pair].likeness < likeness):
            (first, row), (second, another) = sorted(zip(handles, (one, other), strict=True), key=lambda side: side[0])
            best[pair] = Suggestion(
                likeness, first, row.name, row.speaks_for, second, another.name, another.speaks_for
            )  # fmt: skip
    yield from sorted(best.values(), key=lambda found: (-found.likeness, found.one, found.other))


def _alike(rows: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The pairs whose names are the same but for marks, or of which one is the other's last word: no others are one party,
    and all pairs of a large ledger are too many.
    """
    by_last: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        words = fold(row.name).removeprefix("the ").split()
        if words:
            by_last[words[-1]][" ".join(words)].append(row)
    for last, names in by_last.items():
        for same in names.values():
            yield from combinations(same, 2)
        longer = chain.from_iterable(found for name, found in names.items() if name != last)
        yield from product(names.get(last, ()), longer)


def _party(row: Any) -> Party:
    return Party(row.name, row.speaks_for, row.id, row.kind)
