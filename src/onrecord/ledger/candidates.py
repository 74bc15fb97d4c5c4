"""Finding, among all statements of the ledger, the few that a statement may repeat, answer, or be answered by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from onrecord.ledger.batching import batches
from onrecord.ledger.rows import statement_of
from onrecord.ledger.schema import article, echo, facing, statement
from onrecord.ledger.traces import enough, of_one_matter, stems_in, trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection

    from onrecord.ledger.traces import Trace

Pairs = set[tuple[int, int]]


def traces_of(connection: Connection, article_id: str) -> dict[int, Trace]:
    """The traces of an article's statements, by key."""
    return _made(connection, statement.c.article == article_id)


def traces_at(connection: Connection, keys: Iterable[int]) -> dict[int, Trace]:
    """The traces of the statements with these keys; those that are there no more are passed over."""
    found: dict[int, Trace] = {}
    for some in batches(sorted(keys)):
        found |= _made(connection, statement.c.key.in_(some))
    return found


def _made(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, Trace]:
    columns = (statement.c.key, statement.c.record, article.c.published, article.c.language, article.c.id)
    rows = connection.execute(
        select(*columns).join_from(statement, article, statement.c.article == article.c.id).where(wanted)
    )
    return {row.key: trace(statement_of(row.record), row.published, row.language, row.id) for row in rows}


def put(connection: Connection, traces: Mapping[int, Trace]) -> None:
    """Writes the traces of statements that have none yet."""
    for table, rows in ((echo, _echoes(traces)), (facing, _facing(traces))):
        if rows:
            connection.execute(insert(table), rows)


def drop(connection: Connection, traces: Mapping[int, Trace]) -> None:
    """Takes out the traces of statements; what is not there does not matter."""
    for key, one in traces.items():
        for some in batches(sorted(one.echoes)):
            connection.execute(delete(echo).where(echo.c.sign.in_(some), echo.c.statement == key))
        if one.period is not None:
            here = (facing.c.period == one.period, facing.c.day == one.day, facing.c.statement == key)
            for some in batches([*one.speaks, *(~sign for sign in one.aims)]):
                connection.execute(delete(facing).where(facing.c.sign.in_(some), *here))


def candidates(connection: Connection, traces: Mapping[int, Trace]) -> Pairs:
    """Pairs of one of these statements and another that may be linked, or is one of these, too. All that are linked are
    among them, and few more.
    """
    return _by_echo(connection, traces) | _by_facing(connection, traces)


def _by_echo(connection: Connection, traces: Mapping[int, Trace]) -> Pairs:
    having: dict[int, list[int]] = defaultdict(list)
    for key, one in traces.items():
        for sign in one.echoes:
            having[sign].append(key)
    found: Pairs = set()
    for some in batches(sorted(having)):
        rows = connection.execute(select(echo.c.sign, echo.c.statement).where(echo.c.sign.in_(some)))
        found.update((key, other) for sign, other in rows for key in having[sign] if _apart(traces, key, other))
    return found


def _by_facing(connection: Connection, traces: Mapping[int, Trace]) -> Pairs:
    """Those that share a sign, each in the other role, and stems enough: of those looked up, or in their contents."""
    shared: dict[tuple[int, int, bool], set[str]] = defaultdict(set)
    for period, having in _looked_up(traces).items():
        for some in batches(sorted(having)):
            wanted = select(facing.c.sign, facing.c.statement)
            rows = connection.execute(wanted.where(facing.c.period == period, facing.c.sign.in_(some)))
            for sign, other in rows:
                for key, stem, speaks in having[sign]:
                    if _apart(traces, key, other):
                        shared[key, other, speaks].add(stem)
    sure = {(key, other) for (key, other, _), stems in shared.items() if enough(stems, traces[key].language)}
    return sure | _of_one_matter(connection, traces, {(key, other) for key, other, _ in shared} - sure)


def _of_one_matter(connection: Connection, traces: Mapping[int, Trace], pairs: Pairs) -> Pairs:
    """Those of which the contents share enough; only the words are read, because these are many."""
    asked: dict[int, list[int]] = defaultdict(list)
    for key, other in pairs:
        asked[other].append(key)
    found: Pairs = set()
    for some in batches(sorted(asked)):
        rows = connection.execute(select(statement.c.key, statement.c.content).where(statement.c.key.in_(some)))
        for other, content in rows:
            stems = stems_in(content, traces[asked[other][0]].language)
            found.update((key, other) for key in asked[other] if of_one_matter(traces[key], stems))
    return found


def _apart(traces: Mapping[int, Trace], key: int, other: int) -> bool:
    """False where both are known to be in one article."""
    return other not in traces or traces[other].article != traces[key].article


def _looked_up(traces: Mapping[int, Trace]) -> dict[int, dict[int, list[tuple[int, str, bool]]]]:
    """By period and by sign: the statements that look for it, each with the stem, and whether its speaker is meant."""
    found: dict[int, dict[int, list[tuple[int, str, bool]]]] = defaultdict(lambda: defaultdict(list))
    for key, one in traces.items():
        if one.period is None:
            continue
        for period in (one.period - 1, one.period, one.period + 1):
            for sign, stem in one.speaks.items():
                found[period][~sign].append((key, stem, True))
            for sign, stem in one.aims.items():
                found[period][sign].append((key, stem, False))
    return found


def _echoes(traces: Mapping[int, Trace]) -> list[dict[str, int]]:
    return [{"sign": sign, "statement": key} for key, one in traces.items() for sign in sorted(one.echoes)]


def _facing(traces: Mapping[int, Trace]) -> list[dict[str, int | None]]:
    return [
        {"period": one.period, "sign": sign, "day": one.day, "statement": key}
        for key, one in traces.items()
        for sign in _facing_signs(one)
    ]


def _facing_signs(one: Trace) -> Iterator[int]:
    """A sign as it is for who speaks, and with all its bits turned for who is spoken of."""
    yield from sorted(one.speaks)
    yield from sorted(~sign for sign in one.aims)
