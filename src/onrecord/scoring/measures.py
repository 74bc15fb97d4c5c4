"""What is counted, by name.

`statements` and its cuts (`statements nested`, `statements direct` ...): gold and predicted statements that match.
`<role> exact`, `<role> soft`, `<role> words`: the spans of a role, equal, sharing half of both, and word by word.
`speakers`, `for`, `act`, `source`: right on matched statements, all of a statement's names and none extra
(`... all`: the same counted over all gold and predicted statements, so that a miss is an error).
`addressees`, `targets`: names on matched statements, found and spurious ones.
`links`, `links untyped`: both ends match, and the type is the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.scoring.counts import Counts, Tally
from onrecord.scoring.matching import match, match_spans, soft_match, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.records import Party, Reading, Span, Statement

Pairs = tuple[tuple[int, int], ...]
ARTICLES = ("the ", "a ", "an ")
ROLES = ("source", "cue", "content")


def score(predicted: Reading, gold: Reading, *, spans_only: bool = False) -> Tally:
    """The tally of one article. `spans_only` leaves out what standoff gold does not mark: parties, acts, links.

    Raises ValueError where the two texts differ.
    """
    if predicted.document.text != gold.document.text:
        raise ValueError("the prediction and the gold are of different texts; read the gold's own text")
    text = gold.document.text
    pairs = match(text, predicted.statements, gold.statements)
    counts = _statement_counts(predicted.statements, gold.statements, pairs)
    for role in ROLES:
        counts |= _span_counts(text, role, predicted.statements, gold.statements)
    matched = [(predicted.statements[p], gold.statements[g]) for p, g in pairs]
    sources = [_same_source(text, one, other) for one, other in matched]
    counts["source"] = Counts(sum(sources), len(matched), len(matched))
    counts["source all"] = Counts(sum(sources), len(predicted.statements), len(gold.statements))
    if spans_only:
        return Tally(counts)
    counts |= _matched_counts(matched, len(predicted.statements), len(gold.statements))
    counts |= _link_counts(predicted, gold, pairs)
    return Tally(counts, Counter((one.act, other.act) for one, other in matched))


def same_name(name: str) -> str:
    """A name as it is compared: case, typographic apostrophes and a leading article do not count."""
    name = " ".join(name.replace("’", "'").casefold().split())
    for article in ARTICLES:
        name = name.removeprefix(article)
    return name


def _statement_counts(predicted: Sequence[Statement], gold: Sequence[Statement], pairs: Pairs) -> dict[str, Counts]:
    cuts: dict[str, Callable[[Statement], bool]] = {
        "statements": lambda _: True,
        "statements nested": lambda statement: statement.inside is not None,
        "statements direct": lambda statement: statement.quotation == "direct",
        "statements mixed": lambda statement: statement.quotation == "mixed",
        "statements indirect": lambda statement: statement.quotation == "indirect",
    }
    return {
        name: Counts(
            right=sum(1 for _, g in pairs if belongs(gold[g])),
            predicted=_in_cut(predicted, gold, pairs, belongs),
            gold=sum(map(belongs, gold)),
        )
        for name, belongs in cuts.items()
    }


def _in_cut(
    predicted: Sequence[Statement], gold: Sequence[Statement], pairs: Pairs, belongs: Callable[[Statement], bool]
) -> int:
    """Predicted statements of a cut: matched ones count where their gold does, others where they do themselves."""
    partner = dict(pairs)
    return sum(belongs(gold[partner[p]] if p in partner else one) for p, one in enumerate(predicted))


def _span_counts(text: str, role: str, predicted: Sequence[Statement], gold: Sequence[Statement]) -> dict[str, Counts]:
    one, other = _spans(role, predicted), _spans(role, gold)
    one_words, other_words = words(text, one), words(text, other)
    exact = set(one) & set(other)
    one_left = [words(text, (span,)) for span in one if span not in exact]
    other_left = [words(text, (span,)) for span in other if span not in exact]
    return {
        f"{role} exact": Counts(len(exact), len(one), len(other)),
        f"{role} soft": Counts(len(exact) + match_spans(one_left, other_left), len(one), len(other)),
        f"{role} words": Counts(len(one_words & other_words), len(one_words), len(other_words)),
    }


def _spans(role: str, statements: Sequence[Statement]) -> list[Span]:
    """The spans of a role, each once: coordinated cues share a source, nested statements share words."""
    found: set[Span] = set()
    for statement in statements:
        spans = getattr(statement, role)
        found.update(spans if isinstance(spans, tuple) else (spans,) if spans else ())
    return sorted(found)


def _matched_counts(matched: Sequence[tuple[Statement, Statement]], predicted: int, gold: int) -> dict[str, Counts]:
    right: dict[str, Callable[[Statement, Statement], bool]] = {
        "speakers": lambda one, other: _names(one.speakers) == _names(other.speakers),
        "for": lambda one, other: _fors(one.speakers) == _fors(other.speakers),
        "act": lambda one, other: one.act == other.act,
        "quotation": lambda one, other: one.quotation == other.quotation,
        "time": lambda one, other: same_name(one.time or "") == same_name(other.time or ""),
        "inside": lambda one, other: (one.inside is None) == (other.inside is None),
    }
    counts: dict[str, Counts] = {}
    for name, agree in right.items():
        hits = sum(agree(one, other) for one, other in matched)
        counts[name] = Counts(hits, len(matched), len(matched))
        counts[f"{name} all"] = Counts(hits, predicted, gold)
    for name in ("addressees", "targets"):
        counts[name] = _name_counts([(getattr(one, name), getattr(other, name)) for one, other in matched])
    return counts


def _same_source(text: str, one: Statement, other: Statement) -> bool:
    if one.source is None or other.source is None:
        return one.source is other.source
    return soft_match(words(text, (one.source,)), words(text, (other.source,)))


def _names(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(same_name(party.name) for party in parties)


def _fors(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(same_name(party.for_ or "") for party in parties)


def _name_counts(pairs: Sequence[tuple[Sequence[Party], Sequence[Party]]]) -> Counts:
    names = [(_names(one), _names(other)) for one, other in pairs]
    return Counts(
        sum(len(one & other) for one, other in names),
        sum(len(one) for one, _ in names),
        sum(len(other) for _, other in names),
    )


def _link_counts(predicted: Reading, gold: Reading, pairs: Pairs) -> dict[str, Counts]:
    to_gold = {predicted.statements[p].id: gold.statements[g].id for p, g in pairs}
    typed = {(link.from_, link.type, link.to) for link in gold.links}
    bare = {(link.from_, link.to) for link in gold.links}
    moved = {(to_gold.get(link.from_), link.type, to_gold.get(link.to)) for link in predicted.links}
    ends = {(link.from_, link.to) for link in predicted.links}
    moved_ends = {(to_gold.get(start), to_gold.get(end)) for start, end in ends}
    return {
        "links": Counts(len(moved & typed), len(predicted.links), len(typed)),
        "links untyped": Counts(len(moved_ends & bare), len(ends), len(bare)),
    }
