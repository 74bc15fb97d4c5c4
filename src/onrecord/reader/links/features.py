"""What speaks for a link between two statements, as numbers from 0 to 1 (log-odds for the acts)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.reader.links.sides import Crossing, cross
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.reader.links.sides import Meet
    from onrecord.reader.links.views import Mention, View
    from onrecord.records import LinkType

SPOKEN_OF = 0.6  # the answered speaker is named in what answers, but is not known to be its target
PLAIN = {"state", "estimate", "announce"}  # acts too common for two of them to be about one thing
REACH = 60  # characters between what disputes and what is disputed
RAREST = 3.0  # weight of a stem that one statement alone holds
LARGE = 12  # stems of a content that is told in full
TURNS = 2  # turns back to which an answer that names nobody may go
ROOT = 4  # letters that a noun shares with its verb: "argument", "arguing"
DIRECTED = {"accuse", "criticise", "demand", "warn", "threaten", "propose", "ask"}  # acts that call on their target
TURNED_DOWN = {"deny", "refuse"}  # acts whose own cues are markers of a reply
RESPONDS = 0.3  # least log-odds of the acts where a word says that something is answered
ACTS_TABLE = Path(__file__).parent / "acts.tsv"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands in its article: the sentence of its cue, its place in the order of cues, whether it is
    the main one of its side (the first of those acts that are most often answered), the stems of its sentence, and the
    number of its turn: a turn is what one side says before another speaks.
    """

    sentence: int
    order: int
    main: bool = False
    stems: frozenset[str] = frozenset()
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What lies around a pair: how rare stems are, the places of both where they share an article, and the stems of those
    mentions for which the answered is the last statement before that they can mean; `plain` where one plainly means it,
    `elsewhere` where it plainly means another.
    """

    rarity: Mapping[str, float] = field(default_factory=dict)
    answering: Place | None = None
    answered: Place | None = None
    last: frozenset[str] = frozenset()
    plain: bool = False
    elsewhere: bool = False

    def weight(self, stem: str) -> float:
        """How much a shared stem says; 1 where nothing is known of it."""
        return self.rarity.get(stem, 1.0)


def rarity_of(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """How rare each stem is among `total` statements' contents, from the number that hold it: 3 for one that a single
    statement holds, whatever the total, and less for commoner ones.
    """
    most = math.log(1.0 + total)
    return {stem: RAREST * math.log(1.0 + total / count) / most for stem, count in counts.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Two statements with what was found between them; `mention` is the words of the first that point to the second,
    `turn` the number of the turn in which the first is said, `follows` 1 where that is the one after the second's, half
    where one is between, else 0.
    """

    answering: View
    answered: View
    crossing: Crossing
    mention: Mention | None
    reply_type: LinkType
    reply: Mapping[str, float]
    same: Mapping[str, float]
    turn: int | None = None
    follows: float = 0.0

    @property
    def names_it(self) -> bool:
        """True where the mention is the answered statement's own cue."""
        return self.mention is not None and any(self.mention.span.overlaps(cue) for cue in self.answered.statement.cue)


def compare(answering: View, answered: View, setting: Setting, meet: Meet | None = None) -> Pair:
    """The pair's features: `reply` for an answer across parties, `same` for the same side saying it again or more.

    `meet` says how far two parties are one: by default as parties of one article.
    """
    crossing = _crossing(answering, answered, meet)
    mention, fit = best_mention(answering, answered, setting, aimed=crossing.backward > 0)
    type_, acts = answer(answering.statement.act, answered.statement.act)
    if _responds(answering):
        acts = max(acts, RESPONDS)  # "responded that ...": whatever is said answers
    shared, alike = overlap(answering, answered, setting)
    distances = _distances(setting)
    reply = {
        "bias": 1.0,
        **_of_parties(answering, answered, crossing),
        **_of_place(answering, answered),
        "acts": acts,
        "mention": fit,
        "mention_near": fit * distances["near"],
        "overlap": shared,
        "restated": shared if answering.statement.act == "deny" else 0.0,
        "reversed": shared if bool(answering.negated) != bool(answered.negated) else 0.0,
        "despite": float(_set_against(answering, answered)),
        "size": min(1.0, len(answered.stems) / LARGE),
        "plain": float(setting.plain),
        "elsewhere": float(setting.elsewhere),
        **_of_turns(answering, setting, crossing, fit=fit, acts=acts),
        **distances,
    }
    same_act = answering.statement.act == answered.statement.act
    same = {
        "bias": 1.0,
        "voice": crossing.voice,
        "overlap": shared,
        "alike": alike,
        "act": float(same_act),
        "target": crossing.target,
        "theme": crossing.target if same_act and answering.statement.act not in PLAIN else 0.0,
        "again": float(answering.same is not None),
        "again_meant": fit if answering.same else 0.0,
        "mention": fit,
        "source": float(_same_document(answering, answered)),
        "inner": float(answering.statement.inside is not None),
        **distances,
    }
    at = setting.answering.turn if setting.answering else None
    return Pair(answering, answered, crossing, mention, type_, reply, same, at, _follows(setting))


def _responds(answering: View) -> bool:
    """True where a word says that something is answered, and no act of turning down says it already."""
    return answering.reply is not None and answering.statement.act not in TURNED_DOWN


def _of_parties(answering: View, answered: View, crossing: Crossing) -> dict[str, float]:
    """How the parties face each other. `aside`: what answers is about a third party."""
    faced = crossing.forward or crossing.backward
    return {
        "forward": crossing.forward,
        "backward": crossing.backward,
        "called": crossing.backward if answered.statement.act in DIRECTED else crossing.forward,
        "both": min(crossing.forward, crossing.backward),
        "same_side": float(crossing.voice > 0),
        "nameless": float(not answered.statement.speakers),
        "aside": float(not faced and bool(answering.statement.targets)),
    }


def _of_place(answering: View, answered: View) -> dict[str, float]:
    """How the statements stand in each other and in others."""
    nested = answered.statement.inside is not None and answered.statement.inside == answering.statement.id
    disputed = nested and _disputes(answering, answered)
    return {
        "disputed": float(disputed),
        "nested": float(nested and not disputed),
        "held": float(answered.statement.inside is not None and not nested),
        "inner": float(answering.statement.inside is not None),
    }


def _of_turns(answering: View, setting: Setting, crossing: Crossing, *, fit: float, acts: float) -> dict[str, float]:
    """What speaks for an answer to the turn before: for one that faces nobody the turn itself, and words of reply."""
    follows = _follows(setting)
    turn = 0.0 if crossing.forward or crossing.backward else follows
    marked = answering.reply is not None
    return {
        "turn": turn,
        "turn_acts": turn * max(0.0, acts),
        "turn_marker": follows if marked else 0.0,
        "responds": float(follows == 1 and _responds(answering)),
        "marker": max(crossing.backward, fit, crossing.forward if follows else 0.0) if marked else 0.0,
    }


def _crossing(answering: View, answered: View, meet: Meet | None) -> Crossing:
    """How the parties stand, also where the answered speaker is only spoken of in what answers, not its target."""
    crossing = cross(answering.statement, answered.statement, meet)
    spoken_of = any(party_stems <= answering.stems for party_stems in answered.voices)
    if crossing.forward or crossing.voice or not spoken_of:
        return crossing
    return replace(crossing, forward=SPOKEN_OF)


def overlap(one: View, other: View, setting: Setting) -> tuple[float, float]:
    """How much of the shorter content the other holds, and how alike both are (cosine), by stems and their rarity."""
    names = one.named | other.named
    first, second = one.stems - names, other.stems - names
    both = sum(setting.weight(stem) for stem in first & second)
    a, b = (sum(setting.weight(stem) for stem in stems) for stems in (first, second))
    if not a or not b or not both:
        return 0.0, 0.0
    return both / max(min(a, b), RAREST), both / math.sqrt(a * b)


def best_mention(answering: View, answered: View, setting: Setting, *, aimed: bool) -> tuple[Mention | None, float]:
    """The mention that best fits the answered statement, and how well: by the noun's acts, its owner, its very word.

    `aimed`: the answered statement is about the one who answers, so "his decision" can be what it speaks of.
    """
    best: tuple[Mention | None, float] = (None, 0.0)
    for mention in answering.mentions:
        fit = _fit(mention, answered, setting, aimed=aimed)
        if fit > best[1]:
            best = (mention, fit)
    return best


def _fit(mention: Mention, answered: View, setting: Setting, *, aimed: bool) -> float:
    statement, place = answered.statement, setting.answered
    if any(mention.span.overlaps(span) for span in statement.cue):
        return 1.0
    own_word = makes(mention, answered)
    if statement.act not in mention.acts and not own_word:
        return 0.4 if aimed and mention.own and mention.stem in answered.stems else 0.0
    named = own_word or (place is not None and _rooted(mention, place.stems))
    last = mention.stem in setting.last
    fit = 0.4 + 0.3 * (named or last) + 0.1 * (own_word and last) + 0.1 * (len(mention.acts) < 6)
    by_owner = owned(mention, answered)
    if by_owner is not None:
        return fit + 0.3 if by_owner else fit - 0.3
    if place and setting.answering and setting.answering.order < place.order:
        return fit - 0.3  # "the plan" is one that has been told of before
    if mention.own:  # "defended his decision" answers what was said of that decision
        return fit if aimed and mention.stem in answered.stems else fit - 0.3
    return fit


def owned(mention: Mention, answered: View) -> bool | None:
    """Whether the statement is by the one whose it is said to be ("NATO’s claims"); None where nobody is named so."""
    if not mention.owner:
        return None
    statement = answered.statement
    speakers = " ".join(party.name for party in statement.speakers).casefold()
    source = statement.source.text.casefold() if statement.source else ""
    return mention.owner.casefold() in speakers or mention.owner.casefold() in source


def makes(mention: Mention, answered: View) -> bool:
    """True where the statement's cue is of the noun's family: "the ruling" of what a court ruled, or found."""
    return _rooted(mention, answered.cue_stems) or any(cue.startswith(mention.makers) for cue in answered.cue_stems)


def _rooted(mention: Mention, stems: frozenset[str]) -> bool:
    return any(stem[:ROOT] == mention.stem[:ROOT] for stem in stems)


def _set_against(answering: View, answered: View) -> bool:
    """True where the answered statement is named right after a "despite" beside the answering one."""
    marker = answering.despite
    cue = answered.statement.cue
    return bool(marker and cue and 0 <= cue[0].start - marker.end <= 40)


def _disputes(answering: View, nested: View) -> bool:
    """True where what a statement holds is what it disputes: "denied accusations that ...", "it is a lie that ..."."""
    cue = nested.statement.cue
    if not cue:
        return False
    opens = min(span.start for span in answering.statement.content)
    denied = answering.statement.act in {"deny", "refuse"} and answering.statement.quotation != "direct"
    lie = answering.falsehood
    return (denied and cue[0].start - opens <= REACH) or (lie is not None and 0 <= cue[0].start - lie.start <= REACH)


def _same_document(one: View, other: View) -> bool:
    """True where one text, or one occasion, speaks in both: "the motion claims", "the motion reads"."""
    return one.document and other.document


def _distances(setting: Setting) -> dict[str, float]:
    one, other = setting.answering, setting.answered
    if one is None or other is None:
        return {"near": 0.0, "beside": 0.0, "later": 1.0, "main": 0.0}
    sentences = abs(one.sentence - other.sentence)
    return {
        "near": 1.0 / (1.0 + sentences),
        "beside": float(sentences <= 1),
        "later": float(one.order > other.order),
        "main": float(other.main),
    }


def _follows(setting: Setting) -> float:
    """1 for what was said in the turn just before, half for the one before that, else 0."""
    if setting.answering is None or setting.answered is None:
        return 0.0
    turns = setting.answering.turn - setting.answered.turn
    return 1.0 / turns if 1 <= turns <= TURNS else 0.0


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
    keys = ((answering, answered), (answering, "*"), ("*", answered), ("*", "*"))
    return next(table[key] for key in keys if key in table)


def answerable(act: str) -> int:
    """How much an act calls for an answer: 2 for charges and decisions, 1 for demands, warnings and the like, else 0."""
    if act in {"accuse", "announce", "threaten", "permit", "refuse"}:
        return 2
    return int(act in {"criticise", "demand", "warn", "promise", "propose"})
