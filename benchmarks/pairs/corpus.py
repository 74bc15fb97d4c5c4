"""The articles of the pairs, and statements at given offsets in them."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from benchmarks.corpora import SHARED
from onrecord.reader import make_statements
from onrecord.reader.acts import code
from onrecord.reader.parties import resolve
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis
    from onrecord.records import Quotation, Statement
    from onrecord.register import Register

POLNEAR = SHARED / "corpora" / "polnear"
WIKINEWS = SHARED / "corpora" / "wikinews" / "articles.jsonl"
Offsets = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A statement by its article (`polnear:NAME` or `wikinews:URL`) and the offsets of its source, cue and content."""

    article: str
    source: Offsets
    cue: Offsets
    content: Offsets

    def __str__(self) -> str:
        return "|".join((self.article, *(_written(part) for part in (self.source, self.cue, self.content))))

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that `str` writes. Raises ValueError where it is none."""
        article, source, cue, content = text.rsplit("|", 3)
        return cls(article, _offsets(source), _offsets(cue), _offsets(content))

    @classmethod
    def of(cls, article: str, statement: Statement) -> Place:
        """Where a statement stands."""
        source = (statement.source,) if statement.source else ()
        return cls(
            article, *(tuple((s.start, s.end) for s in part) for part in (source, statement.cue, statement.content))
        )


def polnear_texts(folder: Path = POLNEAR / "train" / "text") -> Iterator[tuple[str, Document]]:
    """The articles of PolNeAR train by `polnear:NAME`, in order of name, dated."""
    with (POLNEAR / "metadata.tsv").open(encoding="utf-8") as file:
        dates = {row["filename"]: row["publication_date"] for row in csv.DictReader(file, delimiter="\t")}
    for path in sorted(folder.glob("*.txt")):
        yield f"polnear:{path.stem}", Document(path.read_bytes().decode("utf-8"), published=dates.get(path.stem))


def wikinews_texts() -> Iterator[tuple[str, Document]]:
    """The Wikinews articles by `wikinews:URL`, in the file's order, dated."""
    for line in WIKINEWS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        yield f"wikinews:{item['url']}", Document(item["text"], title=item["title"], published=item["published"])


def statements_at(
    places: Sequence[Place], analysis: Analysis, language: Language, register: Register
) -> tuple[Statement, ...]:
    """The statements at these places of one article, their acts and parties read by the reader. Their ids are the places."""
    text = analysis.document.text
    found = tuple(
        Attribution(
            _whole(place.source, text), _spans(place.cue, text), _spans(place.content, text), _quotation(place, text)
        )
        for place in places
    )
    codings = code(analysis, found, language)
    made = make_statements(found, codings, resolve(analysis, found, codings, language, register))
    return tuple(replace(statement, id=str(place)) for statement, place in zip(made, places, strict=True))


def day_of(document: Document) -> date | None:
    """The day of publication."""
    return date.fromisoformat(document.published[:10]) if document.published else None


def _quotation(place: Place, text: str) -> Quotation:
    quoted = [text[start:end].strip(" .,")[:1] in '“"' for start, end in place.content]
    if quoted and all(quoted):
        return "direct"
    return "mixed" if any(mark in text[start:end] for start, end in place.content for mark in '“"') else "indirect"


def _spans(offsets: Offsets, text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end, text[start:end]) for start, end in offsets)


def _whole(offsets: Offsets, text: str) -> Span | None:
    if not offsets:
        return None
    start, end = offsets[0][0], offsets[-1][1]
    return Span(start, end, text[start:end])


def _written(offsets: Offsets) -> str:
    return ",".join(f"{start}-{end}" for start, end in offsets)


def _offsets(text: str) -> Offsets:
    pieces = (piece.split("-") for piece in text.split(",") if piece)
    return tuple((int(start), int(end)) for start, end in pieces)
