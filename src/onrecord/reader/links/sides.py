"""Who faces whom: whether parties are one, speak for one side, or answer each other across."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.register.identity import same_party

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from onrecord.records import Party, Statement

    Meet = Callable[[Party, Party], float]

WORD = re.compile(r"\w+")
SAME_SIDE = 0.5  # speaks for the same state or organisation, but is somebody else
SURE = 0.9  # likelihood from which two articles' parties are taken as one
OTHER_PERSON = 0.3  # the same, and both are people: a senator and a president


@dataclass(frozen=True, slots=True)
class Crossing:
    """How the parties of an answering and an answered statement stand to each other, each 0 to 1.

    `forward`: what answers is about the answered's speaker. `backward`: what is answered was about, or said to, the
    speaker who answers. `voice`: 1 where both are the same speaker, 0.5 where both speak for one side.
    `target`: both are about the same party.
    """

    forward: float
    backward: float
    voice: float
    target: float


def cross(answering: Statement, answered: Statement, meet: Meet | None = None) -> Crossing:
    """How the two statements' parties stand to each other; all 0 where nobody is named.

    `meet` says how far two parties are one: by default `meets`, which knows parties of one article.
    """
    meet = meet or meets
    aimed, aimed_before = ((*s.targets, *s.addressees) for s in (answering, answered))
    return Crossing(
        forward=_aims(aimed, answered.speakers, answering.speakers, meet),
        backward=_aims(aimed_before, answering.speakers, answered.speakers, meet),
        voice=same_voice(answering.speakers, answered.speakers, meet),
        target=same_voice(answering.targets, answered.targets, meet),
    )


def across_articles(one: Party, other: Party) -> float:
    """1 where two parties of different articles are the same, about half where they speak for one side, else 0: two
    articles' "officials" or Smiths are not one.
    """
    sure = same_party(one, other)
    if sure >= SURE:
        return 1.0
    named = one.for_ and one.for_ == other.for_
    return max(sure, OTHER_PERSON if one.kind == other.kind == "person" else SAME_SIDE) if named else 0.0


def same_voice(some: Sequence[Party], others: Sequence[Party], meet: Meet | None = None) -> float:
    """1 where a party of both is the same, about half where two speak for one side, else 0."""
    meet = meet or meets
    return max((meet(one, other) for one in some for other in others), default=0.0)


def meets(one: Party, other: Party) -> float:
    """1 where two parties of one article are the same by id or name, about half where they speak for one side, else 0."""
    if one.id and one.id == other.id:
        return 1.0
    clash = one.for_ and other.for_ and one.for_ != other.for_
    if not clash and _one_name(one, other):
        return 1.0
    if not one.for_ or one.for_ != other.for_:
        return 0.0
    return OTHER_PERSON if one.kind == other.kind == "person" else SAME_SIDE


def side(parties: Iterable[Party]) -> frozenset[str]:
    """The sides that parties speak for: states and organisations where known, else their own names."""
    return frozenset((party.for_ or party.name).casefold() for party in parties)


def _aims(aimed_at: Sequence[Party], speakers: Sequence[Party], own: Sequence[Party], meet: Meet) -> float:
    """Whether one of the parties aimed at is a speaker, or the side that the speaker speaks for.

    Within one side only the very person counts: what a senator says of a president is not about all the country.
    """
    best = 0.0
    sides = {party.for_ for party in own if party.for_}
    for party in aimed_at:
        for speaker in speakers:
            near = meet(party, speaker)
            if 0.0 < near < 1.0:
                near = 0.0 if party.for_ in sides else 0.8 if sides else 0.4
            best = max(best, near)
    return best


def _one_name(one: Party, other: Party) -> bool:
    """Equal names; a name within a longer one ("Wang" and "Wang Yi"); and, for one side, a person and what bears the
    name ("Trump" and "Trump administration"). "Facebook" and "Facebook users" are two.
    """
    return _same_name(one.name, other.name, one_side=one.for_ is not None and one.for_ == other.for_)


@lru_cache(maxsize=65_536)  # every statement is held against every other
def _same_name(one: str, other: str, *, one_side: bool) -> bool:
    first: list[str] = WORD.findall(one)
    second: list[str] = WORD.findall(other)
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    parts = {word.casefold() for word in long}
    if len(short) == len(long):
        tied = one_side and any(a[-1] == b[0] and b[-1][:1].islower() for a, b in ((short, long), (long, short)))
        return tied or parts == {word.casefold() for word in short}
    if not all(word[:1].isupper() for word in short):
        return False
    if long[-1][:1].islower():
        return one_side and (short[-1] == long[0] or short[0] == long[0])
    if not parts > {word.casefold() for word in short} or not all(word[:1].isupper() for word in long):
        return False  # "Iraq" is not "Parliament of Iraq"
    return short[-1] == long[-1] or (one_side and short[-1] == long[0])
