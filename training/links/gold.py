"""The gold's pairs of statements, as the linker compares them, and how good links are against the gold's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.languages import load_language
from onrecord.reader import read_analysis
from onrecord.reader.analysis import analyse_many
from onrecord.reader.links.article import pairs
from onrecord.reader.links.judging import can_be_same, can_reply
from onrecord.records import Reading
from onrecord.register import load_register
from onrecord.scoring import load_gold, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.reader.links.features import Pair
    from onrecord.records import Link, Statement
    from onrecord.scoring.counts import Tally
    from training.links.fit import Choice

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "develop"
REPLIES = {"rebuts", "counters", "accepts"}
MODELS = ("reply", "same")


@dataclass(frozen=True, slots=True)
class Article:
    """A gold article with the statements that are linked, the gold's or the reader's own, and all their ordered pairs."""

    name: str
    reading: Reading
    statements: tuple[Statement, ...]
    pairs: list[Pair]


def load_articles(folder: Path = GOLD, *, own: bool = False) -> list[Article]:
    """The gold articles of a folder, or of a file of reviewed articles, by name; with `own` the statements are those that the reader finds."""
    language, register = load_language(), load_register()
    golds = list(load_gold(folder))
    analyses = analyse_many((gold.reading.document for gold in golds), language)
    articles = []
    for gold, analysis in zip(golds, analyses, strict=True):
        reading = gold.reading
        statements = read_analysis(analysis, language, register).statements if own else reading.statements
        articles.append(Article(gold.name, reading, statements, pairs(analysis, statements, language)))
    return articles


def choices(article: Article, model: str) -> list[Choice]:
    """For each statement its candidates' features, and which of them the gold links; `model` is reply or same."""
    gold = {(link.from_, link.to): link.type in REPLIES for link in article.reading.links}
    groups: dict[str, list[Pair]] = {}
    for pair in article.pairs:
        if can_reply(pair) if model == "reply" else can_be_same(pair):
            groups.setdefault(pair.answering.statement.id, []).append(pair)
    return [
        (
            [pair.reply if model == "reply" else pair.same for pair in group],
            [gold.get((p.answering.statement.id, p.answered.statement.id)) is (model == "reply") for p in group],
        )
        for group in groups.values()
    ]


def measure(article: Article, links: Sequence[Link]) -> Tally:
    """The links' tally against the gold."""
    gold = article.reading
    return score(Reading(gold.document, article.statements, tuple(links)), gold)
