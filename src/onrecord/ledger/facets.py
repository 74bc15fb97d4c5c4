"""What the hits of a search have in common: how many there are of each act, party, outlet, month and review status.

Of many hits the newest are counted, so that a search of a large ledger stays quick; `Facets.counted` says how many those are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from onrecord.ledger import standing
from onrecord.ledger.plan import find, given_keys
from onrecord.ledger.schema import article, mention, party, statement
from onrecord.ledger.search import wanted_by

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.ledger.query import Query

MOST = 2000  # hits that are counted
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
    with store.reading() as connection:
        keys, total = find(connection, wanted_by(connection, query), limit=MOST, offset=0)
        here = given_keys(connection, keys)
        size = func.count()
        acts = (
            select(statement.c.act, size).where(here).group_by(statement.c.act).order_by(size.desc(), statement.c.act)
        )
        outlets = select(article.c.outlet, size).join_from(statement, article, statement.c.article == article.c.id)
        outlets = outlets.where(here, article.c.outlet.is_not(None)).group_by(article.c.outlet)
        outlets = outlets.order_by(size.desc(), article.c.outlet).limit(EACH)
        reviewed = {row[0]: row[1] for row in connection.execute(standing.counted(here))}
        left = len(keys) - sum(reviewed.values())
        return Facets(
            total=total,
            counted=len(keys),
            act=_values(connection, acts),
            by=_sides(connection, "speaker", here),
            about=_sides(connection, "target", here),
            outlet=_values(connection, outlets),
            period=_periods(connection, here),
            review=tuple((name, n) for name, n in {"machine": left, **reviewed}.items() if n),
        )


def _values(connection: Connection, counting: Any) -> Values:
    return tuple((row[0], row[1]) for row in connection.execute(counting))


def _sides(connection: Connection, role: str, here: Any) -> Values:
    """Each side once for a statement, however many speak for it; the unnamed are left out."""
    side = func.coalesce(party.c.speaks_for, party.c.name)
    size = func.count(statement.c.key.distinct())
    named = or_(party.c.speaks_for.is_not(None), party.c.kind.not_in(("anonymous", "collective")))
    sides = select(side, size).join_from(statement, mention, mention.c.statement == statement.c.key)
    sides = sides.join(party, party.c.key == mention.c.party).where(here, mention.c.role == role, named)
    return _values(connection, sides.group_by(side).order_by(size.desc(), side).limit(EACH))


def _periods(connection: Connection, here: Any) -> Values:
    month = func.substr(statement.c.date, 1, 7)
    months = _values(connection, select(month, func.count()).where(here).group_by(month).order_by(month))
    dated = [(period, size) for period, size in months if period]
    if len(dated) <= MONTHS:
        return tuple(dated)
    years: dict[str, int] = {}
    for period, size in dated:
        years[period[:4]] = years.get(period[:4], 0) + size
    return tuple(years.items())
