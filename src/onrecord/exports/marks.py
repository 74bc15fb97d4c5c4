"""An article's text as HTML: cut into paragraphs, with source, cue and content of each statement marked, nested ones
inside those around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup, escape

from onrecord.exports.acts import family_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.records import Act, Statement

Role = Literal["content", "source", "cue"]
ROLES: tuple[Role, ...] = ("content", "source", "cue")
DEEPEST = 3
Refs = dict[int, list[Markup]]  # the numbers of the statements that begin at an offset
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# Characters that turn the direction of all that follows: shown as a mark, so that no text can rearrange a page.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as HTML, and the statements whose first marked word stands in it, in order."""

    marked: Markup
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` of the text that are a statement's source, cue or content."""

    start: int
    end: int
    role: Role
    id: str
    act: Act


def harmless(text: str) -> str:
    """The text with each character that turns the direction of writing shown as a mark; offsets stay as they are."""
    return text if text.isascii() else text.translate(_TURNING)


def paragraphs(text: str, statements: Sequence[Statement], *, prefix: str = "") -> tuple[Paragraph, ...]:
    """The paragraphs of a text. Marks name their statement by `data-s`, its card by `#` and `prefix` and the id."""
    marks = [mark for statement in statements for mark in _marks(statement)]
    numbers = {statement.id: number for number, statement in enumerate(statements, 1)}
    places = [(found.start(), found.end()) for found in _LINE.finditer(text) if not found[0].isspace()]
    starts = [one.start if one.spans else 0 for one in statements]
    here = _by_paragraph(starts, places)
    found: list[Paragraph] = []
    for (start, end), numbered in zip(places, here, strict=True):
        refs: Refs = defaultdict(list)
        for place in numbered:
            one = statements[place]
            refs[max(starts[place], start)].append(_ref(one.id, numbers[one.id], prefix))
        inside = [mark for mark in marks if mark.start < end and mark.end > start]
        found.append(Paragraph(_marked(text, start, end, inside, refs), tuple(statements[place] for place in numbered)))
    return tuple(found)


def _by_paragraph(starts: Sequence[int], places: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Which statements begin in each paragraph. What begins between paragraphs, or has no words at all, belongs to the next
    one; the last takes what is left.
    """
    ends = [end for _, end in places]
    here: list[list[int]] = [[] for _ in places]
    for number, start in enumerate(starts if places else ()):
        here[min(bisect_right(ends, start), len(places) - 1)].append(number)
    return here


def _marks(statement: Statement) -> Iterable[Mark]:
    spans = (statement.content, (statement.source,) if statement.source else (), statement.cue)
    for role, group in zip(ROLES, spans, strict=True):
        yield from (Mark(span.start, span.end, role, statement.id, statement.act) for span in group)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark], refs: Refs) -> Markup:
    """One paragraph. Where two marks cross, the one that goes on is closed and opened again."""
    edges = {start, end, *refs}
    edges |= {max(mark.start, start) for mark in marks} | {min(mark.end, end) for mark in marks}
    opening: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (-mark.end, ROLES.index(mark.role))):
        opening.setdefault(max(mark.start, start), []).append(mark)
    pieces: list[Markup] = []
    stack: list[Mark] = []
    position = start
    for offset in sorted(edges):
        pieces.append(escape(harmless(text[position:offset])))
        position = offset
        while any(mark.end <= offset for mark in stack):
            index = next(place for place, mark in enumerate(stack) if mark.end <= offset)
            pieces += [_close(mark) for mark in reversed(stack[index:])]
            again = [mark for mark in stack[index:] if mark.end > offset]
            del stack[index:]
            _open(again, stack, pieces)
        pieces += refs.get(offset, ())
        if offset < end:
            _open(opening.get(offset, ()), stack, pieces)
    pieces += [_close(mark) for mark in reversed(stack)]
    return Markup("").join(pieces)


def _open(marks: Iterable[Mark], stack: list[Mark], pieces: list[Markup]) -> None:
    for mark in marks:
        depth = min(sum(one.role == "content" for one in stack) + 1, DEEPEST)
        tag = "mark" if mark.role == "content" else "span"
        name = f"{mark.role} f-{family_of(mark.act)} d{depth}"
        pieces.append(Markup(f'<{tag} class="{name}" data-s="{escape(harmless(mark.id))}">'))  # noqa: S704 - escaped
        stack.append(mark)


def _close(mark: Mark) -> Markup:
    return Markup("</mark>") if mark.role == "content" else Markup("</span>")


def _ref(id_: str, number: int, prefix: str) -> Markup:
    id_ = escape(harmless(id_))
    anchor = f"{escape(prefix)}{id_}"
    return Markup(  # noqa: S704 - escaped
        f'<a class="ref" id="t-{anchor}" data-s="{id_}" href="#{anchor}" aria-label="statement {number}">{number}</a>'
    )
