"""What speaks for a link between two statements, as numbers from 0 to 1 (log-odds for the acts)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.reader.links.sides import Crossing, cross
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.reader.links.views import Mention, View
    from onrecord.records import LinkType

ACTS_TABLE = Path(__file__).parent / "acts.tsv"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in its article: the sentence of its cue, its place in the order of cues, whether it is
    its side's first, and whether words there (a heading, the sentence) bear stems that name it.
    """

    sentence: int
    order: int
    lead: bool = False
    stems: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Setting:
    """What lies around a pair: how rare stems are, and the places of both where they share an article."""

    rarity: Mapping[str, float] = field(default_factory=dict)
    answering: Place | None = None
    answered: Place | None = None

    def weight(self, stem: str) -> float:
        """How much a shared stem says; 1 where nothing is known of it."""
        return self.rarity.get(stem, 1.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements with what was found between them; `mention` is the words of the first that point to the second."""

    answering: View
    answered: View
    crossing: Crossing
    mention: Mention | None
    reply_type: LinkType
    reply: Mapping[str, float]
    same: Mapping[str, float]


def compare(answering: View, answered: View, setting: Setting) -> Pair:
    """The pair's features: `reply` for an answer across parties, `same` for the same side saying it again or more."""
    crossing = cross(answering.statement, answered.statement)
    mention, fit = best_mention(answering, answered, setting.answered)
    type_, acts = answer(answering.statement.act, answered.statement.act)
    shared, alike = overlap(answering, answered, setting)
    nested = answered.statement.inside is not None and answered.statement.inside == answering.statement.id
    disputed = nested and (answering.statement.act in {"deny", "refuse"} or answering.falsehood)
    reply = {
        "bias": 1.0,
        "forward": crossing.forward,
        "backward": crossing.backward,
        "both": min(crossing.forward, crossing.backward),
        "acts": acts,
        "mention": fit,
        "overlap": shared,
        "disputed": float(disputed),
        "nested": float(nested and not disputed),
        "despite": float(_set_against(answering, answered)),
        "marker": float(answering.reply is not None),
        "same_side": float(crossing.voice > 0),
        **_distances(setting),
    }
    same = {
        "bias": 1.0,
        "voice": crossing.voice,
        "overlap": shared,
        "alike": alike,
        "act": float(answering.statement.act == answered.statement.act),
        "target": crossing.target,
        "again": float(answering.same is not None),
        "mention": fit,
        "source": float(_same_document(answering, answered)),
        **_distances(setting),
    }
    return Pair(answering, answered, crossing, mention, type_, reply, same)


def overlap(one: View, other: View, setting: Setting) -> tuple[float, float]:
    """How much of the shorter content the other holds, and how alike both are (cosine), by stems and their rarity."""
    names = one.named | other.named
    first, second = one.stems - names, other.stems - names
    both = sum(setting.weight(stem) for stem in first & second)
    a, b = (sum(setting.weight(stem) for stem in stems) for stems in (first, second))
    if not a or not b or not both:
        return 0.0, 0.0
    return both / max(min(a, b), 3.0), both / math.sqrt(a * b)


def best_mention(answering: View, answered: View, place: Place | None) -> tuple[Mention | None, float]:
    """The mention that best fits the answered statement, and how well: by the noun's acts, its owner, its very word."""
    best: tuple[Mention | None, float] = (None, 0.0)
    for mention in answering.mentions:
        fit = _fit(mention, answered, place)
        if fit > best[1]:
            best = (mention, fit)
    return best


def _fit(mention: Mention, answered: View, place: Place | None) -> float:
    statement = answered.statement
    if any(mention.span.overlaps(span) for span in statement.cue):
        return 1.0
    named = mention.stem in answered.cue_stems or (place is not None and mention.stem in place.stems)
    if statement.act not in mention.acts and not named:
        return 0.0
    fit = 0.4 + 0.3 * named + 0.1 * (len(mention.acts) < 6)
    if mention.owner:
        speakers = " ".join(party.name for party in statement.speakers).casefold()
        source = statement.source.text.casefold() if statement.source else ""
        owner = mention.owner.casefold()
        return fit + 0.3 if owner in speakers or owner in source else fit - 0.3
    return fit


def _set_against(answering: View, answered: View) -> bool:
    """True where the answered statement is named right after a "despite" beside the answering one."""
    marker = answering.despite
    cue = answered.statement.cue
    return bool(marker and cue and 0 <= cue[0].start - marker.end <= 40)


def _same_document(one: View, other: View) -> bool:
    first, second = one.statement.source, other.statement.source
    return bool(first and second and first.text.casefold() == second.text.casefold())


def _distances(setting: Setting) -> dict[str, float]:
    one, other = setting.answering, setting.answered
    if one is None or other is None:
        return {"near": 0.0, "beside": 0.0, "later": 1.0, "lead": 0.0}
    sentences = abs(one.sentence - other.sentence)
    return {
        "near": 1.0 / (1.0 + sentences),
        "beside": float(sentences <= 1),
        "later": float(one.order > other.order),
        "lead": float(other.lead),
    }


@cache
def _answers() -> Mapping[tuple[str, str], tuple[LinkType, float]]:
    table: dict[tuple[str, str], tuple[LinkType, float]] = {}
    for row in read_table(ACTS_TABLE):
        for one in row["answering"].split(","):
            for other in row["answered"].split(","):
                table.setdefault((one, other), (cast("LinkType", row["type"]), float(row["weight"])))
    return table


def answer(answering: str, answered: str) -> tuple[LinkType, float]:
    """The type that a link between two acts across parties has, and the log-odds that it is one."""
    table = _answers()
    return table.get((answering, answered)) or table.get((answering, "*")) or table["*", "*"]
