"""What the hits of a search have in common: how many there are of each act, party, outlet, month and review status.

Of many hits the newest are counted, so that a search of a large ledger stays quick; `Facets.counted` says how many those are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, or_, select, union_all

from onrecord.ledger import standing
from onrecord.ledger.entries import Entries
from onrecord.ledger.find import entries_by_key
from onrecord.ledger.plan import find, given_keys
from onrecord.ledger.schema import article, mention, party, statement
from onrecord.ledger.search import wanted_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.ledger.query import Query

MOST = 1000  # hits that are counted
EACH = 10  # values of one facet
MONTHS = 24  # from so many on, hits are told by year
Values = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the hits have each value, most first (times in their order): `by` and `about` are codes of affiliations,
    else names; `period` months, or years where the months are many. `counted` of `total` hits were looked at, the newest.
    """

    total: int
    counted: int
    act: Values
    by: Values
    about: Values
    outlet: Values
    period: Values
    review: Values

    def to_json(self) -> dict[str, Any]:
        names = ("act", "by", "about", "outlet", "period", "review")
        values = {name: [{"value": value, "statements": size} for value, size in getattr(self, name)] for name in names}
        return {"total": self.total, "counted": self.counted, **values}


def facets(store: Store, query: Query) -> Facets:
    """The facets of a search. Raises LedgerError as `search` does."""
    return hits_and_facets(store, query, limit=0)[1]


def hits_and_facets(store: Store, query: Query, *, limit: int) -> tuple[Entries, Facets]:
    """The first statements of a search, at most `limit` and 1,000 of them, and its facets, from one search."""
    with store.reading() as connection:
        keys, total = find(connection, wanted_by(connection, query), limit=MOST, offset=0)
        found = entries_by_key(connection, keys[:limit])
        return Entries((found[key] for key in keys[:limit]), total), _facets(connection, keys, total)


def _facets(connection: Connection, keys: list[int], total: int) -> Facets:
    here = given_keys(connection, keys)
    values, sides = _values(connection, here), _sides(connection, keys)
    reviewed = {row[0]: row[1] for row in connection.execute(standing.counted(here))}
    left = len(keys) - sum(reviewed.values())
    return Facets(
        total=total,
        counted=len(keys),
        act=_most(values["act"]),
        by=_most(sides["speaker"])[:EACH],
        about=_most(sides["target"])[:EACH],
        outlet=_most(values["outlet"])[:EACH],
        period=_periods(values["month"]),
        review=tuple((name, n) for name, n in {"machine": left, **reviewed}.items() if n),
    )


def _values(connection: Connection, here: Any) -> dict[str, list[tuple[str, int]]]:
    """How many statements have each act, month and outlet: each statement is looked at once."""
    month = func.nullif(func.substr(statement.c.date, 1, 7), "").label("month")
    told = select(statement.c.act, month, article.c.outlet)
    seen = told.join_from(statement, article, statement.c.article == article.c.id).where(here).cte("seen")
    counting = union_all(
        *(select(literal(one.name), one, func.count()).where(one.is_not(None)).group_by(one) for one in seen.c)
    )
    found: dict[str, list[tuple[str, int]]] = {one.name: [] for one in seen.c}
    for name, value, size in connection.execute(counting):
        found[name].append((value, size))
    return found


def _most(counted: Iterable[tuple[str, int]]) -> Values:
    """Values by how often they are met."""
    return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))


def _sides(connection: Connection, keys: list[int]) -> dict[str, list[tuple[str, int]]]:
    """How many of the statements each side makes and is the target of: once for a statement, however many speak for it; the
    unnamed are left out.
    """
    side = func.coalesce(party.c.speaks_for, party.c.name)
    size = func.count(mention.c.statement.distinct())
    named = or_(party.c.speaks_for.is_not(None), party.c.kind.not_in(("anonymous", "collective")))
    found: dict[str, list[tuple[str, int]]] = {"speaker": [], "target": []}
    here = given_keys(connection, keys, mention.c.statement)
    sides = select(mention.c.role, side, size).join_from(mention, party, party.c.key == mention.c.party)
    sides = sides.where(here, mention.c.role.in_(found), named).group_by(mention.c.role, side)
    for role, name, number in connection.execute(sides):
        found[role].append((name, number))
    return found


def _periods(months: list[tuple[str, int]]) -> Values:
    if len(months) <= MONTHS:
        return tuple(sorted(months))
    years = Counter[str]()
    for month, size in sorted(months):
        years[month[:4]] += size
    return tuple(years.items())
