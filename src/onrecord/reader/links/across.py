"""Links between statements of different articles. What is found depends on the two statements and their dates alone, so
that a late article links as an early one does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.reader.links.features import Setting, compare
from onrecord.reader.links.judging import evidence, load_weights, reply_type, score
from onrecord.reader.links.quotations import normal_words, same_quotation
from onrecord.reader.links.sides import across_articles
from onrecord.records import Link
from onrecord.register.identity import NAMELESS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from onrecord.reader.links.features import Pair
    from onrecord.reader.links.views import View
    from onrecord.records import Statement

WINDOW = 60  # days in which an answer is looked for
# Sureness of repetitions, each of its own, and of no link that is found otherwise: of a copy, the same in all but its
# article; of the same words by one source, near in time; of the same words else.
COPY, EXACT, AGAIN = 0.99, 0.98, 0.95
SURENESS = {"exact": AGAIN, "shortened": 0.9, "recut": 0.75}
SHARED = 0.15  # of the shorter content's words, by their rarity, that an answer has to share at least


@dataclass(frozen=True, slots=True)
class Told:
    """A statement's view with the day on which it was said, else published; None where neither is known."""

    view: View
    day: date | None = None


def judge_across(
    one: Told,
    other: Told,
    *,
    rarity: Mapping[str, float] | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    threshold: float = 0.5,
) -> Link | None:
    """The link between two statements of different articles, None where there is none likely; the same in either order.

    The later answers or repeats the earlier; on one day, or where a day is unknown, the likelier way round is taken.
    `rarity` says how much a shared stem tells (inverse document frequency), 1 where it is not in it.
    """
    first, second = sorted((one, other), key=_place)
    same = repeats(first, second)
    if same:
        return same
    chances = (weights or load_weights())["across"]
    ways = (
        [(second, first)] if first.day and second.day and first.day < second.day else [(second, first), (first, second)]
    )
    judged = [_answer(later, earlier, rarity or {}, chances) for later, earlier in ways]
    best = max((link for link in judged if link), key=lambda link: (link.confidence, link.from_), default=None)
    return best if best and best.confidence >= threshold else None


def repeats(earlier: Told, later: Told) -> Link | None:
    """The link from a statement to an earlier one of another article whose words it reports as well, if it does.

    Where the one article names who said it and the other does not, they repeat each other, but are not told as one: what
    an article leaves unnamed is not named by another.
    """
    one, other = earlier.view.statement, later.view.statement
    same = same_quotation(one, other)
    if not same:
        return None
    as_one = same == "exact" and _one_source(one, other) and _near(earlier.day, later.day)
    return Link(other.id, "repeats", one.id, EXACT if as_one else SURENESS[same])


def _one_source(one: Statement, other: Statement) -> bool:
    """True where both name the speaker alike, by a word of the name, or neither does."""
    first, second = (
        {word for party in s.speakers if party.kind not in NAMELESS for word in normal_words(party.name)}
        for s in (one, other)
    )
    return bool(first & second) if first or second else True


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= WINDOW


def place(id_: str, day: date | None) -> tuple[bool, str, str]:
    """Earlier days first, unknown ones last, then by id, so that the order of two statements does not matter."""
    return (day is None, day.isoformat() if day else "", id_)


def _answer(later: Told, earlier: Told, rarity: Mapping[str, float], weights: Mapping[str, float]) -> Link | None:
    days = (later.day - earlier.day).days if later.day and earlier.day else 0
    if not 0 <= days <= WINDOW:
        return None
    pair = compare(later.view, earlier.view, Setting(rarity), across_articles)
    if pair.crossing.voice == 1 or not (pair.crossing.forward or pair.crossing.backward):
        return None
    if pair.reply["overlap"] < SHARED or _say_alike(pair):
        return None
    points = score({**pair.reply, **_apart(pair, days)}, weights)
    type_ = reply_type(pair)
    sure = round(1.0 / (1.0 + math.exp(-points)), 3)
    return Link(later.view.statement.id, type_, earlier.view.statement.id, sure, evidence(pair, type_))


def _say_alike(pair: Pair) -> bool:
    """True where both call the same thing false, or void: the one does not dispute the other."""
    one, other = pair.answering, pair.answered
    return bool((one.falsehood and other.falsehood) or (one.invalid and other.invalid))


def _apart(pair: Pair, days: int) -> dict[str, float]:
    """How far apart in time; and a mention counts across articles only where it says whose statement it means."""
    owned = pair.mention is not None and pair.mention.owner is not None
    return {
        "days": math.log1p(days),
        "mention": pair.reply["mention"] if owned else 0.0,
        "mention_near": 0.0,
        "near": 0.0,
    }


def _place(told: Told) -> tuple[bool, str, str]:
    return place(told.view.statement.id, told.day)
