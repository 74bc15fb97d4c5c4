"""Finding what is known by its id, and listing what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from onrecord.errors import NotFound
from onrecord.ledger.batching import batches, given
from onrecord.ledger.copies import answers_of, copies_of, outlets_of
from onrecord.ledger.entries import Article
from onrecord.ledger.likeness import family_of
from onrecord.ledger.rows import document_of, entry_of, link_of, origin_of, reader_of, statement_of
from onrecord.ledger.schema import article, capture, link, party, statement
from onrecord.ledger.words import storable
from onrecord.records import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Select

    from onrecord.ledger.entries import Entry
    from onrecord.ledger.opening import Store
    from onrecord.records import Link, Origin, Reader

# How many candidates an ambiguous id names.
CANDIDATES = 5
PAGE = 200


def counts(store: Store) -> dict[str, int]:
    """How many articles, statements, links and parties there are."""
    names = {"articles": article, "statements": statement, "links": link, "parties": party}
    with store.reading() as connection:
        return {name: connection.scalar(select(func.count()).select_from(of)) or 0 for name, of in names.items()}


def articles(store: Store, after: str = "") -> Iterator[Article]:
    """All articles in the order of their ids, without their texts; those behind the id `after`."""
    with store.reading() as connection:
        yield from map(_article_of, pages(connection, _articles(), after))


def versions(store: Store, which: str) -> list[Article]:
    """The articles with the same URL, by when they were captured, else added; `which` is the URL, or the id of one of
    them. An article without a URL is its only version. Raises NotFound.
    """
    first = select(func.min(capture.c.captured_at)).where(capture.c.article == article.c.id).scalar_subquery()
    order = (func.coalesce(first, article.c.added_at), article.c.id)
    with store.reading() as connection:
        same = article.c.url == storable(which)
        if connection.scalar(select(article.c.id).where(same).limit(1)) is None:
            id_ = whole_id(connection, article.c.id, "doc:", which, store.name)
            url = select(article.c.url).where(article.c.id == id_).scalar_subquery()
            same = or_(article.c.id == id_, article.c.url == url)
        return [_article_of(row) for row in connection.execute(_articles().where(same).order_by(*order))]


def family(store: Store, which: str) -> list[Article]:
    """An article, by its id or a prefix, with all near copies that hang together with it, by id. Raises NotFound."""
    with store.reading() as connection:
        id_ = whole_id(connection, article.c.id, "doc:", which, store.name)
        ids = family_of(connection, id_, connection.scalar(select(article.c.text).where(article.c.id == id_)) or "")
        rows = (connection.execute(_articles().where(article.c.id.in_(some))) for some in batches(ids))
        return sorted((_article_of(row) for found in rows for row in found), key=lambda one: one.id)


def _articles() -> Select[Any]:
    size = select(func.count()).where(statement.c.article == article.c.id).scalar_subquery()
    columns = [column for column in article.c if column.name not in {"text", "digest", "reader_models"}]
    return select(*columns, size.label("size"))


def _article_of(row: Any) -> Article:
    return Article(
        id=row.id, title=row.title, url=row.url, outlet=row.outlet, published=row.published, language=row.language,
        sha256=row.sha256, reader=row.reader_version, statements=row.size, added_at=row.added_at,
        run=row.run,
    )  # fmt: skip


def pages(connection: Connection, wanted: Select[Any], last: str = "") -> Iterator[Any]:
    """The rows of a query over articles in the order of their ids, some at a time, so that memory stays small."""
    while True:
        rows = connection.execute(wanted.where(article.c.id > last).order_by(article.c.id).limit(PAGE)).all()
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows[-1].id


def reading(store: Store, article_id: str) -> Reading:
    """The reading of an article by its id, or a prefix that only it has. Raises NotFound."""
    with store.reading() as connection:
        id_ = whole_id(connection, article.c.id, "doc:", article_id, store.name)
        row = connection.execute(select(article).where(article.c.id == id_)).one()
        return reading_of(connection, row)


def reader(store: Store, article_id: str) -> Reader | None:
    """What made the reading of an article, by its whole id; None where it is not told. Raises NotFound."""
    with store.reading() as connection:
        made = select(article.c.reader_version, article.c.reader_models).where(article.c.id == article_id)
        row = connection.execute(made).one_or_none()
    if row is None:
        raise NotFound(f"{store.name}: no article {article_id!r}: take an id from a list of them")
    return reader_of(row)


def reading_of(connection: Connection, row: Any) -> Reading:
    """The reading whose article's row this is."""
    inside = select(statement.c.record).where(statement.c.article == row.id).order_by(statement.c.position)
    links = _links().where(_ends().c.article == row.id, link.c.position.is_not(None)).order_by(link.c.position)
    return Reading(
        document=document_of(row, next(iter(captures_of(connection, row.id, limit=1)), None)),
        statements=tuple(statement_of(record) for record in connection.scalars(inside)),
        links=tuple(link_of(found) for found in connection.execute(links)),
        reader=reader_of(row),
    )


def captures_of(connection: Connection, article_id: str, limit: int | None = None) -> tuple[Origin, ...]:
    """Where an article came from, in a fixed order: all places, or the first of them."""
    every = select(capture).where(capture.c.article == article_id).order_by(*capture.c).limit(limit)
    return tuple(origin_of(row) for row in connection.execute(every))


def one_statement(store: Store, id_: str) -> Entry:
    """The statement by its id, or a prefix that only it has. Raises NotFound, naming candidates where there are several."""
    with store.reading() as connection:
        whole = whole_id(connection, statement.c.id, "st:", id_, store.name)
        keys = list(connection.scalars(select(statement.c.key).where(statement.c.id == whole)))
        return entries_by_key(connection, keys)[keys[0]]


_COLUMNS = ("key", "article", "title", "source", "cue", "content", "record", "start")
_ENTRIES = (
    select(*(statement.c[name] for name in _COLUMNS), article.c.url, article.c.outlet, article.c.published)
    .join_from(statement, article, statement.c.article == article.c.id)
    .where(statement.c.key.in_(given()))
)


def entries_by_key(connection: Connection, keys: Iterable[int]) -> dict[int, Entry]:
    """The statements with these keys."""
    rows = [row for some in batches(keys) for row in connection.execute(_ENTRIES, {"given": some})]
    copies = copies_of(connection, (row.key for row in rows))
    outlets = outlets_of(connection, copies)
    answered = answers_of(connection, [row.key for row in rows], copies)
    return {row.key: entry_of(row, answered=answered[row.key], outlets=outlets.get(row.key, 1)) for row in rows}


def whole_id(connection: Connection, column: Any, kind: str, id_: str, name: str) -> str:
    """The one id that begins so, with or without its `kind` (`doc:`, `st:`). Raises NotFound for none and for many."""
    start = storable(id_ if id_.startswith(kind) else kind + id_)
    wanted = select(column).where(column >= start, column < start + "~").order_by(column).limit(CANDIDATES + 1)
    found = list(connection.scalars(wanted))
    if start in found or len(found) == 1:
        return start if start in found else str(found[0])
    what = "article" if kind == "doc:" else "statement"
    if not found or start == kind:
        raise NotFound(f"{name}: no {what} {id_!r}: take an id from a list of them")
    more = " ..." if len(found) > CANDIDATES else ""
    raise NotFound(
        f"{name}: {id_!r} begins several {what}s: {', '.join(found[:CANDIDATES])}{more}; give more of the id"
    )


def links_across(connection: Connection, article_id: str | None = None, *, found: bool | None = None) -> list[Link]:
    """The links between articles, in a fixed order: all, or those that touch one article; by `found`, those that the
    ledger found itself or those that it was given.
    """
    wanted = cross_links()
    if found is not None:
        wanted = wanted.where(link.c.found.is_(found))
    if article_id is None:
        return [link_of(row) for row in connection.execute(wanted)]
    # Each end for itself, and put in order here: asked for at once, all links of the ledger would be looked at.
    touching = [wanted.where(end.c.article == article_id) for end in (_ends(), _ends(to=True))]
    rows = {(row.from_id, row.type, row.to_id): row for one in touching for row in connection.execute(one)}
    return [link_of(rows[place]) for place in sorted(rows)]


def cross_links() -> Select[Any]:
    """The query for the links between articles, in a fixed order; `link_of` takes its rows."""
    return _links().where(link.c.position.is_(None)).order_by("from_id", link.c.type, "to_id")


_FROM, _TO = statement.alias("answering"), statement.alias("answered")


def _ends(*, to: bool = False) -> Any:
    return _TO if to else _FROM


def _links() -> Select[Any]:
    return (
        select(_FROM.c.id.label("from_id"), link, _TO.c.id.label("to_id"))
        .join_from(link, _FROM, link.c.from_key == _FROM.c.key)
        .join(_TO, link.c.to_key == _TO.c.key)
    )
