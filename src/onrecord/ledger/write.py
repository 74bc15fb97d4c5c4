"""Putting readings and links into the ledger: one transaction an article, and nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from onrecord.errors import NotFound, RecordError
from onrecord.ledger.batching import batches
from onrecord.ledger.canonical import canonical, digest, rank
from onrecord.ledger.entries import Added
from onrecord.ledger.find import links_across
from onrecord.ledger.likeness import note_signs
from onrecord.ledger.parts import forget_parts, part_rows
from onrecord.ledger.rows import article_row, identity, link_row, mentions, party_row, statement_row
from onrecord.ledger.schema import article, capture, echo, facing, link, mention, part, party, statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from onrecord.ledger.opening import Store
    from onrecord.records import Link, Origin, Reading


def add(store: Store, reading: Reading, *, linking: bool = True, captures: Iterable[Origin] = ()) -> Added:
    """Keeps a reading, all of it or nothing, with `linking` its links to other articles, and `captures` of its article beside
    the one that its document tells. The same again changes nothing; another reading of the same article takes its place
    where `rank` says so. Raises RecordError where it is no valid reading, LedgerError where it fails.
    """
    kept = canonical(reading)
    row = article_row(kept, digest(kept))
    _check_storable(store, kept)
    origins = [origin for origin in (kept.document.origin, *captures) if origin]
    with store.writing() as connection:
        known = connection.execute(_known(kept.document.id)).one_or_none()
        if known and rank(known.reader_version, known.size, known.digest) >= _rank(kept, row):
            _note_captures(connection, kept.document.id, origins)
            return Added(kept.document.id, new=False, statements=0, links=0)
        outer = links_across(connection, kept.document.id, found=False) if known else []
        if known:
            clear(connection, kept.document.id)
            connection.execute(update(article).where(article.c.id == row["id"]).values(row | {"run": store.run}))
        else:
            connection.execute(insert(article).values(row | {"added_at": _now(), "run": store.run}))
            note_signs(connection, row["id"], row["text"])
        _note_captures(connection, kept.document.id, origins)
        keys = _put_statements(connection, kept)
        rows = [link_row(one, keys, position) for position, one in enumerate(kept.links)]
        _insert(connection, link, rows)
        _put_back(connection, outer)
        across = _put_across(connection, kept.document.id, linking=linking) if keys else 0
        return Added(kept.document.id, new=not known, statements=len(kept.statements), links=len(kept.links) + across)


def add_links(store: Store, links: Iterable[Link]) -> int:
    """Keeps links between statements by their ledger ids, and says how many are new; one known already only gains in
    confidence. Raises NotFound, and keeps none, where a statement is not in the ledger.
    """
    wanted = [one for one in links if one.from_ != one.to]
    with store.writing() as connection:
        keys = _keys(connection, {id_ for one in wanted for id_ in (one.from_, one.to)})
        for one in wanted:
            for id_ in (one.from_, one.to):
                if id_ not in keys:
                    raise NotFound(f"{store.name}: no statement {id_}, so no link {one.from_} {one.type} {one.to}")
        return sum(_put_link(connection, link_row(one, keys, None)) for one in wanted)


def add_known_links(store: Store, links: Iterable[Link], *, found: bool = False) -> int:
    """As `add_links`, but leaves out those whose statements are not both in the ledger. `found`: by a ledger itself."""
    with store.writing() as connection:
        return _put_back(connection, list(links), found=found)


def relink(store: Store) -> int:
    """Finds all links between articles anew, an article at a time, and says how many there are. Those given stay."""
    with store.writing() as connection:
        for some in (delete(echo), delete(facing), delete(link).where(link.c.found)):
            connection.execute(some)
        ids = list(connection.scalars(select(article.c.id).order_by(article.c.id)))
    for id_ in ids:
        with store.writing() as connection:
            _take_across(connection, id_)  # of an article that came in meanwhile
            _put_across(connection, id_, linking=True)
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(link).where(link.c.found)) or 0


def _put_across(connection: Connection, article_id: str, *, linking: bool) -> int:
    """Writes by what an article's statements are found, and with `linking` what they are linked to."""
    from onrecord.ledger.linking import links_found, note_traces  # noqa: PLC0415 - loads the reader

    standing = note_traces(connection, article_id)
    if not linking:
        return 0
    _forget_found(connection, standing.fallen)
    return _put_found(connection, links_found(connection, standing))


def _take_across(connection: Connection, article_id: str) -> None:
    """Takes out by what an article's statements are found; what copies them is linked in their place."""
    from onrecord.ledger.linking import forget_traces, links_found  # noqa: PLC0415 - loads the reader

    _put_found(connection, links_found(connection, forget_traces(connection, article_id)))


def _forget_found(connection: Connection, keys: Iterable[int]) -> None:
    """Takes out the links that the ledger found of these statements."""
    for some in batches(keys):
        ends = or_(link.c.from_key.in_(some), link.c.to_key.in_(some))
        connection.execute(delete(link).where(link.c.found, ends))


def _put_found(connection: Connection, links: list[Link]) -> int:
    """Writes found links, those that are not there yet all at once."""
    keys = _keys(connection, {id_ for one in links for id_ in (one.from_, one.to)})
    rows = [link_row(one, keys, None, found=True) for one in links]
    known: set[tuple[int, str, int]] = set()
    for some in batches({row["from_key"] for row in rows}):
        there = select(link.c.from_key, link.c.type, link.c.to_key).where(link.c.from_key.in_(some))
        known.update((row.from_key, row.type, row.to_key) for row in connection.execute(there))
    new = [row for row in rows if (row["from_key"], row["type"], row["to_key"]) not in known]
    _insert(connection, link, new)
    for row in rows:
        if (row["from_key"], row["type"], row["to_key"]) in known:
            _put_link(connection, row)
    return len(new)


def clear(connection: Connection, article_id: str) -> None:
    """Takes out an article's statements with their mentions, links and traces, and the parties that nobody else mentions."""
    _take_across(connection, article_id)
    forget_parts(connection, article_id)
    inside = select(statement.c.key).where(statement.c.article == article_id)
    parties = select(mention.c.party).where(mention.c.statement.in_(inside)).distinct()
    touched = list(connection.scalars(parties))
    connection.execute(delete(statement).where(statement.c.article == article_id))
    for some in batches(touched):
        still = select(mention.c.party).where(mention.c.party == party.c.key)
        connection.execute(delete(party).where(party.c.key.in_(some), ~still.exists()))


def _known(article_id: str) -> Any:
    size = select(func.count()).where(statement.c.article == article_id).scalar_subquery()
    return select(article.c.digest, article.c.reader_version, size.label("size")).where(article.c.id == article_id)


def _rank(reading: Reading, row: dict[str, Any]) -> tuple[tuple[int, ...], int, str]:
    return rank(row["reader_version"], len(reading.statements), row["digest"])


def _check_storable(store: Store, reading: Reading) -> None:
    """PostgreSQL has no character 0, which SQLite does not mind."""
    document = reading.document
    words = (document.text, document.title, document.url, document.outlet, document.published, document.language)
    if store.engine.dialect.name == "postgresql" and any("\0" in one for one in words if one):
        raise RecordError(f"{reading.document.id}: PostgreSQL keeps no text with a null character: take it out first")


def _put_statements(connection: Connection, reading: Reading) -> dict[str, int]:
    rows = [statement_row(reading.document, one, position) for position, one in enumerate(reading.statements)]
    _insert(connection, statement, rows)
    numbered = select(statement.c.id, statement.c.key).where(statement.c.article == reading.document.id)
    keys = {row.id: row.key for row in connection.execute(numbered)}
    mentioned = [(keys[one.id], *place) for one in reading.statements for place in mentions(one)]
    told = {identity(one): party_row(one) for *_, one in mentioned}
    parties = _put_parties(connection, told)
    _insert(
        connection,
        mention,
        [
            {"statement": key, "role": role, "position": position, "party": parties[identity(one)]}
            for key, role, position, one in mentioned
        ],
    )
    places = {keys[row["id"]]: row for row in rows}
    _insert(connection, part, part_rows(places, [(key, role, told[identity(one)]) for key, role, _, one in mentioned]))
    return keys


def _put_parties(connection: Connection, rows: dict[str, dict[str, Any]]) -> dict[str, int]:
    known = _party_keys(connection, rows)
    _insert(connection, party, [row for name, row in rows.items() if name not in known])
    return known | _party_keys(connection, set(rows) - set(known))


def _party_keys(connection: Connection, identities: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(identities):
        rows = connection.execute(select(party.c.identity, party.c.key).where(party.c.identity.in_(some)))
        found.update((row.identity, row.key) for row in rows)
    return found


def _keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(ids):
        rows = connection.execute(select(statement.c.id, statement.c.key).where(statement.c.id.in_(some)))
        found.update((row.id, row.key) for row in rows)
    return found


def _put_back(connection: Connection, links: list[Link], *, found: bool = False) -> int:
    keys = _keys(connection, {id_ for one in links for id_ in (one.from_, one.to)})
    known = [one for one in links if one.from_ in keys and one.to in keys]
    return sum(_put_link(connection, link_row(one, keys, None, found=found)) for one in known)


def _put_link(connection: Connection, row: dict[str, Any]) -> bool:
    same = [link.c[name] == row[name] for name in ("from_key", "type", "to_key")]
    columns = (link.c.confidence, link.c.evidence, link.c.position, link.c.found)
    known = connection.execute(select(*columns).where(*same)).mappings().one_or_none()
    if known is None:
        connection.execute(insert(link).values(row))
    elif known["position"] is None:
        old, new = ((one["confidence"], one["evidence"] or "") for one in (known, row))
        better = {name: row[name] for name in ("confidence", "evidence")} if old < new else {}
        # What was given once is not only found.
        changed = better | ({"found": False} if known["found"] and not row["found"] else {})
        if changed:
            connection.execute(update(link).where(*same).values(changed))
    return known is None


def _note_captures(connection: Connection, article_id: str, origins: Iterable[Origin]) -> None:
    for origin in origins:
        _note_capture(connection, _capture_row(article_id, origin))


def _note_capture(connection: Connection, row: dict[str, Any]) -> None:
    same = [capture.c[name] == row[name] for name in ("article", "source", "record", "raw_sha256")]
    known = connection.execute(select(capture.c.captured_at).where(*same)).one_or_none()
    if known is None:
        connection.execute(insert(capture).values(row))
    elif row["captured_at"] and (known.captured_at is None or row["captured_at"] < known.captured_at):
        connection.execute(update(capture).where(*same).values(captured_at=row["captured_at"]))


def _capture_row(article_id: str, origin: Origin) -> dict[str, Any]:
    # The name of a file may hold bytes that are no text.
    source, record = (
        words.encode("utf-8", "backslashreplace").decode().replace("\0", "")
        for words in (origin.source, origin.record or "")
    )
    return {
        "article": article_id, "source": source, "record": record,
        "raw_sha256": origin.raw_sha256 or "", "captured_at": origin.captured_at,
    }  # fmt: skip


def _insert(connection: Connection, where: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(where), rows)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
