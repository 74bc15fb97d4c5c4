"""Searching statements: by words, parties, act, date, outlet, and whether anybody answered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, false, func, intersect, literal_column, or_, select, table, union

from onrecord.errors import LedgerError
from onrecord.ledger.entries import Entries
from onrecord.ledger.find import ANSWERS, entries_by_key
from onrecord.ledger.query import understood
from onrecord.ledger.schema import ORDER, article, link, mention, party, statement
from onrecord.ledger.words import fold, folded_words, fts5, storable, terms, tsquery
from onrecord.records import ACTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.ledger.query import Query
    from onrecord.ledger.words import Term

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.Z+-]*)?)?)?")
# Sorts after all that may follow in a date: 2024-07 is then the whole of July.
LAST = "~"
# No page is longer and none starts later; a greater number is no number to a database.
MOST = 2**31 - 1
# Fewer hits than these are sorted sooner than looked for along the index.
FEW = 10_000


def search(store: Store, query: Query, *, limit: int, offset: int) -> Entries:
    """One page of the statements that meet all conditions, newest first, and their number. What each means: `Ledger`."""
    query = understood(query)
    with store.reading() as connection:
        wanted = Wanted([*_act(query.act), *_dates(query.since, query.until), *_outlet(connection, query.outlet)])
        if query.words:
            _words(wanted, query.words, postgresql=connection.dialect.name == "postgresql")
        for role, who in (("speaker", query.by), ("target", query.about), ("addressee", query.to)):
            if who:
                wanted.within.append(_mentioned(role, _parties(connection, who)))
        if query.answered is not None:
            _answered(wanted, answered=query.answered)
        keys, total = _find(connection, wanted, max(limit, 0), max(offset, 0))
        found = entries_by_key(connection, keys)
    return Entries((found[key] for key in keys), total)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as conditions on statements themselves, sets of keys that they must be in, and sets that they must not."""

    filters: list[ColumnElement[bool]]
    within: list[Select[Any]] = field(default_factory=list)
    without: list[Unwanted] = field(default_factory=list)

    def hits(self) -> Any:
        """The keys that are in all the sets."""
        return intersect(*self.within) if len(self.within) > 1 else self.within[0]


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A set of keys to stay out of, and the same as a condition on one statement."""

    keys: Select[Any]
    condition: ColumnElement[bool]


def _find(connection: Connection, wanted: Wanted, limit: int, offset: int) -> tuple[list[int], int]:
    """The keys of one page, and how many there are in all."""
    hits = _count(connection, wanted.hits().subquery()) if wanted.within else None
    outside = [one.condition for one in wanted.without]
    if hits is not None and hits <= FEW:
        few = [statement.c.key.in_(wanted.hits()), *wanted.filters, *outside]
        every = list(connection.scalars(select(statement.c.key).where(*few).order_by(*ORDER)))
        return every[offset : offset + limit], len(every)
    total = _size(connection, wanted, hits)
    if not total or not limit:
        return [], total
    page = select(statement.c.key).where(*_conditions(wanted), *outside).order_by(*ORDER)
    return list(connection.scalars(page.limit(min(limit, MOST)).offset(min(offset, MOST)))), total


def _size(connection: Connection, wanted: Wanted, hits: int | None) -> int:
    """How many statements are wanted, of which `hits` are in all the sets (None where there are no sets)."""
    if wanted.filters:
        total = _count(connection, statement, *_conditions(wanted))
    else:  # the sets are counted without looking at the statements
        total = hits if hits is not None else _count(connection, statement)
    if not wanted.without or not total:
        return total
    if total <= FEW:
        return _count(connection, statement, *_conditions(wanted), *(one.condition for one in wanted.without))
    # What must not be is counted where it is, which is quicker than looking everywhere for where it is not.
    sets = [one.keys for one in wanted.without]
    unwanted = (union(*sets) if len(sets) > 1 else sets[0]).subquery()
    inner = Wanted(wanted.filters, [*wanted.within, select(unwanted.c.key)])
    return total - _size(connection, inner, _count(connection, inner.hits().subquery()))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What to ask of statements where many are in the sets: those wanted are met soon on a walk through the index in
    order, which the sign before the key makes SQLite take.
    """
    return [*wanted.filters, *([literal_column("+statement.key").in_(wanted.hits())] if wanted.within else [])]


def _count(connection: Connection, of: Any, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(of).where(*conditions)) or 0


def _words(wanted: Wanted, query: str, *, postgresql: bool) -> None:
    """Adds the sets of statements with these words."""
    asked = terms(query)
    if not asked:  # nothing but marks was typed, which no statement contains
        wanted.filters.append(false())
    make = _in_postgresql if postgresql else _in_sqlite
    kept, left_out = [one for one in asked if not one.excluded], [one for one in asked if one.excluded]
    wanted.within.extend([make(kept, " AND ")] if kept else [])
    if left_out:
        keys = make(left_out, " OR ")
        wanted.without.append(Unwanted(keys, statement.c.key.not_in(keys)))


def _in_sqlite(asked: list[Term], between: str) -> Select[Any]:
    found: Select[Any] = select(literal_column("rowid").label("key")).select_from(table("statement_words"))
    return found.where(literal_column("statement_words").match(between.join(map(fts5, asked))))


def _in_postgresql(asked: list[Term], between: str) -> Select[Any]:
    query = (" & " if between == " AND " else " | ").join(f"({tsquery(one)})" for one in asked)
    found: Select[Any] = select(statement.c.key)
    return found.where(literal_column("words").op("@@")(func.to_tsquery("simple", query)))


def _parties(connection: Connection, who: str) -> Any:
    """The keys of the parties meant by an id, a code or a part of a name."""
    who = storable(who)
    if ":" in who:
        return select(party.c.key).where(party.c.id == who)
    ids = [f"{kind}:{who.upper()}" for kind in ("state", "org")]
    coded = or_(party.c.side == fold(who), party.c.id.in_(ids))
    if connection.scalar(select(party.c.key).where(coded).limit(1)) is not None:
        return select(party.c.key).where(coded)
    # A part of a name begins where a word does: "us" is not in "Russia".
    part = folded_words(who)
    return select(party.c.key).where(party.c.folded.contains(part) if part else false())


def _mentioned(role: str, parties: Any) -> Select[Any]:
    found = select(mention.c.statement.label("key")).where(mention.c.role == role, mention.c.party.in_(parties))
    return found.distinct()


def _act(act: str | None) -> list[ColumnElement[bool]]:
    if act is None:
        return []
    if act not in ACTS:
        raise LedgerError(f"no act {act!r}: the acts are {', '.join(ACTS)}")
    return [statement.c.act == act]


def _dates(since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    for given in (since, until):
        if given is not None and not _DATE.fullmatch(given):
            raise LedgerError(f"{given!r} is no date: write 2024, 2024-07 or 2024-07-31")
    found = [statement.c.date != ""] if since or until else []
    found += [statement.c.date >= since] if since else []
    return found + ([statement.c.date < until + LAST] if until else [])


def _outlet(connection: Connection, outlet: str | None) -> list[ColumnElement[bool]]:
    if outlet is None:
        return []
    # Few enough to compare here, where capitals and accents of all scripts are understood.
    names = connection.scalars(select(article.c.outlet).where(article.c.outlet.is_not(None)).distinct())
    meant = [name for name in names if fold(outlet) in fold(name)]
    return [statement.c.article.in_(select(article.c.id).where(article.c.outlet.in_(meant)))]


def _answered(wanted: Wanted, *, answered: bool) -> None:
    """Adds whether somebody answered; among the hits of other sets each is looked at, which is quicker than all links."""
    is_answer = link.c.type.in_(ANSWERS)
    keys = select(link.c.to_key.label("key")).where(is_answer).distinct()
    answers = select(link.c.to_key).where(is_answer, link.c.to_key == statement.c.key).exists()
    if not answered:
        wanted.without.append(Unwanted(keys, ~answers))
    elif wanted.within:
        wanted.filters.append(answers)
    else:
        wanted.within.append(keys)
