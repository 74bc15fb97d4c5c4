"""Review: what people say of the machine's records. Events beside the record, which itself never changes.

The current view of a statement is its record with the corrections that nobody undid, applied in order.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import Column, Index, Table, and_, func, insert, or_, select

from onrecord.errors import LedgerError, NotFound, RecordError
from onrecord.ledger.batching import batches, given
from onrecord.ledger.canonical import addressed, exact, next_time
from onrecord.ledger.find import reading, whole_id
from onrecord.ledger.rows import statement_of
from onrecord.ledger.schema import Words, article, statement, tables
from onrecord.ledger.words import storable
from onrecord.records import ACTS, LINK_TYPES, Link, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.records import Reading

Action = Literal["accept", "reject", "correct", "undo"]
ReviewStatus = Literal["machine", "confirmed", "rejected"]
ACTIONS: tuple[Action, ...] = get_args(Action)
SPANS, PARTIES = ("cue", "content"), ("speakers", "addressees", "targets")
CORRECTABLE = ("act", "negated", "source", *SPANS, *PARTIES, "links")
EVENT = "rv:"

review_table = Table(
    "review",
    tables,
    # Made from what it says, so that merging ledgers is a union here too.
    Column("id", Words, primary_key=True),
    # No foreign key: reading an article again, or taking it out and adding it anew, must not lose what people said.
    Column("statement", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("correction", Words),
    Column("undoes", Words),
    Column("by", Words, nullable=False),
    Column("at", Words, nullable=False),
    Column("why", Words),
    Index("review_by_statement", "statement", "at", "id"),
    Index("review_by_time", "at", "id"),
)


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody said of a statement: `correction` holds the fields that change, `undoes` the id of the review taken
    back; `at` is an ISO 8601 time in UTC.
    """

    id: str
    statement: str
    action: Action
    correction: dict[str, Any] | None
    undoes: str | None
    by: str
    at: str
    why: str | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A statement as people left it: its status, its current view, and all that was said, oldest first. `links` is what
    people said it answers or takes up, and nothing else; None where they left the machine's links.
    """

    status: ReviewStatus
    statement: Statement
    reviews: tuple[Review, ...]
    links: tuple[Link, ...] | None = None

    @property
    def live(self) -> tuple[Review, ...]:
        """The reviews that nobody undid."""
        return _live(self.reviews)


def review(
    store: Store, id_: str, action: Action, *, by: str, why: str | None = None, correction: dict[str, Any] | None = None
) -> Review:
    """Keeps an event. `correction` goes with the action `correct` only. Raises NotFound for an unknown statement,
    LedgerError for an action that is none, RecordError for a correction that does not fit the article.
    """
    if action not in {"accept", "reject", "correct"}:
        raise LedgerError(f"no review {action!r}: say accept, reject or correct; take one back by undoing it")
    if (action == "correct") != bool(correction):
        raise RecordError("a correction says which fields change, and nothing but a correction does")
    with store.writing() as connection:
        whole = whole_id(connection, statement.c.id, "st:", id_, store.name)
        if correction:
            correction = _checked(connection, whole, correction)
        return _put(connection, whole, action, by=by, why=why, correction=correction)


def undo(store: Store, id_: str, *, by: str, why: str | None = None) -> Review:
    """Takes a review back, by another event. Raises NotFound, or LedgerError where it is taken back already."""
    with store.writing() as connection:
        row = connection.execute(select(review_table).where(review_table.c.id == storable(id_))).one_or_none()
        if row is None:
            raise NotFound(f"{store.name}: no review {id_!r}: take an id from the statement's reviews")
        taken = select(review_table.c.id).where(review_table.c.undoes == id_)
        if row.action == "undo" or connection.scalar(taken) is not None:
            raise LedgerError(f"review {id_} is taken back already: say anew what you think of the statement")
        return _put(connection, row.statement, "undo", by=by, why=why, undoes=id_)


def reviews(store: Store, *, limit: int, offset: int, after: tuple[str, str] | None = None) -> tuple[list[Review], int]:
    """One page of all reviews, newest first, and how many there are; the page behind the time and id `after`."""
    at, id_ = review_table.c.at, review_table.c.id
    newest = select(review_table).order_by(at.desc(), id_)
    if after:
        newest = newest.where(or_(at < after[0], and_(at == after[0], id_ > after[1])))
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(review_table)) or 0
        return [_review_of(row) for row in connection.execute(newest.limit(limit).offset(offset))], total


def reviewed(store: Store, id_: str) -> Reviewed:
    """A statement as people left it. Raises NotFound."""
    with store.reading() as connection:
        whole = whole_id(connection, statement.c.id, "st:", id_, store.name)
        record = connection.scalars(select(statement.c.record).where(statement.c.id == whole)).one()
        return applied(statement_of(record), _reviews_of(connection, [whole]).get(whole, ()))


def reviewed_among(store: Store, ids: Iterable[str]) -> dict[str, Reviewed]:
    """Those of some statements, by their whole ids, of which people said something, as they left them."""
    with store.reading() as connection:
        said = _reviews_of(connection, ids)
        found: dict[str, Reviewed] = {}
        for some in batches(said):
            rows = connection.execute(select(statement.c.id, statement.c.record).where(statement.c.id.in_(some)))
            found.update((row.id, applied(statement_of(row.record), said[row.id])) for row in rows)
        return found


def reviewed_reading(store: Store, article_id: str) -> Reading:
    """An article's reading as people left it: corrections applied, what was rejected left out with its links. It is gold
    that `onrecord evaluate` takes. Raises NotFound.
    """
    found = reading(store, article_id)
    with store.reading() as connection:
        said = _reviews_of(connection, [one.id for one in found.statements])
    views = [applied(one, said.get(one.id, ())) for one in found.statements]
    kept = {view.statement.id: view.statement for view in views if view.status != "rejected"}
    told = {view.statement.id: view.links for view in views if view.links is not None}
    links = [link for link in found.links if link.from_ not in told]
    links += [link for several in told.values() for link in several]
    return replace(
        found,
        statements=tuple(replace(one, inside=one.inside if one.inside in kept else None) for one in kept.values()),
        links=tuple(link for link in links if link.from_ in kept and link.to in kept),
    )


def reviewed_articles(store: Store) -> Iterator[str]:
    """The ids of the articles of which some statement was reviewed, in order."""
    inside = select(statement.c.article).join(review_table, review_table.c.statement == statement.c.id).distinct()
    with store.reading() as connection:
        yield from connection.scalars(inside.order_by(statement.c.article))


def take_over_reviews(store: Store, rows: Iterable[dict[str, Any]]) -> int:
    """Takes in another ledger's events, by their ids, and says how many are new. Those of statements that are not here
    wait for them.
    """
    new = 0
    for some in batches(rows):
        with store.writing() as connection:
            ids = [row["id"] for row in some]
            known = set(connection.scalars(select(review_table.c.id).where(review_table.c.id.in_(ids))))
            rest = [row for row in some if row["id"] not in known]
            if rest:
                connection.execute(insert(review_table), rest)
            new += len(rest)
    return new


def applied(record: Statement, events: Iterable[Review]) -> Reviewed:
    """The current view of a statement: its record with all live corrections in order."""
    said = tuple(events)
    status: ReviewStatus = "machine"
    data = record.to_json()
    for event in _live(said):
        status = "rejected" if event.action == "reject" else "confirmed"
        data |= event.correction or {}
    links = None
    if "links" in data:
        links = tuple(Link(record.id, link["type"], link["to"]) for link in data.pop("links"))
    return Reviewed(status, Statement.from_json(data), said, links)


def _live(events: tuple[Review, ...]) -> tuple[Review, ...]:
    undone = {event.undoes for event in events}
    return tuple(event for event in events if event.action != "undo" and event.id not in undone)


_REVIEWS = (
    select(review_table)
    .where(review_table.c.statement.in_(given()))
    .order_by(review_table.c.at, review_table.c.id)
)  # fmt: skip


def _reviews_of(connection: Connection, ids: Iterable[str]) -> dict[str, tuple[Review, ...]]:
    """What was said of each of some statements, oldest first; those of which nothing was said are left out."""
    found: dict[str, list[Review]] = {}
    for some in batches(dict.fromkeys(ids)):
        for row in connection.execute(_REVIEWS, {"given": some}):
            found.setdefault(row.statement, []).append(_review_of(row))
    return {id_: tuple(events) for id_, events in found.items()}


def _checked(connection: Connection, id_: str, correction: dict[str, Any]) -> dict[str, Any]:
    """The correction with the words of its spans. Raises RecordError where it fits neither the article nor a statement."""
    if unknown := set(correction) - set(CORRECTABLE):
        raise RecordError(f"{', '.join(sorted(unknown))}: cannot be corrected; what can is {', '.join(CORRECTABLE)}")
    row = connection.execute(select(statement.c.record, statement.c.article).where(statement.c.id == id_)).one()
    text = connection.scalars(select(article.c.text).where(article.c.id == row.article)).one()
    whole = dict(correction)
    links = {"links": _links(connection, id_, whole.pop("links"))} if "links" in whole else {}
    try:
        for name in SPANS:
            if name in whole:
                whole[name] = [_span(text, span) for span in whole[name]]
        if whole.get("source"):
            whole["source"] = _span(text, whole["source"])
        if whole.get("act", ACTS[0]) not in ACTS or not isinstance(whole.get("negated", False), bool):
            raise RecordError(f"{whole.get('act')!r}: no act; the acts are {', '.join(ACTS)}")
        corrected = Statement.from_json(json.loads(row.record) | whole).to_json()
        if not corrected["content"]:
            raise RecordError("a statement has a content: reject it where nothing is said")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(f"no correction: {error!r}; compare with `onrecord schema`") from error
    return {name: corrected[name] for name in whole} | links


def _links(connection: Connection, id_: str, given: Any) -> list[dict[str, str]]:
    """What a statement answers or takes up, as people say it: whole ids and types. Raises RecordError."""
    try:
        links = {(storable(link["to"]), link["type"]) for link in given}
    except (KeyError, TypeError, AttributeError) as error:
        raise RecordError(
            "no links: give a list, each with its type and the id of the statement that it leads `to`"
        ) from error
    if wrong := {type_ for _, type_ in links} - set(LINK_TYPES):
        raise RecordError(f"no link {min(map(str, wrong))!r}: the types are {', '.join(LINK_TYPES)}")
    ends = [to for to, _ in links]
    known = set(connection.scalars(select(statement.c.id).where(statement.c.id.in_(ends))))
    if absent := [to for to in ends if to not in known or to == id_]:
        raise RecordError(f"{min(absent)}: no other statement of this ledger: give the whole id of one")
    return [{"to": to, "type": type_} for to, type_ in sorted(links)]


def _span(text: str, span: dict[str, Any]) -> dict[str, Any]:
    start, end = int(span["start"]), int(span["end"])
    if not 0 <= start < end <= len(text):
        raise RecordError(f"characters {start} to {end} are not in the article, which has {len(text)}")
    return {"start": start, "end": end, "text": text[start:end]}


def _put(
    connection: Connection, id_: str, action: Action, *, by: str, why: str | None,
    correction: dict[str, Any] | None = None, undoes: str | None = None,
) -> Review:  # fmt: skip
    last = connection.scalar(select(func.max(review_table.c.at)).where(review_table.c.statement == id_))
    row = {
        "statement": id_, "action": action, "correction": exact(correction) if correction else None, "undoes": undoes,
        "by": storable(by), "at": next_time(last), "why": storable(why) if why else None,
    }  # fmt: skip
    made = addressed(EVENT, row)
    connection.execute(insert(review_table).values(made))
    return review_of(made)


def _review_of(row: Any) -> Review:
    return review_of(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def review_of(row: Any) -> Review:
    """A review from its row as a mapping."""
    correction = json.loads(row["correction"]) if row["correction"] else None
    names = ("id", "statement", "action", "undoes", "by", "at", "why")
    return Review(correction=correction, **{name: row[name] for name in names})
