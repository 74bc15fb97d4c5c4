"""The written texts with their links, as articles of the reader's own statements: more to learn from than the gold has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.languages import load_language
from onrecord.reader import read_analysis
from onrecord.reader.analysis import analyse_many
from onrecord.reader.links.article import pairs
from onrecord.records import LINK_TYPES, Document, Link, Reading
from onrecord.register import load_register
from training.links.gold import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import LinkType, Statement

TEXTS = Path(__file__).parent / "written.toml"


def load_written(path: Path = TEXTS) -> list[Article]:
    """The texts as articles; a link whose ends the reader does not find is left out, and so are pairs that may be linked or
    not.
    """
    language, register = load_language(), load_register()
    texts = tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    analyses = analyse_many((Document(one["text"]) for one in texts), language)
    articles = []
    for one, analysis in zip(texts, analyses, strict=True):
        statements = read_analysis(analysis, language, register).statements
        links = [
            link for line in one["links"] if not line.endswith("?") for link in _links(line, one["text"], statements)
        ]
        open_ = {
            (link.from_, link.to)
            for line in one["links"]
            if line.endswith("?")
            for link in _links(line.rstrip("? "), one["text"], statements)
        }
        compared = [
            pair
            for pair in pairs(analysis, statements, language)
            if (pair.answering.statement.id, pair.answered.statement.id) not in open_
        ]
        reading = Reading(analysis.document, statements, tuple(links))
        articles.append(Article(one["name"], reading, statements, compared))
    return articles


def _links(line: str, text: str, statements: tuple[Statement, ...]) -> Iterator[Link]:
    """A line's links, one for each pair of alternatives that the reader found."""
    words = line.split(" ")
    at = next(at for at, word in enumerate(words) if set(word.split("|")) <= set(LINK_TYPES))
    type_ = cast("LinkType", words[at].split("|")[0])
    for from_ in _found(" ".join(words[:at]), text, statements):
        for to in _found(" ".join(words[at + 1 :]), text, statements):
            if from_ != to:
                yield Link(from_, type_, to)


def _found(names: str, text: str, statements: tuple[Statement, ...]) -> Iterator[str]:
    for name in names.split("|"):
        cue, _, beside = name.partition("@")
        place = text.index(beside) if beside else 0
        at = min(
            (match.start() for match in re.finditer(rf"\b{re.escape(cue)}\b", text)), key=lambda at: abs(at - place)
        )
        yield from (one.id for one in statements if any(span.start <= at < span.end for span in one.cue))
