"""Searching statements: by words, parties, act, date, outlet, and whether anybody answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, func, literal_column, not_, or_, select, table

from onrecord.errors import LedgerError
from onrecord.ledger.entries import Entries
from onrecord.ledger.find import ANSWERS, entries_by_key
from onrecord.ledger.schema import ORDER, article, link, mention, party, statement
from onrecord.ledger.words import fold, fts5, storable, terms, tsquery
from onrecord.records import ACTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.ledger.words import Term

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.Z+-]*)?)?)?")
# Sorts after all that may follow in a date: 2024-07 is then the whole of July.
LAST = "~"
# No page is longer and none starts later; a greater number is no number to a database.
MOST = 2**31 - 1


def search(
    store: Store, words: str | None, *, by: str | None, about: str | None, to: str | None, act: str | None,
    since: str | None, until: str | None, answered: bool | None, outlet: str | None, limit: int, offset: int,
) -> Entries:  # fmt: skip
    """One page of the statements that meet all conditions, newest first, and their number. What each means: `Ledger`."""
    with store.reading() as connection:
        conditions: list[ColumnElement[bool]] = []
        if words and words.strip():
            conditions += _words(words, postgresql=connection.dialect.name == "postgresql")
        for role, who in (("speaker", by), ("target", about), ("addressee", to)):
            if who:
                conditions.append(_mentioned(role, _parties(connection, who)))
        conditions += _act(act) + _dates(since, until) + _outlet(connection, outlet)
        if answered is not None:
            conditions.append(_answered() if answered else not_(_answered()))
        total = connection.scalar(select(func.count()).select_from(statement).where(*conditions)) or 0
        page = (
            select(statement.c.key)
            .where(*conditions)
            .order_by(*ORDER)
            .limit(min(limit, MOST))
            .offset(min(max(offset, 0), MOST))
        )
        keys = list(connection.scalars(page)) if limit > 0 else []
        found = entries_by_key(connection, keys)
    return Entries((found[key] for key in keys), total)


def _words(query: str, *, postgresql: bool) -> list[ColumnElement[bool]]:
    wanted = terms(query)
    if not wanted:  # nothing but marks was typed, which no statement contains
        return [literal_column("1 = 0", type_=None)]
    make = _in_postgresql if postgresql else _in_sqlite
    kept, left_out = [one for one in wanted if not one.excluded], [one for one in wanted if one.excluded]
    return ([make(kept, " AND ")] if kept else []) + ([not_(make(left_out, " OR "))] if left_out else [])


def _in_sqlite(wanted: list[Term], between: str) -> ColumnElement[bool]:
    found: Select[Any] = select(literal_column("rowid")).select_from(table("statement_words"))
    return statement.c.key.in_(found.where(literal_column("statement_words").match(between.join(map(fts5, wanted)))))


def _in_postgresql(wanted: list[Term], between: str) -> ColumnElement[bool]:
    query = (" & " if between == " AND " else " | ").join(f"({tsquery(one)})" for one in wanted)
    return literal_column("statement.words").op("@@")(func.to_tsquery("simple", query))


def _parties(connection: Connection, who: str) -> Any:
    """The keys of the parties meant by an id, a code or a part of a name."""
    who = storable(who)
    if ":" in who:
        return select(party.c.key).where(party.c.id == who)
    ids = [f"{kind}:{who.upper()}" for kind in ("state", "org")]
    coded = or_(party.c.speaks_for.in_({who, who.upper()}), party.c.id.in_(ids))
    if connection.scalar(select(party.c.key).where(coded).limit(1)) is not None:
        return select(party.c.key).where(coded)
    return select(party.c.key).where(party.c.folded.contains(fold(who), autoescape=True))


def _mentioned(role: str, parties: Any) -> ColumnElement[bool]:
    return statement.c.key.in_(
        select(mention.c.statement).where(mention.c.role == role, mention.c.party.in_(parties))
    )  # fmt: skip


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


def _answered() -> ColumnElement[bool]:
    return select(link.c.to_key).where(link.c.to_key == statement.c.key, link.c.type.in_(ANSWERS)).exists()
