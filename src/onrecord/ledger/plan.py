"""How a search is carried out, so that it stays quick where little matches and where very much does.

A condition is either on a column of the statement, or a set of keys that another table or the word index gives. Few keys
are looked up and sorted. Of many, those wanted are met soon on a walk through the index that is in order already; and
they are counted where they come from, not among the statements.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    any_,
    bindparam,
    func,
    intersect,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.dialects.postgresql import ARRAY

from onrecord.ledger.schema import ORDER, statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Fewer hits than these are sorted sooner than looked for along the index.
FEW = 10_000
# No page is longer and none starts later; a greater number is no number to a database.
MOST = 2**31 - 1
# Where a statement stands in the order of every listing: date, article, offset and id; a row has its key behind that.
Place = tuple[str, str, int, str]
Row = tuple[str, str, int, str, int]
PLACE = (statement.c.date, statement.c.article, statement.c.start, statement.c.id)
# The key of the statement at hand; the sign keeps SQLite from looking statements up by it, out of order.
KEY: ColumnElement[Any] = literal_column("+statement.key")


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys of statements, and the same as a condition on the statement at hand. `repeats`: a key may come twice."""

    keys: Select[Any]
    condition: ColumnElement[bool]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as conditions on statements themselves, sets of keys that they must be in, and sets that they must not."""

    filters: list[ColumnElement[bool]]
    within: list[KeySet] = field(default_factory=list)
    without: list[KeySet] = field(default_factory=list)

    def hits(self) -> Any:
        """The keys that are in all the sets."""
        sets = [one.keys for one in self.within]
        return intersect(*sets) if len(sets) > 1 else sets[0]


def find(
    connection: Connection, wanted: Wanted, *, limit: int, offset: int, after: Place | None = None
) -> tuple[list[int], int]:
    """The keys of one page of the statements wanted, in order, from the place `after` on, and how many there are in all."""
    outside = [~one.condition for one in wanted.without]
    few = _few(connection, wanted)
    if few is not None:
        keys, conditions = few
        every = _sorted(connection, keys, [*conditions, *outside])
        return _page(every, limit, offset, after), len(every)
    met = _met(connection, wanted, outside)
    if met and met[1] <= FEW:
        return _page(_sorted(connection, met[0], []), limit, offset, after), met[1]
    total = met[1] if met else _size(connection, wanted)
    if not total or not limit:
        return [], total
    # Where few of the hits are left by the other conditions, a walk would look at very many before it met them.
    inside = _among(wanted) if total <= FEW else [one.condition for one in wanted.within]
    rest = [follows(after)] if after else []
    page = select(statement.c.key).where(*wanted.filters, *rest, *inside, *outside).order_by(*ORDER)
    return list(connection.scalars(page.limit(min(limit, MOST)).offset(min(offset, MOST)))), total


def _few(connection: Connection, wanted: Wanted) -> tuple[set[int], list[ColumnElement[bool]]] | None:
    """Few keys among which are all that are wanted, with the conditions that are left; None where there are no few."""
    if not wanted.filters and wanted.within:
        found = _first(connection, wanted.hits().subquery().c.key, FEW)
        return None if found is None else (found, [])
    for place, one in enumerate(wanted.within):
        found = _first(connection, one.keys.subquery().c.key, FEW)
        if found is not None:
            rest = [other.condition for other in (*wanted.within[:place], *wanted.within[place + 1 :])]
            return found, [*wanted.filters, *rest]
    return None


def _met(connection: Connection, wanted: Wanted, outside: list[ColumnElement[bool]]) -> tuple[set[int], int] | None:
    """The first keys, FEW and one more at most, that meet the filters and are in the sets, and how many there are: both from
    one pass, because that is what takes long. None where there are no filters or no sets.
    """
    if not wanted.filters or not wanted.within:
        return None
    met = select(statement.c.key).where(*wanted.filters, *_among(wanted), *outside).cte("met")
    total = select(func.count()).select_from(met).scalar_subquery()
    found = connection.execute(select(met.c.key, total).limit(FEW + 1)).all()
    return {row[0] for row in found}, found[0][1] if found else 0


def _first(connection: Connection, key: ColumnElement[int], most: int) -> set[int] | None:
    """The keys, where they are no more than `most`."""
    found = connection.scalars(select(key).limit(most + 1)).all()
    return set(found) if len(found) <= most else None


def follows(after: Place) -> ColumnElement[bool]:
    """True of the statements behind a place; the first part is what an index can be entered by."""
    date, article, start, id_ = after
    columns = statement.c
    behind = or_(
        columns.article > article,
        and_(columns.article == article, or_(columns.start > start, and_(columns.start == start, columns.id > id_))),
    )
    return and_(columns.date <= date, or_(columns.date < date, behind))


def _page(rows: list[Row], limit: int, offset: int, after: Place | None) -> list[int]:
    if after:
        rows = [row for row in rows if row[0] < after[0] or (row[0] == after[0] and row[1:4] > after[1:])]
    return [row[-1] for row in rows[offset : offset + limit]]


def _sorted(connection: Connection, keys: set[int], conditions: list[ColumnElement[bool]]) -> list[Row]:
    """Places and keys of those of the keys whose statements meet the conditions, in order."""
    given = given_keys(connection, sorted(keys))
    wanted = select(*PLACE, statement.c.key).where(given, *conditions)
    found: list[Row] = [tuple(row) for row in connection.execute(wanted).all()]
    found.sort(key=itemgetter(1, 2, 3))
    found.sort(key=itemgetter(0), reverse=True)  # keeps the order of what has the same date
    return found


def given_keys(connection: Connection, keys: list[int]) -> ColumnElement[bool]:
    """True of the statements with these keys: any number of them in one command."""
    if connection.dialect.name == "postgresql":
        return statement.c.key == any_(bindparam("given", keys, ARRAY(BigInteger)))
    values = func.json_each(bindparam("given", json.dumps(keys))).table_valued("value")
    return statement.c.key.in_(select(values.c.value))


def _hits(connection: Connection, wanted: Wanted) -> int:
    """How many keys are in all the sets."""
    keys = wanted.hits().subquery()
    repeats = len(wanted.within) == 1 and wanted.within[0].repeats
    return _count(connection, select(func.count(keys.c.key.distinct()) if repeats else func.count()).select_from(keys))


def _size(connection: Connection, wanted: Wanted) -> int:
    """How many statements are wanted."""
    every = select(func.count()).select_from(statement)
    if wanted.within and not wanted.filters:
        total = _hits(connection, wanted)
    else:
        total = _count(connection, every.where(*wanted.filters, *_among(wanted)))
    if not wanted.without or not total:
        return total
    if total <= FEW:
        outside = [~one.condition for one in wanted.without]
        return _count(connection, every.where(*wanted.filters, *_among(wanted), *outside))
    # What must not be is counted where it is, which is quicker than looking everywhere for where it is not.
    sets = [one.keys for one in wanted.without]
    unwanted = select((union(*sets) if len(sets) > 1 else sets[0]).subquery().c.key)
    inner = Wanted(wanted.filters, [*wanted.within, KeySet(unwanted, KEY.in_(unwanted), repeats=True)])
    return total - _size(connection, inner)


def _among(wanted: Wanted) -> list[ColumnElement[bool]]:
    # Each for itself: their intersection would be made whole, where most is not looked at.
    return [KEY.in_(one.keys) for one in wanted.within]


def _count(connection: Connection, counting: Select[Any]) -> int:
    return connection.scalar(counting) or 0
