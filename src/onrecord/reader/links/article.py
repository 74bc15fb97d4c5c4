"""The links within an article: each statement against all others, the best answers kept."""

from __future__ import annotations

import bisect
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.languages.links import reply_words
from onrecord.reader.links.features import Pair, Place, Setting, answerable, compare, makes, owned, rarity_of
from onrecord.reader.links.judging import (
    POINTS,
    can_be_same,
    can_go_on,
    can_reply,
    evidence,
    load_weights,
    reply_type,
    same_type,
    score,
)
from onrecord.reader.links.sides import SAME_SIDE, same_voice, side
from onrecord.reader.links.views import WORD, stem, view
from onrecord.records import Link, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.languages import Language
    from onrecord.reader.links.views import View
    from onrecord.reader.stages import Analysis
    from onrecord.records import Statement

LEAST = {"reply": 1.0, "same": 1.0}  # weight of all candidates together, against 1 for none
SHARE = {"reply": 0.3, "same": 0.5}  # chance of the best among all candidates and none
CLOSE = 1.0  # log-odds by which a second answer may be less likely than the best
GOES_ON, GOES_ON_AT_ONCE = 0.5, 0.7  # log-odds
MOST = 400  # statements of an article that are compared
APART = 100  # statements between two that are compared


def link(analysis: Analysis, statements: tuple[Statement, ...], language: Language) -> tuple[Link, ...]:
    """The links between an article's statements, in order of the answering statement."""
    return choose(pairs(analysis, statements[:MOST], language), load_weights())


def pairs(analysis: Analysis, statements: Sequence[Statement], language: Language) -> list[Pair]:
    """Every ordered pair of the article's statements with its features."""
    words = reply_words(language)
    parsed = analysis.doc.has_annotation("SENT_START")  # an empty language has no parser
    sentences = list(analysis.doc.sents) if parsed else []
    starts = [sentence.start_char for sentence in sentences]
    ends = [sentence.end_char for sentence in sentences]
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
    rarity = rarity_of(Counter(word for one in views for word in one.stems), len(views))
    return [
        compare(
            views[a],
            views[b],
            Setting(rarity, places[a], places[b], last.get(b, frozenset()), b in plain, bool(plain) and b not in plain),
        )
        for a in range(len(views))
        for last, plain in [_last_meant(a, views, places)]
        for b in range(len(views))
        if a != b and abs(a - b) <= APART
    ]


def _last_meant(
    a: int, views: Sequence[View], places: Sequence[Place]
) -> tuple[dict[int, frozenset[str]], frozenset[int]]:
    """For each statement the stems of those mentions of statement `a` that mean it as the last before by another, and the
    statements that a single one plainly means, by its own family of words.
    """
    found: dict[int, frozenset[str]] = {}
    plain: set[int] = set()
    answering = views[a].statement
    for mention in views[a].mentions:
        able = [
            (not mention.many and makes(mention, other), places[b].order, b)
            for b, other in enumerate(views)
            if places[b].order < places[a].order
            and other.statement.act in mention.acts
            and other.statement.inside is None
            and same_voice(other.statement.speakers, answering.speakers) < 1
            and owned(mention, other) is not False
        ]
        if able:
            family, _, b = max(able)
            found[b] = found.get(b, frozenset()) | {mention.stem}
            if family and not mention.many and not mention.own:
                plain.add(b)
    return found, frozenset(plain)


def choose(compared: Iterable[Pair], weights: Mapping[str, Mapping[str, float]]) -> tuple[Link, ...]:
    """The links that are likely enough, in the pairs' order: what a statement most likely answers, and what it repeats."""
    groups: dict[str, list[Pair]] = {}
    for pair in compared:
        groups.setdefault(pair.answering.statement.id, []).append(pair)
    found: list[Chosen] = []
    last: dict[str, str] = {}  # what a speaker answered last: the same dispute goes on
    taken: dict[int | None, set[str]] = {}  # what was answered last in a turn
    for group in groups.values():
        speakers = [party.name for party in group[0].answering.statement.speakers]
        answered = {last[name] for name in speakers if name in last}
        turn = taken.get(group[0].turn, set())
        replies = [
            (score(p.reply, weights["reply"]) + _going_on(p, turn, answered), p)
            for p in group
            if can_reply(p) or (p.answered.statement.id in turn and can_go_on(p))
        ]
        chosen = [*_chosen(replies, "reply")]
        told = [one.pair.answered.statement for one in chosen]
        if group[0].answering.statement.inside is None:
            taken[group[0].turn] = {one.id for one in told}
        last.update((name, one.id) for name in speakers for one in [one for one in told if one.inside is None][:1])
        chosen += _chosen([(score(p.same, weights["same"]), p) for p in group if can_be_same(p)], "same")
        found += chosen
    kept = _one_way(found)
    return tuple(_made(chosen) for chosen in found if chosen in kept and not _told_already(chosen, kept))


def _told_already(chosen: Chosen, kept: Iterable[Chosen]) -> bool:
    """True for an answer by what only details another statement that answers the same, and for one by what its speaker
    had said before the other spoke, unless words say that it is an answer.
    """
    if chosen.kind != "reply":
        return False
    one, other = chosen.pair.answering.statement.id, chosen.pair.answered.statement
    taken_up = {
        (before.pair.answering.statement.id, same_type(before.pair)): before.pair.answered.statement
        for before in kept
        if before.kind == "same"
    }
    first, seen = taken_up.get((one, "repeats")), {one}
    while first and first.id not in seen and not _in_words(chosen.pair):
        if _anchor(first) < _anchor(other):
            return True
        seen.add(first.id)
        first = taken_up.get((first.id, "repeats"))
    whole = taken_up.get((one, "details"))
    return whole is not None and any(
        before.kind == "reply"
        and before.pair.answering.statement.id == whole.id
        and before.pair.answered.statement.id == other.id
        for before in kept
    )


def _in_words(pair: Pair) -> bool:
    """True where a marker or a mention says that this answers that."""
    return pair.answering.reply is not None or pair.reply["mention"] >= POINTS


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pair that is to be linked, how sure, and whether across parties ("reply") or on one side ("same")."""

    sure: float
    kind: str
    pair: Pair


def _going_on(pair: Pair, turn: set[str], answered: set[str]) -> float:
    """What is added to the pair's score where the same turn, or its speaker before, has answered the same statement."""
    id_ = pair.answered.statement.id
    return GOES_ON_AT_ONCE if id_ in turn and can_go_on(pair) else GOES_ON if id_ in answered else 0.0


def _chosen(candidates: Sequence[tuple[float, Pair]], kind: str) -> Iterator[Chosen]:
    """The best of the candidates where some is likelier than none, and a second that is nearly as good."""
    if not candidates:
        return
    ranked = sorted(candidates, key=lambda candidate: -candidate[0])
    mass = sum(math.exp(points) for points, _ in ranked)
    best, first = ranked[0]
    if mass < LEAST[kind] or math.exp(best) / (1 + mass) < SHARE[kind]:
        return
    yield Chosen(math.exp(best) / (1 + mass), kind, first)
    for points, pair in ranked[1:2]:
        # Words that are another statement's own cue ("accusations that ...") point to that one before any other.
        if (
            kind == "reply"
            and pair.reply["mention"] >= POINTS
            and points > max(best - CLOSE, 0.0)
            and not first.names_it
        ):
            yield Chosen(math.exp(points) / (1 + mass), kind, pair)


def _one_way(found: Sequence[Chosen]) -> set[Chosen]:
    """The links without those that run against surer ones: of two statements one answers the other, and of two sides
    one charges and the other replies, unless words say otherwise.
    """
    kept: set[Chosen] = set()
    for chosen in sorted(found, key=lambda one: -one.sure):
        one, other = chosen.pair.answering.statement, chosen.pair.answered.statement
        told = _in_words(chosen.pair)
        against = any(
            {late.id, early.id} == {one.id, other.id}
            or (
                chosen.kind == before.kind == "reply"
                and not told
                and not chosen.pair.follows
                and same_voice(late.speakers, other.speakers) == 1
                and same_voice(early.speakers, one.speakers) == 1
            )
            for before in kept
            for late, early in [(before.pair.answering.statement, before.pair.answered.statement)]
        )
        if not against:
            kept.add(chosen)
    return kept


def _made(chosen: Chosen) -> Link:
    pair = chosen.pair
    type_ = reply_type(pair) if chosen.kind == "reply" else same_type(pair)
    return Link(
        pair.answering.statement.id, type_, pair.answered.statement.id, round(chosen.sure, 3), evidence(pair, type_)
    )


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
    main: dict[str, tuple[int, int]] = {}
    for number in order:
        if statements[number].inside is None:
            entry = (answerable(statements[number].act), -number)
            for one in side(statements[number].speakers):
                main[one] = max(main.get(one, entry), entry, key=lambda item: item[0])
    mains = {-number for weight, number in main.values() if weight}
    turns = _turns(statements, order)
    return [
        Place(
            sentence=at,
            order=rank[number],
            main=number in mains,
            turn=turns[number],
            stems=frozenset(stem(word) for word in WORD.findall(text[starts[at] : ends[at]]))
            if starts
            else frozenset(),
        )
        for number, at in enumerate(sentences)
    ]


def _turns(statements: Sequence[Statement], order: Sequence[int]) -> dict[int, int]:
    """Each statement's turn: the number of times that another side has begun to speak before it. What stands inside a
    statement is of that one's turn.
    """
    turns: dict[int, int] = {}
    at, before = 0, None
    for number in order:
        one = statements[number]
        if one.inside is None:
            if before is not None and same_voice(one.speakers, before.speakers) < SAME_SIDE:
                at += 1
            before = one
        turns[number] = at
    return turns
