"""Links across articles, found when an article comes in.

Which links there are is a function of the statements alone: a pair is judged by itself, and it is judged when the later
of the two comes in. So the order of adding, adding again, and removing and adding again make no difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.ledger.candidates import candidates, drop, put, traces_at, traces_of
from onrecord.ledger.traces import echo, face, rarity
from onrecord.reader.links import judge_across
from onrecord.reader.links.across import place, repeats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from onrecord.ledger.traces import Trace
    from onrecord.records import Link

THRESHOLD = 0.55  # sureness of an answer: few, and most of them right


def note_traces(connection: Connection, article_id: str) -> dict[int, Trace]:
    """Writes by what an article's statements are found, which have no traces yet; gives their traces, by key."""
    own = traces_of(connection, article_id)
    put(connection, own)
    return own


def forget_traces(connection: Connection, article_id: str) -> None:
    """Takes out by what an article's statements were found, while they are still there."""
    drop(connection, traces_of(connection, article_id))


def links_found(connection: Connection, own: Mapping[int, Trace]) -> list[Link]:
    """The links between an article's statements and those of other articles that are in the ledger, in a fixed order."""
    pairs = candidates(connection, own)
    others = traces_at(connection, {other for _, other in pairs})
    judged = (judge(own[key], others[other]) for key, other in sorted(pairs) if other in others)
    return sorted((link for link in judged if link), key=lambda link: (link.from_, link.to))


def judge(one: Trace, other: Trace) -> Link | None:
    """The link between two statements of different articles; depends on these two alone, and not on their order."""
    first, second = sorted((one, other), key=lambda trace: place(trace.id, trace.told.day))
    if echo(one, other):
        same = repeats(first.told.view.statement, second.told.view.statement)
        if same:
            return same
    if not face(one, other):
        return None
    return judge_across(first.told, second.told, rarity=rarity(one, other), threshold=THRESHOLD)
