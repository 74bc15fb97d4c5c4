"""What simple rules reach: the linker has to be better than each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.links.features import answer
from onrecord.reader.links.sides import cross
from onrecord.records import Link

if TYPE_CHECKING:
    from onrecord.reader.links.features import Pair
    from onrecord.records import LinkType
    from training.links.gold import Article


def nearest(article: Article) -> list[Link]:
    """Each statement answers the nearest earlier one by the other side, with the type that their acts have."""
    best: dict[str, Pair] = {}
    for pair in article.pairs:
        crossing = cross(pair.answering.statement, pair.answered.statement)
        if pair.reply["later"] and not crossing.voice and (crossing.forward or crossing.backward):
            held = best.get(pair.answering.statement.id)
            if held is None or pair.reply["near"] >= held.reply["near"]:
                best[pair.answering.statement.id] = pair
    return [_link(pair, answer(pair.answering.statement.act, pair.answered.statement.act)[0]) for pair in best.values()]


def likest(article: Article, least: float) -> list[Link]:
    """Each statement is linked to the earlier one whose content is most like its own, if alike enough: repeats on one
    side, else counters.
    """
    best: dict[str, Pair] = {}
    for pair in article.pairs:
        held = best.get(pair.answering.statement.id)
        if pair.same["later"] and pair.same["alike"] >= max(least, held.same["alike"] if held else 0.0):
            best[pair.answering.statement.id] = pair
    return [_link(pair, "repeats" if pair.crossing.voice else "counters") for pair in best.values()]


def verbs(article: Article) -> list[Link]:
    """Denials and refusals rebut the nearest earlier charge or demand, consent accepts it, whoever said it."""
    best: dict[str, tuple[Pair, LinkType]] = {}
    for pair in article.pairs:
        type_, weight = answer(pair.answering.statement.act, pair.answered.statement.act)
        if weight < 1.0 or type_ == "counters" or not pair.reply["later"]:
            continue
        held = best.get(pair.answering.statement.id)
        if held is None or pair.reply["near"] >= held[0].reply["near"]:
            best[pair.answering.statement.id] = (pair, type_)
    return [_link(pair, type_) for pair, type_ in best.values()]


def _link(pair: Pair, type_: LinkType) -> Link:
    return Link(pair.answering.statement.id, type_, pair.answered.statement.id)
