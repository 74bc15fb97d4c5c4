"""A ledger seen from above: its parties, who does what to whom, when, the newest answers and what nobody answered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, tuple_

from onrecord.ledger.batching import batches, given
from onrecord.ledger.copies import ANSWERS, is_answered, is_copy
from onrecord.ledger.find import entries_by_key, links_across
from onrecord.ledger.plan import follows
from onrecord.ledger.rows import link_of, statement_of
from onrecord.ledger.schema import ORDER, link, mention, party, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select

    from onrecord.ledger.entries import Entry
    from onrecord.ledger.opening import Store
    from onrecord.records import Act, Link, LinkType, PartyKind, Statement

# Where a reply stands among the newest: the place of the answering statement, the id of the answered one, and the type.
ReplyPlace = tuple[str, str, int, str, str, str]
# Acts that call for an answer.
CHARGES = ("accuse", "criticise")


@dataclass(frozen=True, slots=True)
class PartyCount:
    """A party and how often it is the speaker (`said`), the target (`about`) and the addressee (`to`) of a statement.
    `speaks_for` is the code of the state or organisation it speaks for. `handle` is what it goes by where parties are
    merged and split: its id, else a hash; `merged` counts the handles that it is made of, 1 where nobody merged any.
    """

    id: str | None
    name: str
    speaks_for: str | None
    kind: PartyKind
    said: int
    about: int
    to: int
    handle: str
    merged: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many statements with an act go from one side to another, and how many of those somebody answered: a side is an
    affiliation's code, else a name.
    """

    by: str
    about: str
    act: Act
    statements: int
    answered: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Moment:
    """How many statements with an act fall in a month (`2024-07`)."""

    month: str
    act: Act
    statements: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Day:
    """How many statements with an act fall on a day (`2024-07-11`)."""

    day: str
    act: Act
    statements: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reply:
    """A statement that answers another, how, and the statement answered."""

    answering: Entry
    type: LinkType
    answered: Entry
    confidence: float

    def to_json(self) -> dict[str, Any]:
        return {
            "type": self.type, "confidence": self.confidence,
            "answering": self.answering.to_json(), "answered": self.answered.to_json(),
        }  # fmt: skip


def matrix(store: Store, *, act: str | None = None) -> list[Cell]:
    """Who does what to whom, the most frequent first. Unnamed speakers with no known affiliation are left out; what
    stands word for word in several articles counts once.
    """
    speaks, is_target = mention.alias("speaks"), mention.alias("is_target")
    speaker, target = party.alias("speaker"), party.alias("target")
    by = func.coalesce(speaker.c.speaks_for, speaker.c.name)
    about = func.coalesce(target.c.speaks_for, target.c.name)
    size = func.count(statement.c.key.distinct())
    # Null where nobody answered, which is not counted.
    answered = func.count(case((is_answered(), statement.c.key)).distinct())
    wanted = [statement.c.act == act] if act else []
    named = [or_(side.c.speaks_for.is_not(None), side.c.kind != "anonymous") for side in (speaker, target)]
    cells = (
        select(by, about, statement.c.act, size, answered)
        .select_from(statement)
        .join(speaks, and_(speaks.c.statement == statement.c.key, speaks.c.role == "speaker"))
        .join(is_target, and_(is_target.c.statement == statement.c.key, is_target.c.role == "target"))
        .join(speaker, speaker.c.key == speaks.c.party)
        .join(target, target.c.key == is_target.c.party)
        .where(*wanted, *named, ~is_copy())
        .group_by(by, about, statement.c.act)
        .order_by(size.desc(), by, about, statement.c.act)
    )
    with store.reading() as connection:
        return [Cell(*row) for row in connection.execute(cells)]


def timeline(store: Store, *, act: str | None = None) -> list[Moment]:
    """How many statements fall in each month, by act, in time order; those with no date are left out, and what several
    articles print word for word counts once, where it stands first.
    """
    return [Moment(*row) for row in _counted(store, 7, act)]


def days(store: Store, *, act: str | None = None) -> list[Day]:
    """How many statements fall on each day, by act, in time order; those whose day is not known are left out, and what
    several articles print word for word counts once, where it stands first.
    """
    return [Day(*row) for row in _counted(store, 10, act)]


def _counted(store: Store, length: int, act: str | None) -> Sequence[Any]:
    """Statements by the first `length` characters of their date, and by act."""
    period = func.substr(statement.c.date, 1, length)
    wanted = [func.length(statement.c.date) >= length, *([statement.c.act == act] if act else [])]
    counted = select(period, statement.c.act, func.count()).where(*wanted, ~is_copy()).group_by(period, statement.c.act)
    with store.reading() as connection:
        return connection.execute(counted.order_by(period, statement.c.act)).all()


def replies(store: Store, *, limit: int, offset: int = 0, after: ReplyPlace | None = None) -> list[Reply]:
    """The newest statements that answer another, each once for every statement it answers, and once if many print it."""
    answered = statement.alias("answered")
    last = (answered.c.id, link.c.type)
    newest = (
        select(link.c.from_key, link.c.type, link.c.to_key, link.c.confidence)
        .join_from(link, statement, link.c.from_key == statement.c.key)
        .join(answered, link.c.to_key == answered.c.key)
        .where(link.c.type.in_(ANSWERS), ~is_copy())
        .order_by(*ORDER, *last)
    )
    if after:
        of_the_same = and_(statement.c.id == after[3], tuple_(*last) > tuple_(*after[4:]))
        newest = newest.where(or_(follows(after[:4]), of_the_same))
    newest = newest.limit(limit).offset(offset)
    with store.reading() as connection:
        rows = connection.execute(newest).all()
        found = entries_by_key(connection, {key for row in rows for key in (row.from_key, row.to_key)})
    return [Reply(found[row.from_key], row.type, found[row.to_key], row.confidence) for row in rows]


def unanswered(store: Store, *, limit: int) -> list[tuple[Entry, int]]:
    """The charges that nobody answered, with how often each is taken up again; the loudest first, then the newest. What
    several articles print word for word is one charge, taken up by all but the first.
    """
    again = func.count(link.c.from_key.distinct())
    taken_up = and_(link.c.to_key == statement.c.key, link.c.type.not_in(ANSWERS))
    loud = _charges(again).join(link, taken_up)
    loud = loud.group_by(statement.c.key).order_by(again.desc(), *ORDER).limit(limit)
    with store.reading() as connection:
        rows = [(row[0], row[1]) for row in connection.execute(loud)]
        known = {key for key, _ in rows}
        quiet = connection.execute(_charges().order_by(*ORDER).limit(limit + len(known)))
        rows += [(row[0], 0) for row in quiet if row[0] not in known]
        found = entries_by_key(connection, [key for key, _ in rows[:limit]])
    return [(found[key], again_) for key, again_ in rows[:limit]]


def _charges(*count: Any) -> Any:
    return select(statement.c.key, *count).where(statement.c.act.in_(CHARGES), ~is_copy(), ~is_answered())


_RECORDS = select(statement.c.id, statement.c.record).where(statement.c.id.in_(given()))


def records(store: Store, ids: Iterable[str]) -> dict[str, Statement]:
    """The whole statements with these ids; unknown ids are passed over."""
    found: dict[str, Statement] = {}
    with store.reading() as connection:
        for some in batches(dict.fromkeys(ids)):
            found.update((row.id, statement_of(row.record)) for row in connection.execute(_RECORDS, {"given": some}))
    return found


def entries(store: Store, ids: Iterable[str]) -> dict[str, Entry]:
    """The statements with these ids as flat entries; unknown ids are passed over."""
    with store.reading() as connection:
        keys: list[int] = []
        for some in batches(dict.fromkeys(ids)):
            keys += connection.scalars(select(statement.c.key).where(statement.c.id.in_(some)))
        return {entry.id: entry for entry in entries_by_key(connection, keys).values()}


def links(
    store: Store, type_: str | None, *, limit: int, offset: int, after: tuple[str, str, str] | None = None
) -> tuple[list[Link], int]:
    """One page of all links, within articles and between them, by the ids of both ends, and how many there are in all; the
    page behind the link `after`: its end, its type and its other end.
    """
    one, other = statement.alias("one"), statement.alias("other")
    wanted = [link.c.type == type_] if type_ else []
    page = (
        select(one.c.id.label("from_id"), link, other.c.id.label("to_id"))
        .join_from(link, one, link.c.from_key == one.c.key)
        .join(other, link.c.to_key == other.c.key)
        .where(*wanted)
        .order_by(one.c.id, link.c.type, other.c.id)
    )
    if after:
        behind = tuple_(one.c.id, link.c.type, other.c.id) > tuple_(*after)
        page = page.where(one.c.id >= after[0], behind)
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(link).where(*wanted)) or 0
        return [link_of(row) for row in connection.execute(page.limit(limit).offset(offset))], total


def links_touching(store: Store, article_id: str) -> list[Link]:
    """The links between articles that begin or end in one article."""
    with store.reading() as connection:
        return links_across(connection, article_id)


def links_from(store: Store, ids: Iterable[str]) -> dict[str, list[Link]]:
    """The links that lead from statements to others, within their articles and beyond, by the statement's id."""
    found: dict[str, list[Link]] = {}
    with store.reading() as connection:
        for some in batches(dict.fromkeys(ids)):
            for row in connection.execute(_links_from(), {"given": some}):
                found.setdefault(row.from_id, []).append(link_of(row))
    return found


@cache
def _links_from() -> Select[Any]:
    one, other = statement.alias("one"), statement.alias("other")
    return (
        select(one.c.id.label("from_id"), link, other.c.id.label("to_id"))
        .join_from(link, one, link.c.from_key == one.c.key)
        .join(other, link.c.to_key == other.c.key)
        .where(one.c.id.in_(given()))
        .order_by(one.c.id, other.c.id, link.c.type)
    )
