"""Links across articles, found when an article comes in.

Which links there are is a function of the statements alone: a pair is judged by itself, and it is judged when the later
of the two comes in. Copies of one report are judged once, see `families`. So the order of adding, adding again, and
removing and adding again make no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.batching import batches
from onrecord.ledger.candidates import candidates, traces_at, traces_of
from onrecord.ledger.families import settle, unsettle
from onrecord.ledger.schema import statement
from onrecord.ledger.traces import echo, face, rarity
from onrecord.reader.links import judge_across
from onrecord.reader.links.across import COPY, place, repeats
from onrecord.records import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from onrecord.ledger.families import Standing
    from onrecord.ledger.traces import Trace

THRESHOLD = 0.55  # sureness of an answer: few, and most of them right


def note_traces(connection: Connection, article_id: str) -> Standing:
    """Writes by what an article's statements are found, which have no traces yet, and tells how they stand."""
    return settle(connection, traces_of(connection, article_id))


def forget_traces(connection: Connection, article_id: str) -> Standing:
    """Takes out by what an article's statements were found, while they are still there; tells how those stand that are found
    in their place.
    """
    return unsettle(connection, article_id)


def links_found(connection: Connection, standing: Standing) -> list[Link]:
    """The links between articles of statements that stand so and those that are in the ledger, in a fixed order: of those
    that are found to what they may answer or repeat, of copies to what stands for them.
    """
    found = [*_of_copies(connection, standing.copies), *_of_found(connection, standing.found)]
    return sorted(found, key=lambda link: (link.from_, link.to))


def _of_copies(connection: Connection, copies: Mapping[int, int]) -> Iterator[Link]:
    ids: dict[int, str] = {}
    for some in batches({*copies, *copies.values()}):
        rows = connection.execute(select(statement.c.key, statement.c.id).where(statement.c.key.in_(some)))
        ids.update((key, id_) for key, id_ in rows)
    return (Link(ids[key], "repeats", ids[other], COPY) for key, other in copies.items())


def _of_found(connection: Connection, found: Mapping[int, Trace]) -> Iterator[Link]:
    pairs = {(min(pair), max(pair)) for pair in candidates(connection, found)}
    traces = {**traces_at(connection, {key for pair in pairs for key in pair} - found.keys()), **found}
    judged = (judge(traces[one], traces[other]) for one, other in sorted(pairs) if {one, other} <= traces.keys())
    return (link for link in judged if link)


def judge(one: Trace, other: Trace) -> Link | None:
    """The link between two statements of different articles; depends on these two alone, and not on their order."""
    if one.article and one.article == other.article:
        return None
    first, second = sorted((one, other), key=lambda trace: place(trace.id, trace.told.day))
    if echo(one, other):
        same = repeats(first.told, second.told)
        if same:
            return same
    if not face(one, other):
        return None
    return judge_across(first.told, second.told, rarity=rarity(one, other), threshold=THRESHOLD)
