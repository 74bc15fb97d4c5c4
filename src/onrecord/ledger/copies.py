"""Statements that stand word for word in other articles: one utterance that several outlets report.

Copies of one report are linked to the earliest of them, and of those that are alike but for a cue or a party the earliest
are linked to each other: see `families`. All that hang together so are told and counted as one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, union, union_all

from onrecord.ledger.batching import batches, given
from onrecord.ledger.schema import article, link, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select

# The sureness by which the linker tells a copy, and all the words again; here once more, so that asking does not load the
# reader.
COPY, EXACT = 0.99, 0.98
# The links that answer what another party said; the rest take it up.
ANSWERS = ("rebuts", "counters", "accepts")


def is_copy(least: float = EXACT, key: Any = statement.c.key) -> ColumnElement[bool]:
    """True of a statement that stands word for word in an earlier article; from COPY on, with the same cue and parties."""
    first = link.alias("first")
    return select(first.c.from_key).where(first.c.from_key == key, *_same(first, least)).exists()


def copy_keys() -> Select[Any]:
    """The keys of all statements that stand in an earlier article with the same cue and parties."""
    return select(link.c.from_key.label("key")).where(*_same(link, COPY)).distinct()


def is_answered(key: Any = statement.c.key, *, few: bool = False) -> ColumnElement[bool]:
    """True of a statement that is answered, or whose words are where another article prints them. `few`: it is asked of few,
    for which PostgreSQL shall not gather all answers first, as it does where it sees an equation.
    """
    first = link.alias("first")
    here = first.c.from_key.between(key, key) if few else first.c.from_key == key
    copied = select(first.c.to_key).where(here, *_same(first))
    return or_(_answered(key, few=few), copied.where(_answered(first.c.to_key, few=few)).exists())


def _answered(key: Any, *, few: bool = False) -> ColumnElement[bool]:
    """True of what an answer leads to, itself or from a copy of it: one look at the links to it, which most have none of."""
    to, of_copy = link.alias(), link.alias()
    answers = select(of_copy.c.to_key).where(of_copy.c.to_key == to.c.from_key, of_copy.c.type.in_(ANSWERS)).exists()
    answered = or_(to.c.type.in_(ANSWERS), and_(*_same(to), answers))
    return select(to.c.to_key).where(to.c.to_key.between(key, key) if few else to.c.to_key == key, answered).exists()


def answered_keys() -> Select[Any]:
    """The keys of all statements of which `is_answered` is true: those that an answer leads to, in order, then the others."""
    answer, known, copy, first = (link.alias(name) for name in ("answer", "known", "copy", "first"))
    direct = select(answer.c.to_key.label("key")).where(answer.c.type.in_(ANSWERS)).distinct()
    of_copy = select(known.c.to_key).where(known.c.to_key == copy.c.from_key, known.c.type.in_(ANSWERS)).exists()
    others = union(
        select(copy.c.to_key.label("key")).where(*_same(copy), of_copy),
        select(first.c.from_key).where(*_same(first), _answered(first.c.to_key)),
    ).subquery()
    new = ~select(known.c.to_key).where(known.c.to_key == others.c.key, known.c.type.in_(ANSWERS)).exists()
    every = union_all(direct, select(others.c.key).where(new)).subquery()
    return select(every.c.key)


def copies_of(connection: Connection, keys: Iterable[int]) -> dict[int, set[int]]:
    """The other statements that report the same utterance, for each that has any: what copies the same, and what copies those
    that have the same words.
    """
    wanted = sorted(set(keys))
    first = dict(_pairs(connection, wanted, COPY))
    heads = {key: first.get(key, key) for key in wanted}
    alike: dict[int, set[int]] = defaultdict(set)
    for back in (False, True):
        for head, other in _pairs(connection, sorted(set(heads.values())), EXACT, back=back):
            alike[head].add(other)
    under: dict[int, set[int]] = defaultdict(set)
    for head, copy in _pairs(connection, sorted({*heads.values()}.union(*alike.values())), COPY, back=True):
        under[head].add(copy)
    found = {}
    for key, head in heads.items():
        same = {head, *alike[head]}
        others = same.union(*(under[one] for one in same if one in under)) - {key}
        if others:
            found[key] = others
    return found


def outlets_of(connection: Connection, copies: dict[int, set[int]]) -> dict[int, int]:
    """How many outlets report each of the statements that have these copies; an article of no outlet is its own."""
    names: dict[int, str] = {}
    for some in batches(sorted(set().union(copies, *copies.values()))):
        rows = select(statement.c.key, func.coalesce(article.c.outlet, article.c.id))
        rows = rows.join_from(statement, article, statement.c.article == article.c.id).where(statement.c.key.in_(some))
        names.update((key, name) for key, name in connection.execute(rows))
    return {key: len({names[one] for one in (key, *others)}) for key, others in copies.items()}


def answers_of(connection: Connection, keys: Iterable[int], copies: dict[int, set[int]]) -> dict[int, int]:
    """How often each of these statements is answered, in any article that prints it; what copies an answer counts no more."""
    answers: dict[int, set[int]] = defaultdict(set)
    every = sorted(set(keys).union(*copies.values()))
    for some in batches(every):
        for key, answer in connection.execute(_ANSWERS, {"given": some}):
            answers[key].add(answer)
    also = copies_of(connection, set().union(*answers.values()))
    told = {key: min((key, *others)) for key, others in also.items()}
    return {
        key: len({told.get(answer, answer) for one in (key, *copies.get(key, ())) for answer in answers.get(one, ())})
        for key in keys
    }


def _same(of: Any, least: float = EXACT) -> tuple[ColumnElement[bool], ...]:
    # The type stands in the words of the query, for the index of copies to be seen to hold what is asked for.
    return (of.c.position.is_(None), of.c.type == literal_column("'repeats'"), of.c.confidence >= least)


def _asking(here: Any, there: Any) -> Select[Any]:
    same = (link.c.position.is_(None), link.c.type == "repeats", link.c.confidence == bindparam("sureness"))
    return select(here, there).where(here.in_(given()), *same)


# Asked for every page, these are put together once: that takes as long as they do.
_PAIRS = {
    False: _asking(link.c.from_key, link.c.to_key),
    True: _asking(link.c.to_key, link.c.from_key),
}
_ANSWERS = select(link.c.to_key, link.c.from_key).where(link.c.to_key.in_(given()), link.c.type.in_(ANSWERS))


def _pairs(
    connection: Connection, keys: Iterable[int], sureness: float, *, back: bool = False
) -> Iterator[tuple[int, int]]:
    """The links of one sureness from these keys, or `back` from what is linked to them."""
    for some in batches(keys):
        rows = connection.execute(_PAIRS[back], {"given": some, "sureness": sureness})
        yield from (tuple(row) for row in rows)
