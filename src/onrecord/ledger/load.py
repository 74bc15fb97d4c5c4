"""What `dump` gave, back into a ledger: the same ledger of it where there was none, a union where there was."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select

from onrecord.errors import RecordError
from onrecord.ledger.batching import batches
from onrecord.ledger.canonical import addressed, exact
from onrecord.ledger.dump import CAPTURES
from onrecord.ledger.identities import ACTIONS as PARTY_ACTIONS
from onrecord.ledger.identities import EVENT as PARTY_EVENT
from onrecord.ledger.identities import event_table, take_over_events
from onrecord.ledger.merge import Merged
from onrecord.ledger.review import ACTIONS, CORRECTABLE, review_table, take_over_reviews
from onrecord.ledger.review import EVENT as REVIEW
from onrecord.ledger.schema import article
from onrecord.ledger.write import add, add_known_links, add_links
from onrecord.records import ACTS, LINK_TYPES, Link, Origin, Party, Reading, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Table

    from onrecord.ledger.opening import Store

Kind = Literal["reading", "link", "review", "party event"]
Item = dict[str, Any]


def load(store: Store, items: Iterable[Item], *, linking: bool | None = None) -> Merged:
    """Takes in what `dump` gave, and tells what was new. With `linking` the links between articles are found here; without,
    they are taken as they come. None: found, but for what an empty ledger takes of another's dump, which becomes the same.

    Each reading is kept for itself, all else some hundreds at a time. Raises RecordError for what is none of these, and
    NotFound for a link of a statement that is not here; what came before it stays.
    """
    empty = linking is None and _is_empty(store)
    came = Merged(0, 0, 0)
    for kind, some in groupby(items, kind_of):
        for item in some if kind == "reading" else ():
            found = linking if linking is not None else not (empty and CAPTURES in item)
            came = _plus(came, _load_reading(store, item, linking=found))
        for batch in batches(some if kind != "reading" else ()):
            came = _plus(came, _load(store, kind, batch, linking=linking if linking is not None else not empty))
    return came


def kind_of(item: Item) -> Kind:
    """What a line is."""
    id_ = str(item.get("id"))
    if "from" in item:
        return "link"
    return "review" if id_.startswith(REVIEW) else "party event" if id_.startswith(PARTY_EVENT) else "reading"


def _is_empty(store: Store) -> bool:
    with store.reading() as connection:
        return connection.scalar(select(article.c.id).limit(1)) is None


def _load_reading(store: Store, item: Item, *, linking: bool) -> Merged:
    reading = Reading.from_json(item)
    added = add(store, reading, linking=linking, captures=_origins(item, reading))
    return Merged(int(added.new), added.statements, added.links)


def _load(store: Store, kind: Kind, items: list[Item], *, linking: bool) -> Merged:
    if kind == "review":
        return Merged(0, 0, 0, take_over_reviews(store, [_review_row(item) for item in items]))
    if kind == "party event":
        return Merged(0, 0, 0, take_over_events(store, [_party_event_row(item) for item in items]))
    given = [Link.from_json(item) for item in items if not item.get("found")]
    found = [Link.from_json(item) for item in items if item.get("found") and not linking]
    return Merged(0, 0, add_links(store, given) + add_known_links(store, found, found=True))


def _plus(one: Merged, other: Merged) -> Merged:
    return Merged(
        one.articles + other.articles, one.statements + other.statements, one.links + other.links,
        one.reviews + other.reviews,
    )  # fmt: skip


def _origins(item: Item, reading: Reading) -> tuple[Origin, ...]:
    """The captures of a dumped reading; the `origin` of one that workers kept in a shard."""
    alone = item.get("origin")
    try:
        origins = tuple(Origin(**one) for one in item.get(CAPTURES) or ([alone] if alone else []))
    except TypeError as error:
        raise RecordError(f"{reading.document.id}: no capture: {error}") from error
    if not all(isinstance(value, str | None) for one in origins for value in asdict(one).values()):
        raise RecordError(f"{reading.document.id}: no capture: each of its fields is a text or null")
    return origins


def _review_row(item: Item) -> dict[str, Any]:
    """A review's line as a row. Raises RecordError where it is none, or its id is not made from what it says."""
    correction = item.get("correction")
    if correction is not None:
        _check_correction(correction)
    return _row(review_table, REVIEW, ACTIONS, item | {"correction": exact(correction) if correction else None})


def _party_event_row(item: Item) -> dict[str, Any]:
    """The line of what was said of a party as a row. Raises RecordError as `_review_row` does."""
    return _row(event_table, PARTY_EVENT, PARTY_ACTIONS, item)


def _row(of: Table, kind: str, actions: tuple[str, ...], item: Mapping[str, Any]) -> dict[str, Any]:
    row = {column.name: item.get(column.name) for column in of.c}
    for column in of.c:
        if not isinstance(row[column.name], str | None) or (row[column.name] is None and not column.nullable):
            raise RecordError(f"{item['id']}: its {column.name} is no text")
    if row["action"] not in actions or not _is_time(f"{row['at']}"):
        raise RecordError(f"{item['id']}: no action {row['action']!r}, or no time {row['at']!r}")
    if addressed(kind, row)["id"] != row["id"]:
        raise RecordError(f"{item['id']}: its id is not made from what it says: export it anew")
    return row


def _is_time(words: str) -> bool:
    try:
        return datetime.fromisoformat(words).tzinfo is not None
    except ValueError:
        return False


def _check_correction(correction: Any) -> None:
    if not isinstance(correction, dict) or not set(correction) <= set(CORRECTABLE):
        raise RecordError(f"no correction: its fields are {', '.join(CORRECTABLE)}")
    if correction.get("act", ACTS[0]) not in ACTS:
        raise RecordError(f"no act {correction['act']!r}: the acts are {', '.join(ACTS)}")
    try:
        sources = [correction["source"]] if correction.get("source") else []
        for name in ("cue", "content"):
            sources += correction.get(name, [])
        for link in correction.get("links", []):
            if not isinstance(link["to"], str) or link["type"] not in LINK_TYPES:
                raise RecordError(f"no link: {link!r}")
        for span in sources:
            Span.from_json(span)
        for name in ("speakers", "addressees", "targets"):
            for party in correction.get(name, []):
                Party.from_json(party)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RecordError(f"no correction: {error!r}; compare with `onrecord schema`") from error
