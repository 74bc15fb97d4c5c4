"""Searching statements: by words, parties, act, date, outlet, and whether anybody answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, column, false, func, literal_column, or_, select, table

from onrecord.errors import LedgerError
from onrecord.ledger.copies import COPY, answered_keys, copy_keys, is_answered, is_copy
from onrecord.ledger.entries import Entries
from onrecord.ledger.find import entries_by_key
from onrecord.ledger.identities import HASHED, followed
from onrecord.ledger.parts import CODED, term
from onrecord.ledger.plan import KEY, KeySet, Wanted, find
from onrecord.ledger.query import understood
from onrecord.ledger.schema import article, link, mention, part, party, statement
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
    wanted = Wanted(_narrowed(query, statement.c))
    if query.outlet is not None:
        _outlet(connection, wanted, query.outlet)
    if query.words:
        _words(wanted, query.words, postgresql=connection.dialect.name == "postgresql")
    for role, who in (("speaker", query.by), ("target", query.about), ("addressee", query.to)):
        if who:
            wanted.within.append(_mentioned(connection, role, who, query))
    if query.answered is not None:
        # Of one outlet all are shown, also what others printed before.
        _answered(wanted, answered=query.answered, copies=query.outlet is not None)
    add_standing(wanted, query.review)
    return wanted


def _words(wanted: Wanted, query: str, *, postgresql: bool) -> None:
    """Adds the set of statements with these words."""
    asked = terms(query)
    if not asked:  # nothing but marks was typed, which no statement contains
        nothing = select(statement.c.key).where(false())
        wanted.within.append(KeySet(nothing, lambda _, __: false(), statement.c.key))
    kept, left_out = [one for one in asked if not one.excluded], [one for one in asked if one.excluded]
    make = _in_postgresql if postgresql else _in_sqlite
    if kept:
        wanted.within.append(make(kept, left_out))
    elif left_out:
        wanted.without.append(make(left_out, [], any_of=True))


def _in_sqlite(kept: list[Term], left_out: list[Term], *, any_of: bool = False) -> KeySet:
    query = (" OR " if any_of else " AND ").join(map(fts5, kept))
    if left_out:
        query = f"({query}) NOT ({' OR '.join(map(fts5, left_out))})"
    # The sign keeps SQLite from asking the index for each key of another set.
    key: ColumnElement[Any] = literal_column("+rowid")
    found: Select[Any] = select(key.label("key")).select_from(table("statement_words"))
    found = found.where(literal_column("statement_words").match(query))
    return KeySet(found, lambda here, _: here.in_(found), key)


def _in_postgresql(kept: list[Term], left_out: list[Term], *, any_of: bool = False) -> KeySet:
    query = (" | " if any_of else " & ").join(f"({tsquery(one)})" for one in kept)
    if left_out:
        query = f"({query}) & !({' | '.join(f'({tsquery(one)})' for one in left_out)})"
    words = table("statement_words", column("statement"), column("words"))
    found = select(words.c.statement.label("key")).where(words.c.words.bool_op("@@")(func.to_tsquery("simple", query)))
    return KeySet(found, lambda here, _: found.where(words.c.statement == here).exists(), words.c.statement)


def _mentioned(connection: Connection, role: str, who: str, query: Query) -> KeySet:
    who = storable(who)
    meant, coded = _parties(connection, who)
    merged = followed(connection, meant, who)
    if merged is None and coded:
        return _of_code(term(role, who), query)
    of_them = [
        mention.c.role == role,
        mention.c.party.in_(select(party.c.key).where(meant) if merged is None else merged),
    ]
    keys = select(mention.c.statement.label("key")).where(*of_them)

    def here(key: Any, _: Any) -> ColumnElement[bool]:
        there = select(mention.c.statement).where(mention.c.statement == key, mention.c.role == role)
        if merged is None:
            return there.join(party, mention.c.party == party.c.key).where(meant).exists()
        return there.where(of_them[1]).exists()

    return KeySet(keys, here, mention.c.statement, repeats=True)


def _of_code(named: str, query: Query) -> KeySet:
    """The statements in which a code takes part; only those that meet the query's other conditions on a statement."""
    keys, other = part.alias(), part.alias()
    narrowed = [keys.c.term == named, *_narrowed(query, keys.c)]

    def here(key: Any, date: Any) -> ColumnElement[bool]:
        # Of a statement that meets those conditions itself: told again, they would be looked up by in place of the key.
        return select(other.c.statement).where(
            other.c.term == named, other.c.date == date, other.c.statement == key
        ).exists()  # fmt: skip

    found = select(keys.c.statement.label("key")).where(*narrowed)
    newest = select(func.max(keys.c.date)).where(*narrowed).scalar_subquery()
    return KeySet(found, here, keys.c.statement, keys.c.date, newest, meets=True)


def _parties(connection: Connection, who: str) -> tuple[ColumnElement[bool], bool]:
    """The parties meant by an id, a code or a part of a name; and whether it is a code."""
    if who.startswith(HASHED):
        return and_(party.c.identity == who.removeprefix(HASHED), party.c.id.is_(None)), False
    if ":" in who:
        return party.c.id == who, False
    ids = [f"{kind}{who.upper()}" for kind in CODED]
    coded = or_(party.c.side == fold(who), party.c.id.in_(ids))
    if connection.scalar(select(party.c.key).where(coded).limit(1)) is not None:
        return coded, True
    # A part of a name begins where a word does: "us" is not in "Russia".
    part_of_name = folded_words(who)
    return (party.c.folded.contains(part_of_name) if part_of_name else false()), False


def _narrowed(query: Query, of: Any) -> list[ColumnElement[bool]]:
    """The conditions on a statement's act and date, as conditions on these columns."""
    return [*_act(query.act, of.act), *_dates(query.since, query.until, of.date)]


def _act(act: str | None, of: Any) -> list[ColumnElement[bool]]:
    if act is None:
        return []
    if act not in ACTS:
        raise LedgerError(f"no act {act!r}: the acts are {', '.join(ACTS)}")
    return [of == act]


def _dates(since: str | None, until: str | None, of: Any) -> list[ColumnElement[bool]]:
    for given in (since, until):
        if given is not None and not _DATE.fullmatch(given):
            raise LedgerError(f"{given!r} is no date: write 2024, 2024-07 or 2024-07-31")
    found = [of != ""] if until and not since else []  # an empty date is before all others
    found += [of >= since] if since else []
    return found + ([of < until + LAST] if until else [])


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

    def here(_: Any, __: Any) -> ColumnElement[bool]:
        # What is no bare column is not looked up by, out of order.
        return statement.c.article.concat("").in_(theirs)

    (wanted.without if most else wanted.within).append(KeySet(keys, here, KEY))


def _answered(wanted: Wanted, *, answered: bool, copies: bool) -> None:
    """Adds whether somebody answered. Without `copies` what several articles print is one, the first."""
    every, copied = answered_keys(), copy_keys()
    found = KeySet(every, lambda key, _: is_answered(key, few=True), every.selected_columns.key)
    (wanted.within if answered else wanted.without).append(found)
    if not copies:
        wanted.without.append(KeySet(copied, lambda key, _: is_copy(COPY, key), link.c.from_key))
