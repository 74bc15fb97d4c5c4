"""Gold from files: our own JSON, or brat standoff (`NAME.ann` or `NAME_ANNOTATOR.ann` beside or under `text/NAME.txt`).

Standoff is read as PolNeAR writes it: `T` lines for Source, Cue and Content spans, `E` lines that tie them into one
attribution. It marks no acts, parties or links; those measures are empty there.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.records import Document, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onrecord.records import Quotation

OPENING, CLOSING = '“"«„‘', '”"»“’'


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold article by its name. `spans_only` is True where it marks no parties, acts or links."""

    name: str
    reading: Reading
    spans_only: bool = False


def load_gold(path: Path) -> Iterator[Gold]:
    """The gold articles at a path, a file or a folder. Raises InputError where there are none."""
    if path.is_file():
        yield from _load_file(path)
        return
    files = sorted((*path.rglob("*.json"), *path.rglob("*.ann")))
    if not files:
        raise InputError(f"{path}: no gold here; give a .json or .ann file, or a folder of them")
    for file in files:
        yield from _load_file(file)


def _load_file(path: Path) -> Iterator[Gold]:
    if path.suffix == ".ann":
        yield Gold(path.stem, read_standoff(path), spans_only=True)
        return
    try:
        text = path.read_text(encoding="utf-8")
        # By line feeds only: a text may hold other characters that Python takes for the end of a line (U+2028).
        lines = [line for line in text.split("\n") if line.strip()] if path.suffix == ".jsonl" else [text]
        items = [json.loads(line) for line in lines]
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not gold: {error}; give a reading's JSON or brat standoff (.ann)") from error
    for number, item in enumerate(items, 1):
        yield Gold(path.stem if len(items) == 1 else f"{path.stem}:{number}", Reading.from_json(item))


@dataclass(slots=True)
class _Tied:
    """The spans that one standoff event ties together."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


def read_standoff(path: Path) -> Reading:
    """The attributions of a standoff file, with its text. Raises InputError where the text is not found."""
    text = _text_of(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    spans = dict(_text_bound(line, text) for line in lines if line.startswith("T"))
    events = [_event(line, spans) for line in lines if line.startswith("E")]
    tied = sorted((event for event in events if event.content), key=lambda event: min(event.content))
    statements = tuple(_statement(number, text, event) for number, event in enumerate(tied, 1))
    return Reading(Document(text), statements)


def _text_of(path: Path) -> str:
    for stem in (path.stem, path.stem.rpartition("_")[0]):
        for folder in (path.parent, path.parent.parent / "text", path.parent.parent):
            file = folder / f"{stem}.txt"
            if stem and file.exists():
                return file.read_bytes().decode("utf-8")
    raise InputError(f"{path}: the text of this standoff is missing; put NAME.txt beside it or in ../text/")


def _text_bound(line: str, text: str) -> tuple[str, list[Span]]:
    id_, label_and_offsets, *_ = line.split("\t")
    pieces = re.findall(r"(?<!\d)(\d+) (\d+)", label_and_offsets)
    merged: list[tuple[int, int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in pieces):
        if merged and not text[merged[-1][1] : start].strip():  # a span broken at a line's end is one span
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return id_, [Span(start, end, text[start:end]) for start, end in merged]


def _event(line: str, spans: dict[str, list[Span]]) -> _Tied:
    tied = _Tied()
    for part in line.split("\t", 1)[1].split():
        role, _, id_ = part.partition(":")
        role = role.rstrip("0123456789").lower()
        if role in {"source", "cue", "content"}:
            getattr(tied, role).extend(spans.get(id_, []))
    return tied


def _statement(number: int, text: str, tied: _Tied) -> Statement:
    source = sorted(tied.source)
    whole = Span(source[0].start, source[-1].end, text[source[0].start : source[-1].end]) if source else None
    content = tuple(sorted(tied.content))
    return Statement(f"s{number}", whole, tuple(sorted(tied.cue)), content, _quotation(content), "state")


def _quotation(content: tuple[Span, ...]) -> Quotation:
    quoted = [span.text[:1] in OPENING and span.text.rstrip(".,")[-1:] in CLOSING for span in content]
    if all(quoted):
        return "direct"
    marks = any(mark in span.text for span in content for mark in '“”"«»')
    return "mixed" if marks else "indirect"
