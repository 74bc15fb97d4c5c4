"""Who is who: what people say of which parties are one. Events beside the machine's parties, which never change.

A party goes by its handle: its id, else `pt:` and the hash of its name, affiliation and kind. The current view is the
machine's parties with the events that nobody undid, applied in the order of their times and ids: it depends on which
events there are, not on how they came in.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import Column, Index, Table, and_, delete, func, insert, literal, or_, select, union, union_all

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger.batching import batches
from onrecord.ledger.canonical import addressed, next_time
from onrecord.ledger.find import CANDIDATES
from onrecord.ledger.schema import Words, party, tables
from onrecord.ledger.words import folded_words, storable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from onrecord.ledger.opening import Store

PartyAction = Literal["merge", "split", "undo"]
ACTIONS: tuple[PartyAction, ...] = get_args(PartyAction)
# Before the hash of a party that has no id of its own.
HASHED = "pt:"
EVENT = "pe:"
# Who stays unnamed in two articles is not one party, and one row stands for all of them.
UNNAMED = ("anonymous", "collective")

event_table = Table(
    "party_event",
    tables,
    # Made from what it says, so that merging ledgers is a union here too.
    Column("id", Words, primary_key=True),
    Column("action", Words, nullable=False),
    # Handles, not keys: the events outlive the parties, and hold in every ledger.
    Column("party", Words, nullable=False),
    Column("other", Words, nullable=False),
    Column("undoes", Words),
    Column("by", Words, nullable=False),
    Column("at", Words, nullable=False),
    Column("why", Words),
    Index("party_event_by_time", "at", "id"),
)

# The current view, for searching: the handles of which events make one party, and the one that leads each group.
alias = Table(
    "party_alias",
    tables,
    Column("handle", Words, primary_key=True),
    Column("lead", Words, nullable=False),
    Index("party_alias_by_lead", "lead"),
)

HANDLE: ColumnElement[str] = func.coalesce(party.c.id, literal(HASHED) + party.c.identity)


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """What somebody said of two parties, by their handles: `party` is merged into `other`, or split from it. `undoes` is
    the id of the event taken back; `at` is an ISO 8601 time in UTC.
    """

    id: str
    action: PartyAction
    party: str
    other: str
    undoes: str | None
    by: str
    at: str
    why: str | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def merge_parties(store: Store, one: str, into: str, *, by: str, why: str | None = None) -> PartyEvent:
    """Keeps that one party, with all that is merged into it, is another, which leads. Raises NotFound for a party that is
    unknown or not told apart by its name, LedgerError where they are one already or a side is unnamed.
    """
    with store.writing() as connection:
        first, second = (_handle(connection, which, store.name) for which in (one, into))
        groups = leads(_events(connection))
        if groups.get(first, first) == groups.get(second, second):
            raise LedgerError(f"{first} and {second} are one party already: see `onrecord parties log`")
        for handle, typed in ((first, one), (second, into)):
            _check_named(connection, handle, typed)
        return _put(connection, "merge", first, second, by=by, why=why)


def split_parties(store: Store, one: str, other: str, *, by: str, why: str | None = None) -> PartyEvent:
    """Keeps that two parties are not one: the first, with what was merged into it, leaves the second, or the second leaves
    where it was merged into the first. Of parties that are apart it says that they are not to be suggested. Raises
    NotFound as `merge_parties` does, LedgerError where both are the same.
    """
    with store.writing() as connection:
        first, second = (_handle(connection, which, store.name) for which in (one, other))
        if first == second:
            raise LedgerError(f"{first} is one party of the machine's records: correct its statements by review")
        return _put(connection, "split", first, second, by=by, why=why)


def undo_party_event(store: Store, id_: str, *, by: str, why: str | None = None) -> PartyEvent:
    """Takes an event back, by another. Raises NotFound, or LedgerError where it is taken back already."""
    with store.writing() as connection:
        events = {event.id: event for event in _events(connection)}
        event = events.get(id_)
        if event is None:
            raise NotFound(f"{store.name}: no event {id_!r}: take an id from `onrecord parties log`")
        if event.action == "undo" or any(one.undoes == id_ for one in events.values()):
            raise LedgerError(f"event {id_} is taken back already: merge or split anew")
        return _put(connection, "undo", event.party, event.other, by=by, why=why, undoes=id_)


def party_events(
    store: Store, *, limit: int, offset: int, after: tuple[str, str] | None = None
) -> tuple[list[PartyEvent], int]:
    """One page of all events, newest first, and how many there are; the page behind the time and id `after`."""
    at, id_ = event_table.c.at, event_table.c.id
    newest = select(event_table).order_by(at.desc(), id_.desc())
    if after:
        newest = newest.where(or_(at < after[0], and_(at == after[0], id_ < after[1])))
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(event_table)) or 0
        return [_event(row) for row in connection.execute(newest.limit(limit).offset(offset))], total


def live(events: Iterable[PartyEvent]) -> list[PartyEvent]:
    """The merges and splits that nobody took back, in the order in which they are applied."""
    said = sorted(events, key=lambda event: (event.at, event.id))
    undone = {event.undoes for event in said}
    return [event for event in said if event.action != "undo" and event.id not in undone]


def leads(events: Iterable[PartyEvent]) -> dict[str, str]:
    """The current view: the handle that leads its group, for each handle whose group has several. Given in any order."""
    into: dict[str, str] = {}
    for event in live(events):
        above, beside = _upwards(into, event.party), _upwards(into, event.other)
        if event.action == "merge" and above[-1] != beside[-1]:
            into[above[-1]] = event.other
        elif event.action == "split" and above[-1] == beside[-1]:
            into.pop(event.other if event.party in beside else event.party, None)
    return {handle: _upwards(into, handle)[-1] for handle in {*into, *into.values()}}


def _upwards(into: dict[str, str], handle: str) -> list[str]:
    """The handle, what it was merged into, and so on."""
    found = [handle]
    while found[-1] in into:
        found.append(into[found[-1]])
    return found


def followed(connection: Connection, meant: ColumnElement[bool], who: str | None = None) -> Any:
    """A query for the keys of the parties that a condition means and of all that are merged with these, or with the handle
    `who`, which need not be in the ledger itself; None where none is merged, and the condition is the whole truth.
    """
    if connection.scalar(select(alias.c.handle).limit(1)) is None:
        return None
    # From the few aliases to the parties, by the indices of ids and identities: what is no bare column keeps SQLite from
    # going the other way.
    by_id = select(party.c.key, alias.c.lead).join_from(alias, party, party.c.id == alias.c.handle.concat(""))
    hashed = func.substr(alias.c.handle, len(HASHED) + 1)
    by_hash = select(party.c.key, alias.c.lead).join_from(alias, party, party.c.identity == hashed)
    by_hash = by_hash.where(party.c.id.is_(None), alias.c.handle.startswith(HASHED))
    moved = union_all(by_id, by_hash).cte("moved")
    groups: Any = select(moved.c.lead).join_from(moved, party, party.c.key == moved.c.key).where(meant)
    if who is not None:
        groups = union(groups, select(alias.c.lead).where(alias.c.handle == who))
    if connection.execute(groups.limit(1)).first() is None:
        return None
    return union(select(party.c.key).where(meant), select(moved.c.key).where(moved.c.lead.in_(groups)))


def rows_of_handles(connection: Connection, handles: Iterable[str]) -> dict[str, list[Any]]:
    """The parties' rows by their handles."""
    found: dict[str, list[Any]] = {}
    for some in batches(dict.fromkeys(handles)):
        hashes = [handle.removeprefix(HASHED) for handle in some if handle.startswith(HASHED)]
        unnumbered = select(party).where(party.c.identity.in_(hashes), party.c.id.is_(None))
        for wanted in (select(party).where(party.c.id.in_(some)), unnumbered):
            for row in connection.execute(wanted):
                found.setdefault(handle_of(row), []).append(row)
    return found


def handle_of(row: Any) -> str:
    """The handle of a party's row."""
    return row.id if row.id is not None else f"{HASHED}{row.identity}"


def take_over_events(store: Store, rows: Iterable[dict[str, Any]]) -> int:
    """Takes in another ledger's events, by their ids, and says how many are new."""
    given = list(rows)
    if not given:
        return 0
    with store.writing() as connection:
        known = set(connection.scalars(select(event_table.c.id)))
        new = [row for row in given if row["id"] not in known]
        if new:
            connection.execute(insert(event_table), new)
            _renew(connection)
        return len(new)


def all_events(connection: Connection) -> list[PartyEvent]:
    """Every event, in the order of the ids."""
    return _events(connection)


def _events(connection: Connection) -> list[PartyEvent]:
    return [_event(row) for row in connection.execute(select(event_table).order_by(event_table.c.id))]


def _event(row: Any) -> PartyEvent:
    return PartyEvent(row.id, row.action, row.party, row.other, row.undoes, row.by, row.at, row.why)


def _put(
    connection: Connection, action: PartyAction, one: str, other: str, *, by: str, why: str | None,
    undoes: str | None = None,
) -> PartyEvent:  # fmt: skip
    row = {
        "action": action, "party": one, "other": other, "undoes": undoes, "by": storable(by),
        "at": next_time(connection.scalar(select(func.max(event_table.c.at)))), "why": storable(why) if why else None,
    }  # fmt: skip
    made = addressed(EVENT, row)
    connection.execute(insert(event_table).values(made))
    _renew(connection)
    return PartyEvent(**made)


def _renew(connection: Connection) -> None:
    """Writes the current view anew: people say few things, and a whole view cannot go astray."""
    connection.execute(delete(alias))
    rows = [{"handle": handle, "lead": lead} for handle, lead in sorted(leads(_events(connection)).items())]
    if rows:
        connection.execute(insert(alias), rows)


def _handle(connection: Connection, typed: str, name: str) -> str:
    """The handle of the party that somebody means by a handle, the beginning of a hashed one, or a whole name."""
    which = storable(typed)
    if connection.scalar(select(alias.c.handle).where(alias.c.handle == which)) is not None:
        return which
    meant: ColumnElement[bool]
    if which.startswith(HASHED):
        begun = which.removeprefix(HASHED)
        meant = and_(party.c.id.is_(None), party.c.identity >= begun, party.c.identity < begun + "~")
    else:
        meant = party.c.id == which
        if connection.scalar(select(party.c.key).where(meant).limit(1)) is None:
            meant = party.c.folded == folded_words(which)
    found = list(connection.scalars(select(HANDLE).where(meant).distinct().order_by(HANDLE).limit(CANDIDATES + 1)))
    if len(found) == 1:
        return str(found[0])
    if not found:
        raise NotFound(f"{name}: no party {typed!r}: take its handle from `onrecord parties`, or give its whole name")
    more = " ..." if len(found) > CANDIDATES else ""
    raise NotFound(f"{name}: {typed!r} may be {', '.join(found[:CANDIDATES])}{more}: say which, by its handle")


def _check_named(connection: Connection, handle: str, typed: str) -> None:
    if not handle.startswith(HASHED):
        return
    if any(row.kind in UNNAMED for row in rows_of_handles(connection, [handle]).get(handle, ())):
        raise LedgerError(
            f"{typed}: who stays unnamed in several articles is not one party: correct single statements by review"
        )
