"""Pictures of a ledger as SVG: a thread, what was said when, and who to whom. The same for the same input, and no larger
than LARGEST bytes however much there is: what is left out is counted in the picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import FAMILIES, LINK_WORDS, family_of, sign_of
from onrecord.exports.acts import act_words as verb_of
from onrecord.exports.charts import LEFT, chart_of
from onrecord.exports.drawing import COLUMN, HEADER, MARGIN, WIDTH, group, key, path, picture, rect, text, wrapped
from onrecord.exports.grids import grid_of
from onrecord.exports.words import STATUS_WORDS, act_words, day, fold_repeats, shortened, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.exports.charts import Bar
    from onrecord.exports.grids import Grid
    from onrecord.ledger import Entry, Thread, ThreadItem
    from onrecord.ledger.overview import Cell
    from onrecord.records import Act

LARGEST = 500_000  # bytes
CARDS = 100  # statements of a thread that are drawn
NOTHING = "Nothing on record."
_INDENT, _DEEPEST, _GAP = 30, 8, 12  # of a thread's cards
_CELL, _SIDES, _OVER = 54, 200, 130  # of a matrix: a cell's edge, and the room for the sides' names left and above
_SHADES = (0.0, 0.14, 0.28, 0.45, 0.85)  # by heat; on the last, words need the other colour
_PERIODS = {10: "day", 7: "month", 4: "year"}


def thread_picture(thread: Thread) -> str:
    """A thread as a tree: each statement in its speaker's words under the one it answers, those side by side in time order.
    What only repeats a statement is counted on its card.
    """
    rows, again = _tree(thread)
    parts: list[str] = []
    feet: dict[str, tuple[float, float]] = {}  # where the lines to a card's answers begin
    y: float = HEADER
    for item, under in rows[:CARDS]:
        x = MARGIN + _INDENT * min(item.depth, _DEEPEST)
        card, height = _card(item, again.get(item.entry.id, 0), WIDTH - MARGIN - x)
        if under in feet:
            left, foot = feet[under]
            turn = f"M{left} {foot}V{y + 18}H{x}" if left < x else f"M{x - 8} {y - _GAP}V{y + 18}H{x}"
            parts.append(path(turn, dashed=item.type == "details"))
        parts.append(group(card, x=x, y=y))
        feet[item.entry.id] = (x + 14, y + height)
        y += height + _GAP
    if len(rows) > CARDS:
        parts.append(text(MARGIN, y + 16, f"and {len(rows) - CARDS} statements more", "soft"))
        y += 28
    told = f"{len(rows)} statement{'s' * (len(rows) != 1)}" + (f", {sum(again.values())} repeated" if again else "")
    status = STATUS_WORDS[thread.status]
    first = "; ".join(f"{_how(item)}{_what(item.entry)}" for item, _ in rows[:10])
    return picture(
        _what(thread.root), f"{status} · {told}, each in its speaker’s words as reported",
        f"A thread of {told}. {status}. {first}.", parts, height=y + MARGIN - _GAP,
    )  # fmt: skip


def _tree(thread: Thread) -> tuple[list[tuple[ThreadItem, str]], dict[str, int]]:
    """The statements in the order of the tree, each with the id that it stands under, and how often each is repeated."""
    kept, folded = fold_repeats(thread.items)
    known = {item.entry.id for item in kept}
    below: dict[str, list[tuple[ThreadItem, str]]] = {}
    for item in kept[1:]:
        answered = folded.get(item.answers or "", item.answers or "")
        under = answered if answered in known else thread.root.id
        below.setdefault(under, []).append((item, under))
    rows: list[tuple[ThreadItem, str]] = []
    pending = [(item, "") for item in kept[:1]]
    while pending:
        rows.append(pending.pop())
        pending += reversed(below.get(rows[-1][0].entry.id, ()))
    again: dict[str, int] = {}
    for under in folded.values():
        again[under] = again.get(under, 0) + 1
    return rows, again


def _card(item: ThreadItem, again: int, width: float) -> tuple[Iterator[str], float]:
    """A statement's card, and its height: who did what to whom, the words, and where they stand."""
    entry, family = item.entry, family_of(item.entry.act)
    lines = wrapped(entry.content, (width - 40) / (COLUMN * 14), 2)
    height = 54 + 20 * len(lines)
    meta = (
        LINK_WORDS[item.type][0] if item.type else "", day(entry) or "", shortened(entry.outlet or "", 40),
        f"in {entry.outlets} outlets" if entry.outlets > 1 else "", f"repeated {again}×" if again else "",
    )  # fmt: skip

    def drawn() -> Iterator[str]:
        yield rect(0, 0, width, height, "shade", round_=4)
        yield rect(0, 0, 4, height, family)
        yield text(16, 22, sign_of(entry.act), family, size=14)
        yield text(36, 22, wrapped(_what(entry), (width - 50) / (COLUMN * 14.5))[0], family, size=14, bold=True)
        for number, line in enumerate(lines):
            yield text(16, 44 + 20 * number, line)
        yield text(16, height - 10, " · ".join(filter(None, meta)), "soft", size=12)

    return drawn(), height


def _what(entry: Entry) -> str:
    return shortened(f"{who(entry)} {act_words(entry.act, entry.targets, negated=entry.negated)}", 160)


def _how(item: ThreadItem) -> str:
    return f"{LINK_WORDS[item.type][0]}: " if item.type else ""


def timeline_picture(counts: Iterable[tuple[str, Act, int]], act: Act | None = None) -> str:
    """What was said when: a bar for each day, month or year, stacked by family of acts. `counts` are by day (`2024-07-11`)
    or month (`2024-07`); `act` is the one they are of, if any.
    """
    drawn = chart_of(counts)
    total = sum(bar.total for bar in drawn.bars)
    title = f"Statements that {verb_of(act)}" if act else "Statements over time"
    if not total:
        return picture(title, NOTHING, NOTHING, (), height=HEADER + MARGIN)
    period = _PERIODS.get(len(drawn.bars[0].period), "period")
    told = f"{total} statement{'s' * (total != 1)} by {period}, {drawn.bars[0].period} to {drawn.bars[-1].period}"
    most = sorted(drawn.bars, key=lambda bar: (-bar.total, bar.period))[:5]
    parts = [
        *(path(f"M{LEFT} {y}H{WIDTH - MARGIN}", "line") + text(LEFT - 8, y + 4, str(number), "soft", size=12, anchor="end")
          for number, y in drawn.ticks),
        *(_bar(bar, drawn.floor) for bar in drawn.bars),
    ]  # fmt: skip
    signs = key({piece.family for bar in drawn.bars for piece in bar.pieces}, LEFT, size=16, round_=2)
    return picture(
        title, told, f"{told}. Most: {', '.join(f'{bar.period} ({bar.total})' for bar in most)}.",
        (group(parts, y=HEADER), group(signs, y=HEADER + drawn.height + 20)),
        height=HEADER + drawn.height + 48, width=WIDTH + MARGIN,
    )  # fmt: skip


def _bar(bar: Bar, floor: int) -> str:
    middle = bar.x + bar.width / 2
    parts = []
    for piece in bar.pieces:
        parts.append(rect(bar.x, piece.y, bar.width, piece.height, piece.family))
        if piece.height >= 16 and bar.width >= 16:  # the sign tells families apart without colour
            sign = FAMILIES[piece.family][0]
            parts.append(text(middle, piece.y + piece.height / 2 + 4, sign, "card", size=12, anchor="middle"))
    told = ", ".join(f"{FAMILIES[piece.family][1]} {piece.statements}" for piece in bar.pieces)
    label = [text(middle, floor + 20, bar.label, "soft", size=12, anchor="middle")] if bar.label else []
    return group([*parts, *label], f"{bar.period}: {bar.total} ({told})" if bar.total else "")


def matrix_picture(cells: Sequence[Cell], act: Act | None = None) -> str:
    """Who to whom: rows speak, columns are spoken of; the darker, the more statements. Each cell tells how many they are
    and which share of them somebody answered. `act` is the one they are of, if any.
    """
    grid = grid_of(cells)
    title = f"Who {verb_of(act)} whom" if act else "Who spoke of whom"
    if not grid.counts:
        return picture(title, NOTHING, NOTHING, (), height=HEADER + MARGIN)
    top = HEADER + _OVER
    foot = top + _CELL * len(grid.rows)
    most = sorted(grid.counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    total, answered = sum(grid.counts.values()), sum(grid.answered.values())
    told = f"{total} statement{'s' * (total != 1)}, {answered} answered"
    first = "; ".join(f"{by} of {about}: {n}, {grid.answered[by, about]} answered" for (by, about), n in most)
    return picture(
        title, f"{told} · rows speak, columns are spoken of", f"{told}. Most: {first}.",
        (*_sides(grid), *_cells(grid), *_notes(grid, foot)), height=foot + 68,
        width=max(MARGIN + _SIDES + _CELL * len(grid.columns) + 90, 640),
    )  # fmt: skip


def _sides(grid: Grid) -> Iterator[str]:
    left, top = MARGIN + _SIDES, HEADER + _OVER
    for place, side in enumerate(grid.columns):
        x = left + _CELL * (place + 0.5) + 4
        yield text(x, top - 8, wrapped(side, 20)[0], size=13, turned=-45)
    for place, side in enumerate(grid.rows):
        y = top + _CELL * (place + 0.5) + 5
        yield text(left - 10, y, wrapped(side, _SIDES / (COLUMN * 13))[0], size=13, anchor="end")


def _cells(grid: Grid) -> Iterator[str]:
    left, top, edge = MARGIN + _SIDES, HEADER + _OVER, _CELL - 2
    for down, row in enumerate(grid.rows):
        for across, column in enumerate(grid.columns):
            x, y = left + _CELL * across, top + _CELL * down
            number = grid.counts.get((row, column), 0)
            if not number:
                yield rect(x, y, edge, edge, "shade", round_=3)
                continue
            heat, answered = grid.heat(row, column), grid.answered[row, column]
            ink = "on-accent" if heat == len(_SHADES) - 1 else "ink"
            parts = (
                rect(0, 0, edge, edge, "accent", opacity=_SHADES[heat], round_=3),
                text(edge / 2, 22, str(number), ink, size=16, bold=True, anchor="middle"),
                text(edge / 2, 37, f"{round(100 * answered / number)} %", ink, size=11, anchor="middle"),
                rect(6, 42, edge - 12, 4, ink, opacity=0.25),
                rect(6, 42, (edge - 12) * answered / number, 4, ink),
            )
            told = f"{shortened(row, 60)} of {shortened(column, 60)}: {number}, {answered} answered"
            yield group(parts, told, x=x, y=y)


def _notes(grid: Grid, foot: float) -> Iterator[str]:
    words = "The number counts statements; the share under it, and the bar, are those that somebody answered."
    yield text(MARGIN, foot + 26, words, "soft", size=12)
    if grid.left_out:
        yield text(MARGIN, foot + 46, f"{grid.left_out} statements between other sides are left out.", "soft", size=12)
