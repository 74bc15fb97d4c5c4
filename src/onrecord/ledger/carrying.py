"""What is read once: the reading of an article, taken over for a copy of it.

An exact copy of the same day has the same reading, since the reader sees the text and its day and nothing else. A near copy
that says nothing of its own, because each of its paragraphs stands word for word in the article, takes those statements
over whose spans stand in them; its reading tells of whom it is a copy.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from onrecord.ledger.find import reading_of
from onrecord.ledger.likeness import LEAST, likeness_of, near_copies, runs_of
from onrecord.ledger.schema import article
from onrecord.records import Reader, Reading, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger.opening import Store
    from onrecord.records import Document, Link, Statement

COPY_OF = "copy_of"  # among what made a reading: the article that it was taken over from


def taken_over(store: Store, document: Document, reader: Reader, *, near: bool = False) -> Reading | None:
    """The reading of an article that the ledger has of an exact copy by the same reader; with `near` also one of a near copy
    that says all that this one says. None where there is none.
    """
    with store.reading() as connection:
        made = (article.c.reader_version == reader.version, article.c.reader_models == _models(reader))
        same = select(article).where(article.c.sha256 == document.sha256, *made).order_by(article.c.id)
        for row in connection.execute(same):
            found = reading_of(connection, row)
            if is_exact_copy(document, found.document):
                return replace(found, document=document)
        if not near:
            return None
        for copy in near_copies(connection, runs_of(document.text)):
            whole = connection.execute(select(article).where(article.c.id == copy.id, *made)).one_or_none()
            if whole and says_nothing_more(document, (found := reading_of(connection, whole)).document):
                return carried(found, document)
    return None


def is_exact_copy(document: Document, original: Document) -> bool:
    """The same text of the same day: what the reader makes of both is the same."""
    same = (document.text, document.language) == (original.text, original.language)
    return same and _day(document) == _day(original)


def says_nothing_more(document: Document, original: Document) -> bool:
    """A near copy of the same day from another address, each of whose paragraphs stands in the original."""
    if document.language != original.language or _day(document) != _day(original):
        return False
    if document.url and document.url == original.url:
        return False  # another version of the same page: what changed is what matters
    known = {line for _, line in _lines(original.text)}
    if any(line not in known for _, line in _lines(document.text)):
        return False
    return likeness_of(runs_of(document.text), runs_of(original.text)) >= LEAST


def carried(reading: Reading, document: Document) -> Reading:
    """The statements of a reading that stand in paragraphs which a near copy has, too, with their links, each at its place
    there; marked as taken over. A statement that goes over paragraphs needs all of them in the same order.
    """
    moves = _moves(reading.document.text, document.text)
    moved = {one.id: there for one in reading.statements if (there := _moved(one, moves, document.text))}
    while alone := [one.id for one in moved.values() if one.inside and one.inside not in moved]:
        for id_ in alone:  # what stands inside another goes with it
            del moved[id_]
    links = [_moved_link(one, moves, document.text) for one in reading.links if {one.from_, one.to} <= moved.keys()]
    made = reading.reader or Reader("")
    models = tuple(sorted((*made.models, (COPY_OF, reading.document.id))))
    return Reading(document, tuple(moved.values()), tuple(links), Reader(made.version, models))


@dataclass(frozen=True, slots=True)
class _Moves:
    """Where the paragraphs of a text begin, and by how many characters each stands further on in another; None where it does
    not stand there.
    """

    starts: list[int]
    by: list[int | None]

    def of(self, offset: int) -> int | None:
        """By how many characters what begins there is moved."""
        place = bisect_right(self.starts, offset) - 1
        return self.by[place] if place >= 0 else None


def _moves(before: str, after: str) -> _Moves:
    there = {line: start for start, line in reversed(list(_lines(after)))}
    lines = list(_lines(before))
    by = [there[line] - start if line in there else None for start, line in lines]
    return _Moves([start for start, _ in lines], by)


def _moved(statement: Statement, moves: _Moves, text: str) -> Statement | None:
    source = _at(statement.source, moves, text) if statement.source else None
    cue, content = ([_at(span, moves, text) for span in spans] for spans in (statement.cue, statement.content))
    quantities = [(one, _at(one.span, moves, text)) for one in statement.quantities]
    if (statement.source and not source) or not all((*cue, *content, *(span for _, span in quantities))):
        return None
    return replace(
        statement, source=source, cue=tuple(span for span in cue if span), content=tuple(span for span in content if span),
        quantities=tuple(replace(one, span=span) for one, span in quantities if span),
    )  # fmt: skip


def _moved_link(link: Link, moves: _Moves, text: str) -> Link:
    return replace(link, evidence=_at(link.evidence, moves, text) if link.evidence else None)


def _at(span: Span, moves: _Moves, text: str) -> Span | None:
    by = moves.of(span.start)
    if by is None or text[span.start + by : span.end + by] != span.text:
        return None
    return Span(span.start + by, span.end + by, span.text)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text with where they begin, without empty ones."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _day(document: Document) -> tuple[str, bool]:
    """The day of publication, and whether its hour is known, too: the reader tells no more apart."""
    published = document.published or ""
    return published[:10], len(published) > 10


def _models(reader: Reader) -> str:
    return json.dumps(dict(reader.models), sort_keys=True)
