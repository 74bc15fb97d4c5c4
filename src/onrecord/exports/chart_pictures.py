"""Pictures of a ledger's statements counted, as SVG: what was said when, and who to whom. The same for the same input, and no
larger than `pictures.LARGEST` however much there is: what is left out is counted in the picture. Needs the extra
`onrecord[pictures]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import act_words as verb_of
from onrecord.exports.charts import chart_of
from onrecord.exports.drawing import HEADER, MARGIN, group, key, picture, text
from onrecord.exports.grids import grid_of
from onrecord.exports.specifications import (
    CELL,
    HEIGHT,
    LEFT,
    OVER,
    SIDES,
    WIDTH,
    matrix_specification,
    timeline_specification,
)
from onrecord.exports.vega import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.exports.grids import Grid
    from onrecord.ledger.overview import Cell
    from onrecord.records import Act

NOTHING = "Nothing on record."
_PERIODS = {10: "day", 7: "month", 4: "year"}


def timeline_picture(counts: Iterable[tuple[str, Act, int]], act: Act | None = None) -> str:
    """What was said when: a bar for each day, month or year, stacked by family of acts. `counts` are by day (`2024-07-11`)
    or month (`2024-07`); `act` is the one they are of, if any.
    """
    shown = chart_of(counts)
    total = sum(bar.total for bar in shown.bars)
    title = f"Statements that {verb_of(act)}" if act else "Statements over time"
    if not total:
        return picture(title, NOTHING, NOTHING, (), height=HEADER + MARGIN)
    period = _PERIODS.get(len(shown.bars[0].period), "period")
    told = f"{total} statement{'s' * (total != 1)} by {period}, {shown.bars[0].period} to {shown.bars[-1].period}"
    most = sorted(shown.bars, key=lambda bar: (-bar.total, bar.period))[:5]
    signs = key({family for bar in shown.bars for family, _ in bar.pieces}, LEFT, size=16, round_=2)
    return picture(
        title, told, f"{told}. Most: {', '.join(f'{bar.period} ({bar.total})' for bar in most)}.",
        (
            group((drawn(timeline_specification(shown), classes=True),), y=HEADER),
            group(signs, y=HEADER + HEIGHT + 20),
        ),
        height=HEADER + HEIGHT + 48, width=WIDTH + MARGIN,
    )  # fmt: skip


def matrix_picture(cells: Sequence[Cell], act: Act | None = None) -> str:
    """Who to whom: rows speak, columns are spoken of; the darker, the more statements. Each cell tells how many they are
    and which share of them somebody answered. `act` is the one they are of, if any.
    """
    grid = grid_of(cells)
    title = f"Who {verb_of(act)} whom" if act else "Who spoke of whom"
    if not grid.counts:
        return picture(title, NOTHING, NOTHING, (), height=HEADER + MARGIN)
    foot = HEADER + OVER + CELL * len(grid.rows)
    most = sorted(grid.counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    total, answered = sum(grid.counts.values()), sum(grid.answered.values())
    told = f"{total} statement{'s' * (total != 1)}, {answered} answered"
    first = "; ".join(f"{by} of {about}: {n}, {grid.answered[by, about]} answered" for (by, about), n in most)
    return picture(
        title, f"{told} · rows speak, columns are spoken of", f"{told}. Most: {first}.",
        (group((drawn(matrix_specification(grid), classes=True),), x=MARGIN, y=HEADER), *_notes(grid, foot)),
        height=foot + 68, width=max(MARGIN + SIDES + CELL * len(grid.columns) + 90, 640),
    )  # fmt: skip


def _notes(grid: Grid, foot: float) -> Iterator[str]:
    words = "The number counts statements; the share under it, and the bar, are those that somebody answered."
    yield text(MARGIN, foot + 26, words, "soft", size=12)
    if grid.left_out:
        yield text(MARGIN, foot + 46, f"{grid.left_out} statements between other sides are left out.", "soft", size=12)
