"""A reading as an HTML fragment: the text with source, cue and content marked. Plain enough for a notebook cell."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.records.statement import Link, Statement
    from onrecord.records.values import Span

STYLES = {
    "source": "border-bottom:2px solid #2563eb",
    "cue": "font-weight:600;border-bottom:2px dotted #9333ea",
    "content": "background:rgba(245,158,11,.22)",
}


def fragment(text: str, statements: Sequence[Statement], links: Iterable[Link]) -> str:
    """The marked text followed by a table of the statements and their links, as one self-contained `<div>`."""
    rows = "".join(_row(statement, links) for statement in statements)
    head = "<tr><th>id</th><th>speaker</th><th>act</th><th>target</th><th>content</th><th>answers</th></tr>"
    marked = marked_text(text, statements)
    return (
        f'<div class="onrecord"><div style="white-space:pre-wrap;line-height:1.7">{marked}</div>'
        f"<table>{head}{rows}</table></div>"
    )


def marked_text(text: str, statements: Sequence[Statement]) -> str:
    """The text, escaped, with one `<span>` for each stretch of characters that the same marks cover."""
    edges: dict[int, list[tuple[bool, str, str]]] = {}
    for statement in statements:
        for role, spans in _roles(statement):
            for span in spans:
                edges.setdefault(span.start, []).append((True, role, statement.id))
                edges.setdefault(span.end, []).append((False, role, statement.id))
    pieces: list[str] = []
    active: list[tuple[str, str]] = []
    position = 0
    for offset in sorted(edges):
        pieces.append(_piece(text[position:offset], active))
        for opens, role, id_ in edges[offset]:
            if opens:
                active.append((role, id_))
            else:
                active.remove((role, id_))
        position = offset
    pieces.append(_piece(text[position:], active))
    return "".join(pieces)


def _roles(statement: Statement) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    source = (statement.source,) if statement.source else ()
    return (("source", source), ("cue", statement.cue), ("content", statement.content))


def _piece(words: str, active: Sequence[tuple[str, str]]) -> str:
    if not words or not active:
        return escape(words)
    roles = sorted({role for role, _ in active})
    ids = " ".join(sorted({id_ for _, id_ in active}))
    style = ";".join(STYLES[role] for role in roles)
    return f'<span class="{" ".join(roles)}" data-statement="{escape(ids)}" style="{style}">{escape(words)}</span>'


def _row(statement: Statement, links: Iterable[Link]) -> str:
    speakers = ", ".join(party.name for party in statement.speakers) or "unnamed"
    targets = ", ".join(party.name for party in statement.targets)
    content = " … ".join(span.text for span in statement.content)
    answers = ", ".join(f"{link.type} {link.to}" for link in links if link.from_ == statement.id)
    cells = (statement.id, speakers, statement.act, targets, content, answers)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
