"""How a search is carried out, so that it stays quick where little matches and where very much does.

A condition is either on a column of the statement, or a set of keys that another table or the word index gives. Sets are
cut with each other where they come from: the rows of statements are long, and few are looked at. Few hits are looked up and
sorted. Of many, those wanted are met soon on a walk through the index that is in order already.
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
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from onrecord.ledger.schema import statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

# Fewer hits than these are sorted sooner than looked for along the index.
FEW = 10_000
# No page is longer and none starts later; a greater number is no number to a database.
MOST = 2**31 - 1
# Where a statement stands in the order of every listing: date, article, offset and id.
Place = tuple[str, str, int, str]
NOTHING = literal(0)
PLACE = (statement.c.date, statement.c.article, statement.c.start, statement.c.id)
# The key of the statement at hand; the sign keeps SQLite from looking statements up by it, out of order.
KEY: ColumnElement[Any] = literal_column("+statement.key")


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys of statements, and the same as a condition on the statement of a key and a date. `keys` is a query whose first
    column is `key`, `dated` the column of its date where it has one at hand, and `newest` the latest then. `repeats`: a key
    may come twice. `meets`: all of them meet the search's filters, and `here` is asked of what meets them only.
    """

    keys: Select[Any]
    here: Callable[[Any, Any], ColumnElement[bool]]
    key: Any
    dated: Any = None
    newest: Any = None
    repeats: bool = False
    meets: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as conditions on statements themselves, sets of keys that they must be in, and sets that they must not."""

    filters: list[ColumnElement[bool]]
    within: list[KeySet] = field(default_factory=list)
    without: list[KeySet] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """So many of an ordered list, from an offset on, of what is behind a place."""

    limit: int
    offset: int
    after: Place | None

    def of(self, keys: Select[Any], place: tuple[Any, ...] = PLACE) -> Select[Any]:
        """The page of the statements that a query gives, by the columns of their places."""
        behind = [follows(self.after, place)] if self.after else []
        ordered = keys.where(*behind).order_by(place[0].desc(), *place[1:])
        return ordered.limit(min(self.limit, MOST)).offset(min(self.offset, MOST))


def find(
    connection: Connection, wanted: Wanted, *, limit: int, offset: int, after: Place | None = None
) -> tuple[list[int], int]:
    """The keys of one page of the statements wanted, in order, from the place `after` on, and how many there are in all."""
    page = Page(limit, offset, after)
    if wanted.within and all(one.dated is not None for one in wanted.within):
        found = _by_date(connection, wanted, page)
        if found is not None:
            return found
    outside = [~one.here(KEY, statement.c.date) for one in wanted.without]
    hits, rest = _hits(connection, wanted)
    keys, total = _some(connection, hits)
    if keys is None and rest:
        hits, rest = Hits(select(statement.c.key).where(*rest, KEY.in_(hits.keys)), KEY, cut=True), []
        keys, total = _some(connection, hits)
    if keys is not None:
        return _sorted(connection, keys, [*rest, *outside], page)
    if wanted.without:
        keys, total = _left(connection, wanted, hits, total)
        if keys is not None:
            return _sorted(connection, keys, [], page)
    if not total or not limit:
        return [], total
    inside = [one.here(KEY, statement.c.date) for one in wanted.within]
    # The walk begins where the first can be: who was silent for years is not looked for in all that others said since.
    inside += [statement.c.date <= one.newest for one in wanted.within if one.newest is not None]
    met = select(statement.c.key).where(*wanted.filters, *inside, *outside)
    return _gathered(connection, page.of(met))[0], total


@dataclass(frozen=True, slots=True)
class Hits:
    """A query for keys. `cut`: it cuts sets with each other, which takes long, so that it is asked only once. `dated` is the
    column of their dates, where the query has it.
    """

    keys: Select[Any]
    key: Any
    repeats: bool = False
    cut: bool = False
    dated: Any = None


def _by_date(connection: Connection, wanted: Wanted, page: Page) -> tuple[list[int], int] | None:
    """As `find`, where all sets have the dates of their keys at hand, in order: only what is as new as the page is looked up.
    None where that would be very much of one day, or what must not be is asked of the statement itself.
    """
    if any(one.key is KEY for one in wanted.without):
        return None
    hits, _ = _hits(connection, wanted)
    total = _count(connection, hits.keys.where(*(hits.key.not_in(one.keys) for one in wanted.without)))
    if not total or not page.limit:
        return [], total
    left = hits.keys.where(*(~one.here(hits.key, hits.dated) for one in wanted.without))
    older = left.with_only_columns(hits.dated, maintain_column_froms=True).order_by(hits.dated.desc())
    if page.after:
        left, older = left.where(hits.dated <= page.after[0]), older.where(hits.dated < page.after[0])
    wanted_size = min(max(page.offset, 0) + page.limit, MOST)
    last = connection.scalar(older.limit(1).offset(wanted_size - 1)) or ""
    near, _ = _gathered(connection, left.where(hits.dated >= last).limit(min(wanted_size + FEW, MOST)))
    if len(near) >= wanted_size + FEW:
        return None
    return _sorted(connection, set(near), [], page)[0], total


def _hits(connection: Connection, wanted: Wanted) -> tuple[Hits, list[ColumnElement[bool]]]:
    """What is in all the sets, or what meets the filters where there are none; and the filters that are left to be met."""
    if not wanted.within:
        return Hits(select(statement.c.key).where(*wanted.filters), statement.c.key), []
    rest = [] if any(one.meets for one in wanted.within) else wanted.filters
    sizes = _sizes(connection, wanted.within)
    ordered = sorted(wanted.within, key=lambda one: sizes[id(one)])
    dated, others = ([one for one in ordered if (one.dated is not None) == has] for has in (True, False))
    sets = [(sizes[id(one)], Hits(one.keys, one.key, one.repeats)) for one in others]
    if dated:
        # What is in order by dates and keys is met by a look at where it would stand.
        first = dated[0]
        met = [one.here(first.key, first.dated) for one in dated[1:]]
        sets.append((sizes[id(first)], Hits(first.keys.where(*met), first.key, cut=bool(met), dated=first.dated)))
    *smaller, (_, most) = sorted(sets, key=itemgetter(0))
    if not smaller:
        return most, rest
    keys = most.keys.where(*(most.key.in_(one.keys) for _, one in smaller))
    return Hits(keys.distinct() if most.repeats else keys, most.key, cut=True), rest


def _sizes(connection: Connection, sets: list[KeySet]) -> dict[int, int]:
    """How many keys each of several sets has, for SQLite, which keeps no account of that; PostgreSQL finds its way."""
    if len(sets) == 1 or connection.dialect.name == "postgresql":
        return {id(one): int(one.dated is not None) for one in sets}
    return {id(one): _count(connection, one.keys) for one in sets}


def _some(connection: Connection, hits: Hits) -> tuple[set[int] | None, int]:
    """The keys where they are few, else None; and how many there are."""
    if not hits.cut:
        counted = func.count(hits.key.distinct()) if hits.repeats else func.count()
        total = connection.scalar(hits.keys.with_only_columns(counted, maintain_column_froms=True)) or 0
        return (set(_gathered(connection, hits.keys)[0]) if total <= FEW else None), total
    met = hits.keys.cte("met")
    size = select(func.count()).select_from(met).scalar_subquery()
    found, total = _gathered(connection, select(met.c.key).limit(FEW + 1), size)
    return (set(found) if total <= FEW else None), total


def _left(connection: Connection, wanted: Wanted, hits: Hits, total: int) -> tuple[set[int] | None, int]:
    """As `_some`, of hits, so many, what is left without the sets that must not be."""
    sets = wanted.without
    outside = [hits.key.not_in(one.keys) for one in sets]
    left = Hits(hits.keys.where(*outside), hits.key, hits.repeats, hits.cut)
    if wanted.within:
        return _some(connection, left)
    # What must not be is counted where it is, which is quicker than looking everywhere for where it is not.
    if wanted.filters:
        among = or_(*(KEY.in_(one.keys) for one in sets))
        total -= _count(connection, select(statement.c.key).where(*wanted.filters, among))
    for place, one in enumerate(sets):
        if not wanted.filters:
            alone = one.keys.where(*(one.key.not_in(other.keys) for other in sets[:place]))
            total -= _count(connection, alone.distinct() if one.repeats else alone)
    return _some(connection, left) if total <= FEW else (None, total)


def follows(after: Place, place: tuple[Any, ...] = PLACE) -> ColumnElement[bool]:
    """True of the statements behind a place, by the columns of theirs; the first part is what an index can be entered by."""
    date, article, start, id_ = place
    behind = or_(
        article > after[1],
        and_(article == after[1], or_(start > after[2], and_(start == after[2], id_ > after[3]))),
    )
    behind_it: ColumnElement[bool] = and_(date <= after[0], or_(date < after[0], behind))
    return behind_it


def _sorted(
    connection: Connection, keys: set[int], rest: list[ColumnElement[bool]], page: Page
) -> tuple[list[int], int]:
    """The page of those of the keys whose statements meet the rest of the conditions, and how many these are."""
    given = given_keys(connection, sorted(keys))
    if not rest:
        return _gathered(connection, page.of(select(statement.c.key).where(given)))[0], len(keys)
    met = select(*PLACE, statement.c.key).where(given, *rest).cte("met")
    every = select(func.count()).select_from(met)
    place = tuple(met.c[column.name] for column in PLACE)
    return _gathered(connection, page.of(select(met.c.key), place), every.scalar_subquery())


def _gathered(connection: Connection, keys: Select[Any], size: Any = NOTHING) -> tuple[list[int], int]:
    """All keys of a query, in its order, and a number beside them, in one row: from SQLite each row costs a hand-over of
    Python's lock, for which threads that are busy let the others wait.
    """
    inner, postgresql = keys.subquery(), connection.dialect.name == "postgresql"
    gathered = func.array_agg(inner.c.key) if postgresql else func.json_group_array(inner.c.key)
    found, number = connection.execute(select(gathered, size).select_from(inner)).one()
    return (found or []) if postgresql else json.loads(found), number


def given_keys(connection: Connection, keys: list[int], key: Any = statement.c.key) -> ColumnElement[bool]:
    """True of the statements with these keys, by the column `key`: any number of them in one command."""
    if connection.dialect.name == "postgresql":
        here: ColumnElement[bool] = key == any_(bindparam("given", keys, ARRAY(BigInteger)))
        return here
    values = func.json_each(bindparam("given", json.dumps(keys))).table_valued("value")
    found: ColumnElement[bool] = key.in_(select(values.c.value))
    return found


def _count(connection: Connection, keys: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(keys.subquery())) or 0
