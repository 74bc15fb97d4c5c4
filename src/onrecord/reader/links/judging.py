"""Whether one statement answers, repeats or details another: a weighing of features, and a few rules for the type."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import DataError
from onrecord.reader.links.features import Pair, Setting, compare
from onrecord.records import Link
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.reader.links.views import View
    from onrecord.records import LinkType, Span

WEIGHTS = Path(__file__).parent / "weights.tsv"
POINTS = 0.7  # a mention that fits as well as this shows that a statement is meant, whoever made it
ANSWERS = 0.8  # weight of two acts from which the one is an answer to the other where it follows it
SHARED = 0.3  # share of the content from which two are about one thing
GOES_ON = {"state", "accuse", "criticise", "deny", "refuse", "demand", "warn", "threaten"}
NEAR = 0.25  # within three sentences
Weights = dict[str, dict[str, float]]  # by model ("reply", "same"), then by feature


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely the pair is an answer across parties, how likely the same side says it again, and each one's type."""

    reply: float
    reply_type: LinkType
    same: float
    same_type: LinkType


@cache
def load_weights(path: Path = WEIGHTS) -> Mapping[str, Mapping[str, float]]:
    """The weights of a table with the columns model, feature, weight. Raises DataError for a weight that is no number."""
    weights: Weights = {}
    for row in read_table(path):
        try:
            weights.setdefault(row["model"], {})[row["feature"]] = float(row["weight"])
        except ValueError as error:
            raise DataError(f"{path}: {row['feature']}: {row['weight']!r} is no number") from error
    return weights


def judge(
    answering: View,
    answered: View,
    setting: Setting | None = None,
    *,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    threshold: float = 0.5,
) -> Link | None:
    """The link from one statement to another, None where they are likelier unlinked. Depends on these two alone."""
    pair = compare(answering, answered, setting or Setting())
    verdict = weigh(pair, weights or load_weights())
    if max(verdict.reply, verdict.same) < threshold:
        return None
    reply = verdict.reply >= verdict.same
    type_, sure = (verdict.reply_type, verdict.reply) if reply else (verdict.same_type, verdict.same)
    return Link(answering.statement.id, type_, answered.statement.id, round(sure, 3), evidence(pair, type_))


def weigh(pair: Pair, weights: Mapping[str, Mapping[str, float]]) -> Judgement:
    """The pair's probabilities; 0 where it cannot be a candidate at all."""
    reply = _chance(score(pair.reply, weights["reply"])) if can_reply(pair) else 0.0
    same = _chance(score(pair.same, weights["same"])) if can_be_same(pair) else 0.0
    return Judgement(reply, reply_type(pair), same, same_type(pair))


def can_reply(pair: Pair) -> bool:
    """Only parties that face each other answer each other, or one who points at the statement in so many words."""
    if not pair.answering.statement.speakers or pair.crossing.voice == 1:
        return False
    if pair.answering.statement.inside == pair.answered.statement.id:
        return False
    if pair.answering.silent and pair.answering.statement.act == "refuse" and pair.answered.statement.act != "ask":
        return False
    faced = pair.crossing.forward or pair.crossing.backward or _prompted(pair)
    allied = pair.crossing.target and not pair.crossing.forward
    pointed = (pair.reply["mention"] >= POINTS and not allied) or pair.reply["disputed"] or pair.reply["despite"]
    if not pair.reply["later"] and not pointed and pair.reply["near"] < NEAR:
        return False  # what is told first rarely answers what is told much later
    return bool(faced or pointed)


def can_go_on(pair: Pair) -> bool:
    """True where what follows in the same turn can answer the same again: a charge, a demand, a justification."""
    one, other = pair.answering.statement, pair.answered.statement
    return (
        bool(one.speakers)
        and one.inside is None
        and pair.crossing.voice < 1
        and one.act in GOES_ON
        and one.id != other.id
    )


def _prompted(pair: Pair) -> bool:
    """True where an act follows on what another has just said and is the kind that answers it, whoever it names; two who
    speak of one party do not answer each other.
    """
    features = pair.reply
    if pair.crossing.target:
        return False
    if not pair.follows:
        return bool(features["restated"] >= SHARED and features["near"])
    answers = features["acts"] >= ANSWERS and (
        pair.reply_type == "rebuts" if pair.follows == 1 else features["overlap"] > 0 and pair.reply_type != "counters"
    )
    return bool(answers or features["turn_marker"] or features["reversed"] >= SHARED)


def can_be_same(pair: Pair) -> bool:
    """Only one speaker, or another of the same side, repeats or details; what contains the other does neither."""
    one, other = pair.answering.statement, pair.answered.statement
    if not pair.crossing.voice or not pair.same["later"] or other.id == one.inside or one.id == other.inside:
        return False
    again = pair.same["again"] and pair.same["act"]
    return bool(pair.same["overlap"] > 0.1 or again or pair.same["source"])


def reply_type(pair: Pair) -> LinkType:
    """The type by the acts; a charge that calls the other's content false, or says the reverse of it, disputes it."""
    if pair.reply["disputed"] or pair.reply["despite"]:
        return "rebuts"
    answers = pair.answering
    decided = pair.answered.statement.act in {"announce", "permit", "refuse"}
    shared = len(answers.stems & pair.answered.stems - answers.named - pair.answered.named)
    reversed_ = answers.negated and not pair.answered.negated and shared >= 2 and pair.reply["overlap"] >= 0.3
    if pair.reply_type == "counters" and (
        answers.disputes or answers.falsehood or (answers.invalid and decided) or reversed_
    ):
        return "rebuts"
    return pair.reply_type


def same_type(pair: Pair) -> LinkType:
    """Says again what adds little, or is said to be said again; what adds more spells out."""
    one, other = pair.answering, pair.answered
    if one.same or one.cue_stems & other.cue_stems or other.statement.inside or one.statement.inside:
        return "repeats"
    added = len(one.stems - other.stems)
    return "details" if added >= 3 else "repeats"


def evidence(pair: Pair, type_: LinkType) -> Span | None:
    """The words that show the link: what points to the other statement, else a marker, else the cue that disputes."""
    if type_ in {"repeats", "details"}:
        return pair.answering.same
    if pair.reply["despite"]:
        return pair.answering.despite
    if pair.mention:
        return pair.mention.span
    if pair.answering.reply or type_ != "rebuts":
        return pair.answering.reply
    cue = pair.answering.statement.cue
    disputing = pair.answering.statement.act in {"deny", "refuse"} and cue
    return cue[0] if disputing else pair.answering.falsehood or pair.answering.invalid or pair.answering.negated


def score(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of features: the log-odds that there is a link."""
    total = sum(value * weights.get(name, 0.0) for name, value in features.items())
    return max(-30.0, min(30.0, total))


def _chance(points: float) -> float:
    return 1.0 / (1.0 + math.exp(-points))
