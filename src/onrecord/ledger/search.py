"""Searching statements: by words, parties, act, date, outlet, and whether anybody answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal_column, or_, select, table

from onrecord.errors import LedgerError
from onrecord.ledger.copies import COPY, answered_keys, copy_keys, is_answered, is_copy
from onrecord.ledger.entries import Entries
from onrecord.ledger.find import entries_by_key
from onrecord.ledger.identities import HASHED, followed
from onrecord.ledger.plan import KEY, KeySet, Wanted, find
from onrecord.ledger.query import understood
from onrecord.ledger.schema import article, mention, party, statement
from onrecord.ledger.standing import add_standing
from onrecord.ledger.words import fold, folded_words, fts5, storable, terms, tsquery
from onrecord.records import ACTS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.ledger.plan import Place
    from onrecord.ledger.query import Query
    from onrecord.ledger.words import Term

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.Z+-]*)?)?)?")
# Sorts after all that may follow in a date: 2024-07 is then the whole of July.
LAST = "~"


def search(store: Store, query: Query, *, limit: int, offset: int, after: Place | None = None) -> Entries:
    """One page of the statements that meet all conditions, newest first, and their number. What each means: `Ledger`."""
    with store.reading() as connection:
        wanted = wanted_by(connection, query)
        keys, total = find(connection, wanted, limit=max(limit, 0), offset=max(offset, 0), after=after)
        found = entries_by_key(connection, keys)
    return Entries((found[key] for key in keys), total)


def wanted_by(connection: Connection, query: Query) -> Wanted:
    """What a query asks for, as conditions and sets. Raises LedgerError for a condition that is none."""
    query = understood(query)
    wanted = Wanted([*_act(query.act), *_dates(query.since, query.until)])
    if query.outlet is not None:
        _outlet(connection, wanted, query.outlet)
    if query.words:
        _words(wanted, query.words, postgresql=connection.dialect.name == "postgresql")
    for role, who in (("speaker", query.by), ("target", query.about), ("addressee", query.to)):
        if who:
            wanted.within.append(_mentioned(connection, role, who))
    if query.answered is not None:
        # Of one outlet all are shown, also what others printed before.
        _answered(wanted, answered=query.answered, copies=query.outlet is not None)
    add_standing(wanted, query.review)
    return wanted


def _words(wanted: Wanted, query: str, *, postgresql: bool) -> None:
    """Adds the sets of statements with these words."""
    asked = terms(query)
    if not asked:  # nothing but marks was typed, which no statement contains
        wanted.filters.append(false())
    make = _in_postgresql if postgresql else _in_sqlite
    kept, left_out = [one for one in asked if not one.excluded], [one for one in asked if one.excluded]
    wanted.within.extend([make(kept, " AND ")] if kept else [])
    wanted.without.extend([make(left_out, " OR ")] if left_out else [])


def _in_sqlite(asked: list[Term], between: str) -> KeySet:
    found: Select[Any] = select(literal_column("rowid").label("key")).select_from(table("statement_words"))
    found = found.where(literal_column("statement_words").match(between.join(map(fts5, asked))))
    return KeySet(found, KEY.in_(found))


def _in_postgresql(asked: list[Term], between: str) -> KeySet:
    query = (" & " if between == " AND " else " | ").join(f"({tsquery(one)})" for one in asked)
    matches: ColumnElement[bool] = literal_column("statement.words").bool_op("@@")(func.to_tsquery("simple", query))
    return KeySet(select(statement.c.key).where(matches), matches)


def _mentioned(connection: Connection, role: str, who: str) -> KeySet:
    who = storable(who)
    meant = _parties(connection, who)
    merged = followed(connection, meant, who)
    if merged is not None:
        of_them = [mention.c.role == role, mention.c.party.in_(merged)]
        keys = select(mention.c.statement.label("key")).where(*of_them)
        here = select(mention.c.statement).where(mention.c.statement == statement.c.key, *of_them)
        return KeySet(keys, here.exists(), repeats=True)
    keys = select(mention.c.statement.label("key")).where(
        mention.c.role == role, mention.c.party.in_(select(party.c.key).where(meant))
    )  # fmt: skip
    here = select(mention.c.statement).join_from(mention, party, mention.c.party == party.c.key)
    here = here.where(mention.c.statement == statement.c.key, mention.c.role == role, meant)
    return KeySet(keys, here.exists(), repeats=True)


def _parties(connection: Connection, who: str) -> ColumnElement[bool]:
    """The parties meant by an id, a code or a part of a name."""
    if who.startswith(HASHED):
        return and_(party.c.identity == who.removeprefix(HASHED), party.c.id.is_(None))
    if ":" in who:
        return party.c.id == who
    ids = [f"{kind}:{who.upper()}" for kind in ("state", "org")]
    coded = or_(party.c.side == fold(who), party.c.id.in_(ids))
    if connection.scalar(select(party.c.key).where(coded).limit(1)) is not None:
        return coded
    # A part of a name begins where a word does: "us" is not in "Russia".
    part = folded_words(who)
    return party.c.folded.contains(part) if part else false()


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


def _outlet(connection: Connection, wanted: Wanted, outlet: str) -> None:
    """Adds the statements of the outlets meant or, where those are most, takes out the others."""
    # Few enough to compare here, where capitals and accents of all scripts are understood.
    names = connection.scalars(select(article.c.outlet).where(article.c.outlet.is_not(None)).distinct()).all()
    meant = [name for name in names if fold(outlet) in fold(name)]
    most = len(meant) * 2 > len(names)
    theirs = select(article.c.id).where(
        or_(article.c.outlet.is_(None), article.c.outlet.not_in(meant)) if most else article.c.outlet.in_(meant)
    )
    keys = select(statement.c.key).where(statement.c.article.in_(theirs))
    # What is no bare column is not looked up by, out of order.
    (wanted.without if most else wanted.within).append(KeySet(keys, statement.c.article.concat("").in_(theirs)))


def _answered(wanted: Wanted, *, answered: bool, copies: bool) -> None:
    """Adds whether somebody answered; among the hits of other sets each is looked at, which is quicker than all links.
    Without `copies` what several articles print is one, the first.
    """
    if not copies:
        wanted.without.append(KeySet(copy_keys(), is_copy(COPY)))
    found = KeySet(answered_keys(), is_answered())
    if not answered:
        wanted.without.append(found)
    elif wanted.within:
        wanted.filters.append(found.condition)
    else:
        wanted.within.append(found)
