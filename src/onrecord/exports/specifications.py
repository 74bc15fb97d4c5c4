"""What Vega-Lite is to draw: the specifications of a timeline and of a matrix, as JSON, from their numbers.

Every size and place is given, so that no font of the machine moves anything, and nothing is loaded: the data stand in it.
Colours are those of the pages, by name: `var(--charge)`. Layers are named for what they draw; a mark is told in words by its
`description`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.exports.acts import FAMILIES
from onrecord.exports.drawing import COLUMN, wrapped
from onrecord.exports.words import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.exports.charts import Bar, Chart
    from onrecord.exports.grids import Grid

WIDTH, HEIGHT = 960, 260  # pixels of a timeline
LEFT, TOP, BOTTOM = (
    44,
    12,
    28,
)  # pixels around its bars: for numbers, for half of the topmost one, for the periods' names
WIDEST, OF_STEP = 56, 0.8  # a bar has so many pixels at most, else this share of the room that its period has
SIGN = 16  # pixels that a piece must have each way to show its family's sign
NAMED = 12  # periods that are named, or about so many
CELL, SIDES, OVER, RIGHT = (
    54,
    200,
    130,
    66,
)  # pixels of a matrix: a cell, and what is for the sides' names around the cells
TRACK = 40  # pixels of the bar in a cell that the answered share of it fills
SHADES = (0.0, 0.14, 0.28, 0.45, 0.85)  # by heat; on the last, words need the other colour
AXIS = {
    "title": None, "domain": False, "ticks": False, "grid": False, "labelOverlap": False, "labelLimit": 0,
    "labelFontSize": 12, "labelColor": "var(--soft)", "gridColor": "var(--line)",
}  # fmt: skip


def timeline_specification(chart: Chart) -> str:
    """Stacked bars over time; on top of each other by `columns`, which are the whole room of a period."""
    width, height = WIDTH - LEFT, HEIGHT - TOP - BOTTOM
    periods = [bar.period for bar in chart.bars]
    room = min(OF_STEP * width / max(len(periods), 1), WIDEST)
    most = max((bar.total for bar in chart.bars), default=0) or 1
    pieces = [
        row for at, bar in enumerate(chart.bars) for row in _pieces(bar, at, height / most if room >= SIGN else 0)
    ]
    every, places = max(1, round(len(periods) / NAMED)), list(range(len(periods)))
    x = {"field": "at", "type": "ordinal", "scale": {"domain": places, "padding": 0},
         "axis": _named(periods) | {"values": places[::every], "labelAngle": 0, "labelPadding": 8}}  # fmt: skip
    y = {"field": "number", "type": "quantitative", "stack": "zero", "scale": {"domain": [0, most], "nice": False}}
    stacked = {"order": {"field": "place"}, "detail": {"field": "place"}}
    layers = (
        _layer("columns", "rect", [{"at": at, "told": bar.told} for at, bar in enumerate(chart.bars)],
               {"y": {"value": 0}, "y2": {"value": height}, "description": {"field": "told"}},
               fill="var(--accent)", fillOpacity=0),
        _layer("pieces", "bar", pieces, stacked | {
            "y": y | {"axis": {"tickCount": 5, "tickMinStep": 1, "format": "~s", "grid": True}},
            "fill": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
        }, width=room),
        _layer("signs", "text", pieces, stacked | {"y": y | {"bandPosition": 0.5}, "text": {"field": "sign"}},
               fill="var(--card)", fontSize=12),
    )  # fmt: skip
    return _specification(width, height, (LEFT, TOP, 0, BOTTOM), {"x": x}, layers)


def _pieces(bar: Bar, at: int, scale: float) -> Iterator[dict[str, object]]:
    """A bar's pieces; those that are high enough, at so many pixels a statement, with the sign that tells them apart."""
    places = {family: place for place, family in enumerate(FAMILIES)}
    for family, number in bar.pieces:
        yield {
            "at": at, "number": number, "place": places[family], "colour": f"var(--{family})",
            "sign": FAMILIES[family][0] if number * scale >= SIGN else "",
        }  # fmt: skip


def matrix_specification(grid: Grid) -> str:
    """Rows of cells: the darker, the more statements; in each their number, and the share of them that somebody answered."""
    width, height = CELL * len(grid.columns), CELL * len(grid.rows)
    cells = list(_cells(grid))
    full = [cell for cell in cells if cell["number"]]
    columns = [wrapped(side, 20)[0] for side in grid.columns]
    rows = [wrapped(side, SIDES / (COLUMN * 13))[0] for side in grid.rows]
    names = {"labelFontSize": 13, "labelColor": "var(--ink)"}
    encoding = {
        "x": {"field": "column", "type": "ordinal", "scale": {"padding": 0, "domain": list(range(len(columns)))},
              "axis": names | _named(columns) | {"orient": "top", "labelAngle": -45, "labelAlign": "left"}},
        "y": {"field": "row", "type": "ordinal", "scale": {"padding": 0, "domain": list(range(len(rows)))},
              "axis": names | _named(rows) | {"labelPadding": 10}},
    }  # fmt: skip
    ink = {"fill": {"field": "ink", "type": "nominal", "scale": None, "legend": None}}
    edge: dict[str, object] = {"width": CELL - 2, "height": CELL - 2, "cornerRadius": 3}
    layers = (
        _layer("empty", "rect", [cell for cell in cells if not cell["number"]], {}, fill="var(--shade)", **edge),
        _layer("cells", "rect", full, {
            "description": {"field": "told"}, "fillOpacity": {"field": "shade", "type": "quantitative", "scale": None},
        }, fill="var(--accent)", **edge),
        _layer("numbers", "text", full, ink | {"text": {"field": "number"}}, dy=-10, fontSize=16, fontWeight=600),
        _layer("shares", "text", full, ink | {"text": {"field": "share"}}, dy=6, fontSize=11),
        _layer("tracks", "rect", full, ink, width=TRACK, height=4, yOffset=17, fillOpacity=0.25),
        _layer("answered", "rect", full, ink, width={"expr": f"{TRACK} * datum.part"}, height=4, yOffset=17,
               xOffset={"expr": f"-{TRACK} / 2 * (1 - datum.part)"}),
    )  # fmt: skip
    return _specification(width, height, (SIDES, OVER, RIGHT, 0), encoding, layers)


def _cells(grid: Grid) -> Iterator[dict[str, object]]:
    for down, row in enumerate(grid.rows):
        for across, column in enumerate(grid.columns):
            number, answered = grid.counts.get((row, column), 0), grid.answered.get((row, column), 0)
            heat = grid.heat(row, column)
            yield {
                "row": down, "column": across, "number": number, "part": answered / (number or 1),
                "share": f"{round(100 * answered / (number or 1))} %", "shade": SHADES[heat], "ink": "var(--on-accent)" if heat == len(SHADES) - 1 else "var(--ink)",
                "told": f"{shortened(row, 60)} of {shortened(column, 60)}: {number}, {answered} answered",
            }  # fmt: skip


def _named(names: Sequence[str]) -> dict[str, str]:
    """An axis of places, labelled by names that may be the same twice. Each goes through Vega behind a space, because
    that takes the string "if" for a word of its own.
    """
    behind = json.dumps([f" {name}" for name in names])
    return {"labelExpr": f"slice({behind}[datum.value], 1)"}


def _layer(
    name: str, mark: str, rows: Sequence[Mapping[str, object]], encoding: Mapping[str, object], **looks: object
) -> dict[str, Any]:
    looks |= {} if "description" in encoding else {"aria": False}
    return {"name": name, "mark": {"type": mark, **looks}, "data": {"values": rows}, "encoding": encoding}


def _specification(
    width: int, height: int, around: tuple[int, int, int, int], encoding: Mapping[str, object], layers: Iterable[object]
) -> str:
    return json.dumps({
        "width": width, "height": height, "padding": dict(zip(("left", "top", "right", "bottom"), around, strict=True)),
        "autosize": {"type": "none"}, "background": None, "config": {"axis": AXIS, "view": {"stroke": None}},
        "encoding": encoding, "layer": list(layers),
    })  # fmt: skip
