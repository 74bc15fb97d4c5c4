"""The links within an article: each statement against all others, the best answers kept."""

from __future__ import annotations

import bisect
import math
from collections import Counter
from typing import TYPE_CHECKING

from onrecord.languages.links import reply_words
from onrecord.reader.links.features import Pair, Place, Setting, compare
from onrecord.reader.links.judging import evidence, load_weights, weigh
from onrecord.reader.links.sides import side
from onrecord.reader.links.views import WORD, View, stem, view
from onrecord.records import Link, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis
    from onrecord.records import Statement

FIRST, FURTHER = 0.5, 0.7  # what a statement's best answer needs, and each one after it
MOST = 400  # statements of an article that are compared, each with each


def link(analysis: Analysis, statements: tuple[Statement, ...], language: Language) -> tuple[Link, ...]:
    """The links between an article's statements, in order of the answering statement."""
    return choose(pairs(analysis, statements[:MOST], language), load_weights())


def pairs(analysis: Analysis, statements: Sequence[Statement], language: Language) -> list[Pair]:
    """Every ordered pair of the article's statements with its features."""
    words = reply_words(language)
    starts = [sentence.start_char for sentence in analysis.doc.sents]
    ends = [sentence.end_char for sentence in analysis.doc.sents]
    sentence_of = [max(0, bisect.bisect_right(starts, _anchor(one)) - 1) for one in statements]
    views = (
        [
            view(one, words, _scope(one, statements, starts[at], ends[at], analysis.document.text))
            for one, at in zip(statements, sentence_of, strict=True)
        ]
        if starts
        else []
    )
    places = _places(statements, sentence_of, analysis.document.text, starts, ends)
    rarity = _rarity(views)
    return [
        compare(views[a], views[b], Setting(rarity, places[a], places[b]))
        for a in range(len(views))
        for b in range(len(views))
        if a != b
    ]


def choose(compared: Iterable[Pair], weights: Mapping[str, Mapping[str, float]]) -> tuple[Link, ...]:
    """The links that are likely enough: of a statement's answers the best, and others only where they are surer."""
    found: dict[str, list[tuple[float, str, Link]]] = {}
    for pair in compared:
        verdict = weigh(pair, weights)
        one, other = pair.answering.statement, pair.answered.statement
        for kind, sure, type_ in (
            ("reply", verdict.reply, verdict.reply_type),
            ("same", verdict.same, verdict.same_type),
        ):
            if sure >= FIRST:
                made = Link(one.id, type_, other.id, round(sure, 3), evidence(pair, type_))
                found.setdefault(one.id, []).append((sure, kind, made))
    kept: dict[tuple[str, str], Link] = {}
    for answers in found.values():
        seen: Counter[str] = Counter()
        for sure, kind, made in sorted(answers, key=lambda answer: -answer[0]):
            back = kept.get((made.to, made.from_))
            if (seen[kind] and sure < FURTHER) or (back and back.confidence >= made.confidence):
                continue
            if (made.from_, made.to) in kept:
                continue
            kept.pop((made.to, made.from_), None)
            seen[kind] += 1
            kept[made.from_, made.to] = made
    order = {id_: number for number, id_ in enumerate(found)}
    return tuple(sorted(kept.values(), key=lambda made: (order[made.from_], made.to)))


def _anchor(statement: Statement) -> int:
    return statement.cue[0].start if statement.cue else statement.start


def _scope(one: Statement, statements: Sequence[Statement], start: int, end: int, text: str) -> tuple[Span, ...]:
    """The sentence of the cue without what others say in it, and the statement's own content beyond it."""
    taken = [
        span
        for other in statements
        if other.id not in {one.id, one.inside} and other.inside != one.id
        for span in (*other.cue, *other.content)
        if span.start < end and start < span.end and not any(span.overlaps(own) for own in one.content)
    ]
    pieces, at = [], start
    for span in sorted(taken):
        if span.start > at:
            pieces.append((at, span.start))
        at = max(at, span.end)
    if at < end:
        pieces.append((at, end))
    beyond = [span for span in one.content if span.start >= end or span.end <= start]
    return (*(Span(a, b, text[a:b]) for a, b in pieces), *beyond)


def _places(
    statements: Sequence[Statement], sentences: Sequence[int], text: str, starts: Sequence[int], ends: Sequence[int]
) -> list[Place]:
    order = sorted(range(len(statements)), key=lambda number: _anchor(statements[number]))
    rank = {number: at for at, number in enumerate(order)}
    seen: set[str] = set()
    leads = set()
    for number in order:
        sides = side(statements[number].speakers)
        if statements[number].inside is None and sides - seen:
            leads.add(number)
            seen |= sides
    return [
        Place(
            sentence=at,
            order=rank[number],
            lead=number in leads,
            stems=frozenset(stem(word) for word in WORD.findall(text[starts[at] : ends[at]]))
            if starts
            else frozenset(),
        )
        for number, at in enumerate(sentences)
    ]


def _rarity(views: Sequence[View]) -> dict[str, float]:
    """How rare each stem is among the article's contents: 1 for one of half of them, more for rarer ones."""
    counts = Counter(stem_ for one in views for stem_ in one.stems)
    return {stem_: math.log(1.0 + len(views) / count) for stem_, count in counts.items()}
