"""Readings as brat standoff: a text file, an annotation file and brat's configuration, for people to correct; and back in."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, cast

from onrecord.errors import InputError
from onrecord.exports.returned import Returned
from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, Document, Link, Reading, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.records import LinkType, Party

ROLES = ("Source", "Cue", "Content")
FLAGS = ("Negated", "Hypothetical")
ID_NOTE = "StatementId"
CONFIGURATION = f"""[entities]
Source
Cue
Content

[events]
Attribution Source*:Source, Cue*:Cue, Content*:Content, {", ".join(f"{type_.capitalize()}*:Attribution" for type_ in LINK_TYPES)}

[relations]
<OVERLAP> <ANY>, <ANY>, <OVL-TYPE>:<ANY>

[attributes]
Act Arg:<EVENT>, Value:{"|".join(ACTS)}
Quotation Arg:<EVENT>, Value:{"|".join(QUOTATIONS)}
Negated Arg:<EVENT>
Hypothetical Arg:<EVENT>
"""


def write_brat(readings: Iterable[Reading], folder: Path) -> None:
    """Writes `doc_….txt` and `doc_….ann` for each article, and `annotation.conf`, into a folder, made if need be.

    A statement is an `Attribution` event with Source, Cue and Content as PolNeAR has them, with its act, quotation,
    negation and hypothesis as attributes, its links within the article as arguments, and its parties and id as notes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    for reading in readings:
        stem = reading.document.id.replace(":", "_")
        (folder / f"{stem}.txt").write_bytes(reading.document.text.encode("utf-8", "replace"))
        (folder / f"{stem}.ann").write_bytes("".join(standoff_lines(reading)).encode("utf-8", "replace"))


def standoff_lines(reading: Reading) -> Iterator[str]:
    """The lines of a reading's annotation file, each with its end."""
    events = {statement.id: f"E{number}" for number, statement in enumerate(reading.statements, 1)}
    answers: dict[str, list[Link]] = defaultdict(list)
    for link in reading.links:
        answers[link.from_].append(link)
    text_bounds = attributes = 0
    for number, statement in enumerate(reading.statements, 1):
        spans = [("Source", statement.source)] if statement.source else []
        spans += [("Cue", span) for span in statement.cue] + [("Content", span) for span in statement.content]
        arguments = []
        for role, span in spans:
            text_bounds += 1
            yield _text_bound(text_bounds, role, span)
            arguments.append(f"{role}:T{text_bounds}")
        text_bounds += 1  # the event's trigger
        yield _text_bound(text_bounds, "Attribution", (statement.cue or statement.spans)[0])
        arguments += [
            f"{link.type.capitalize()}:{events[link.to]}" for link in answers[statement.id] if link.to in events
        ]
        yield f"E{number}\tAttribution:T{text_bounds} {' '.join(_numbered(arguments))}\n"
        for attribute in _attributes(statement):
            attributes += 1
            name, _, value = attribute.partition(" ")
            yield f"A{attributes}\t{name} E{number}{f' {value}' if value else ''}\n"
        yield f"#{2 * number - 1}\t{ID_NOTE} E{number}\t{statement.id}\n"
        if note := _parties_note(statement):
            yield f"#{2 * number}\tAnnotatorNotes E{number}\t{note}\n"


def _text_bound(number: int, role: str, span: Span) -> str:
    # brat wants a span that goes over a line's end in pieces, one a line.
    pieces = [(match.start(), match.end()) for match in re.finditer(r"[^\r\n]+", span.text)] or [(0, len(span.text))]
    offsets = ";".join(f"{span.start + start} {span.start + end}" for start, end in pieces)
    words = " ".join(re.sub(r"[\r\n\t]", " ", span.text[start:end]) for start, end in pieces)
    return f"T{number}\t{role} {offsets}\t{words}\n"


def _numbered(arguments: Iterable[str]) -> Iterator[str]:
    """Arguments of one role after the first are numbered: `Content`, `Content2`."""
    counts: dict[str, int] = defaultdict(int)
    for argument in arguments:
        role, _, id_ = argument.partition(":")
        counts[role] += 1
        yield f"{role}{counts[role] if counts[role] > 1 else ''}:{id_}"


def _attributes(statement: Statement) -> Iterator[str]:
    yield f"Act {statement.act}"
    yield f"Quotation {statement.quotation}"
    if statement.negated:
        yield "Negated"
    if statement.hypothetical:
        yield "Hypothetical"


def _parties_note(statement: Statement) -> str:
    sides = (("by", statement.speakers), ("to", statement.addressees), ("about", statement.targets))
    return "; ".join(f"{side} {_names(parties)}" for side, parties in sides if parties)


def _names(parties: Iterable[Party]) -> str:
    return re.sub(
        r"\s+", " ", ", ".join(f"{party.name} ({party.for_})" if party.for_ else party.name for party in parties)
    )


def read_brat(path: Path) -> Returned:
    """What an annotation file says, with the text file beside it. A statement that was exported has its ledger id, one
    that an annotator added `s1`, `s2` ... Raises InputError where the text is missing or a line breaks the format.
    """
    beside = path.with_suffix(".txt")
    try:
        text = beside.read_bytes().decode("utf-8")
        lines = (
            path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        )  # the words may hold other ends of lines
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read with its text {beside.name}: {error}") from error
    known = path.stem.replace("_", ":", 1) if path.stem.startswith("doc_") else None
    return Returned(known, _reading(str(path), lines, text))


def _reading(name: str, lines: list[str], text: str) -> Reading:
    events: list[tuple[str, list[str]]] = []
    spans: dict[str, list[Span]] = {}
    facts: dict[str, dict[str, str]] = defaultdict(dict)
    for number, line in enumerate(lines, 1):
        id_, _, rest = line.partition("\t")
        head, _, words = rest.partition("\t")
        try:
            if id_.startswith("T"):
                spans[id_] = _pieces(head, text)
            elif id_.startswith("E"):
                events.append((id_, head.split()))
            elif id_.startswith(("A", "M", "#")):
                kind, event, *value = head.split()
                facts[event][kind] = words if id_.startswith("#") else (value or ["yes"])[0]
        except (ValueError, IndexError) as error:
            raise InputError(
                f"{name}, line {number}: {line[:60]!r} breaks brat's format ({error}); mend the line"
            ) from error
    ids = {id_: facts[id_].get(ID_NOTE, f"s{number}") for number, (id_, _) in enumerate(events, 1)}
    statements = [_statement(ids[id_], arguments, spans, facts[id_]) for id_, arguments in events]
    links = [link for id_, arguments in events for link in _links(ids, id_, arguments)]
    kept = {statement.id: statement for statement in statements if statement.content}
    return Reading(
        Document(text), tuple(kept.values()), tuple(link for link in links if {link.from_, link.to} <= kept.keys())
    )


def _pieces(head: str, text: str) -> list[Span]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((int(start), int(end)) for start, end in re.findall(r"(?<!\d)(\d+) (\d+)", head)):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"characters {start} to {end} are not in the text, which has {len(text)}")
        if merged and not text[merged[-1][1] : start].strip():  # a span broken at a line's end is one span
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [Span(start, end, text[start:end]) for start, end in merged]


def _arguments(arguments: list[str]) -> Iterator[tuple[str, str]]:
    for argument in arguments[1:]:  # the first is the trigger
        role, _, id_ = argument.partition(":")
        yield role.rstrip("0123456789"), id_


def _statement(id_: str, arguments: list[str], spans: dict[str, list[Span]], facts: dict[str, str]) -> Statement:
    tied: dict[str, list[Span]] = {role: [] for role in ROLES}
    for role, target in _arguments(arguments):
        if role in tied:
            tied[role] += spans.get(target, [])
    source = sorted(tied["Source"])
    act, quotation = facts.get("Act", "state"), facts.get("Quotation", "indirect")
    return Statement(
        id_, source[0] if source else None, tuple(tied["Cue"]), tuple(tied["Content"]),
        quotation if quotation in QUOTATIONS else "indirect",
        act if act in ACTS else "state",
        negated="Negated" in facts, hypothetical="Hypothetical" in facts,
    )  # fmt: skip


def _links(ids: dict[str, str], id_: str, arguments: list[str]) -> Iterator[Link]:
    for role, target in _arguments(arguments):
        if role.lower() in LINK_TYPES and target in ids:
            yield Link(ids[id_], cast("LinkType", role.lower()), ids[target])
