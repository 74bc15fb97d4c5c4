"""Readings made by hand: no parser is needed to try a ledger."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from sqlalchemy import select

from onrecord import Ledger
from onrecord.ledger.parts import CODED
from onrecord.ledger.rows import date_of
from onrecord.ledger.schema import part, statement
from onrecord.ledger.words import fold
from onrecord.records import (
    ACTS,
    LINK_TYPES,
    Codes,
    Document,
    Interval,
    Link,
    Origin,
    Party,
    Quantity,
    Reader,
    Reading,
    Span,
    Stance,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "Ana Ruiz “denied” it on Monday, said the 😀 paper, and added: “No naïve plan in 3 days.”"
CHINA = Party("China", "CHN", "state:CHN", "state")
NATO = Party("NATO", "NATO", "org:NATO", "organisation")
WANG = Party("Wang Yi", "CHN", "per:wang-yi|CHN", "person", "foreign minister")
OFFICIALS = Party("officials", None, None, "anonymous")


def span(words: str, text: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def said(text: str, source: str | None, cue: str, content: str, **fields: Any) -> Statement:
    """A statement by the words of its spans."""
    fields = {"id": "s1", "quotation": "indirect", "act": "state"} | fields
    where = span(source, text) if source else None
    return Statement(source=where, cue=(span(cue, text),), content=(span(content, text),), **fields)


def dispute() -> Reading:
    """An accusation and its denial, a demand, and a repetition by unnamed officials."""
    text = (
        "NATO accused China of aiding a war. Wang Yi rejected the claims. China called on NATO to halt drills. "
        "Officials repeated that China was aiding it."
    )
    statements = (
        said(text, "NATO", "accused", "of aiding a war", id="s1", act="accuse", speakers=(NATO,), targets=(CHINA,)),
        said(text, "Wang Yi", "rejected", "the claims", id="s2", act="deny", speakers=(WANG,), targets=(NATO,)),
        said(
            text, "China", "called", "to halt drills", id="s3", act="demand", speakers=(CHINA,), addressees=(NATO,),
            targets=(NATO,), time="on Monday", said_at=Interval("2024-07-15", "2024-07-15", "day"),
            codes=Codes("REQUEST", None, "102", -0.4, 3),
        ),
        said(text, "Officials", "repeated", "that China was aiding it", id="s4", act="accuse", speakers=(OFFICIALS,), targets=(CHINA,)),
    )  # fmt: skip
    links = (Link("s2", "rebuts", "s1", 0.9, span("the claims", text)), Link("s4", "repeats", "s1", 0.5))
    document = Document(
        text, "A war of words", "https://example.org/a", "Example Times", "2024-07-11", "en",
        Origin("a.txt", "1", "ab" * 32, "2024-07-12T00:00:00Z"),
    )  # fmt: skip
    return Reading(document, statements, links, Reader("0.1.0", (("tagger", "cd" * 32),)))


def simple(number: int, **document: Any) -> Reading:
    """A reading of its own article with one statement, for every number another."""
    text = f"Mayor Number{number} denied plan {number}."
    party = Party(f"Number{number}", None, f"per:number{number}", "person")
    statement = said(text, f"Mayor Number{number}", "denied", f"plan {number}", act="deny", speakers=(party, OFFICIALS))
    return Reading(Document(text, **document), (statement,))


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        Ledger(f"{folder}/news.db").close()
        return Path(folder, "news.db").read_bytes()


@contextmanager
def fresh_file() -> Iterator[Ledger]:
    """A new ledger, quicker than opening one: the tables are made once."""
    with TemporaryDirectory() as folder:
        Path(folder, "news.db").write_bytes(_empty())
        with Ledger(f"{folder}/news.db") as ledger:
            yield ledger


def parts(ledger: Ledger) -> set[tuple[str, ...]]:
    """Which codes take part in which statements, as the ledger keeps it."""
    wanted = select(part.c.term, part.c.date, part.c.act, statement.c.id)
    with ledger._store.reading() as connection:
        found = [
            tuple(row) for row in connection.execute(wanted.outerjoin(statement, statement.c.key == part.c.statement))
        ]
    assert len(found) == len(set(found))
    return set(found)


def parts_told(ledger: Ledger) -> set[tuple[str, ...]]:
    """The same, told from the readings."""
    names = {"speakers": "by", "addressees": "to", "targets": "about"}
    return {
        (
            f"{name}:{fold(code)}",
            date_of(one.said_at and one.said_at.start, reading.document.published),
            one.act,
            one.id,
        )
        for reading in ledger.export()
        for one in reading.statements
        for role, name in names.items()
        for party in getattr(one, role)
        for code in (
            party.for_,
            (party.id or "").partition(":")[2] if (party.id or "").startswith(CODED) else None,
        )
        if code
    }


def exported(ledger: Ledger) -> list[dict[str, Any]]:
    return [reading.to_json() for reading in ledger.export()]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
spans = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, len(TEXT))).map(
    lambda pair: Span(pair[0], end := max(pair[0] + 1, pair[1]), TEXT[pair[0] : end])
)
parties = st.builds(
    Party,
    name=words,
    for_=st.none() | st.sampled_from(["CHN", "NATO"]),
    id=st.none() | st.sampled_from(["state:CHN", "org:NATO"]),
    kind=st.sampled_from(["person", "state", "anonymous", "unknown"]),
    role=st.none() | words,
)
several = st.lists(parties, max_size=2).map(tuple)
numbers = st.floats(allow_nan=False, allow_infinity=False)
statements = st.builds(
    Statement,
    id=st.just("s"),
    source=st.none() | spans,
    cue=st.lists(spans, max_size=2).map(tuple),
    content=st.lists(spans, min_size=1, max_size=3).map(tuple),
    quotation=st.sampled_from(["direct", "indirect", "mixed"]),
    act=st.sampled_from(ACTS),
    negated=st.booleans(),
    hypothetical=st.booleans(),
    confidence=st.floats(0, 1),
    speakers=several,
    addressees=several,
    targets=several,
    time=st.none() | words,
    said_at=st.none() | st.just(Interval("2024-07-01", "2024-07-31", "month")) | st.just(Interval("", "", "vague")),
    occasion=st.none() | words,
    quantities=st.lists(st.builds(Quantity, span=spans, value=numbers, unit=st.none() | words), max_size=1).map(tuple),
    codes=st.builds(Codes, plover=st.none() | words, goldstein=st.none() | numbers, quad=st.none() | st.integers(1, 4)),
    stance=st.none() | st.builds(Stance, value=st.sampled_from([-1, 0, 1]), rule=words),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Readings of three addresses, in several versions: many of them of one article."""
    found = draw(st.lists(statements, max_size=4))
    numbered = tuple(replace(one, id=f"s{number}") for number, one in enumerate(found, 1))
    if len(numbered) > 1:
        numbered = (*numbered[:-1], replace(numbered[-1], inside="s1"))
    names = st.sampled_from([one.id for one in numbered] or ["s1"])
    ends = st.builds(Link, names, st.sampled_from(LINK_TYPES), names, st.floats(0, 1), st.none() | spans)
    links = draw(st.lists(ends, max_size=3)) if numbered else []
    document = Document(
        text=TEXT,
        title=draw(st.none() | words),
        url=f"https://example.org/{draw(st.integers(1, 3))}",
        published=draw(st.none() | st.sampled_from(["2024", "2024-07-03T10:00:00Z", "yesterday"])),
        origin=draw(st.none() | st.builds(Origin, st.just("feed.jsonl"), st.none() | st.sampled_from("12"))),
    )
    reader = draw(st.none() | st.builds(Reader, st.sampled_from(["0.1.0", "0.2.0"]), st.just((("m", "00"),))))
    return Reading(document, numbered, tuple(links), reader)


def thick(number: int, size: int = 30) -> Reading:
    """A reading of its own article with many statements and links, quickly made."""
    text = f"Report {number}. " + " ".join(
        f"Member {item} of council {number} denied charge {item}." for item in range(size)
    )
    statements, position = [], text.index("Member")
    for item in range(size):
        name, cue, content = f"Member {item} of council {number}", "denied", f"charge {item}"
        marks = []
        for words_ in (name, cue, content):
            marks.append(Span(position, position + len(words_), words_))
            position += len(words_) + 1
        position += 1
        statements.append(
            Statement(
                id=f"s{item}", source=marks[0], cue=(marks[1],), content=(marks[2],), quotation="indirect",
                act="deny" if item % 2 else "accuse", speakers=(Party(name, "NATO", f"per:{name}", "person"),),
                targets=(CHINA,),
            )
        )  # fmt: skip
    links = tuple(Link(f"s{item}", "rebuts", f"s{item - 1}") for item in range(1, size, 2))
    document = Document(
        text, f"Report {number}", f"https://example.org/{number}", "Example Times", f"2024-{number % 12 + 1:02}-01"
    )
    return Reading(document, tuple(statements), links)
