"""The drawing of the house, from the flowchart that its page holds: SVG, so that no page needs a script from elsewhere."""

from __future__ import annotations

import re
from html import escape

ROOM = re.compile(r"^\s+(\w+)\[([^\]]+)\]$", re.MULTILINE)
ARROW = re.compile(r"^\s+(\w+) --> (\w+)$", re.MULTILINE)
WIDTH, HEIGHT, GAP, BETWEEN, MARGIN = 132, 34, 24, 46, 12
STYLE = (
    "text{font:13px sans-serif;text-anchor:middle;fill:#222}rect{fill:#f4f1ea;stroke:#666}path{fill:none;stroke:#888}"
    "@media (prefers-color-scheme:dark){text{fill:#eee}rect{fill:#2b2b2b;stroke:#aaa}path{stroke:#888}}"
)


def drawn(chart: str) -> str:
    """The SVG of a flowchart in Mermaid's words: a row for each level, arrows from above to below."""
    labels = dict(ROOM.findall(chart))
    arrows = ARROW.findall(chart)
    rows = _rows(list(labels), arrows)
    width = max(len(row) for row in rows) * (WIDTH + GAP) - GAP + 2 * MARGIN
    height = len(rows) * (HEIGHT + BETWEEN) - BETWEEN + 2 * MARGIN
    at = {}
    for level, row in enumerate(rows):
        left = (width - len(row) * (WIDTH + GAP) + GAP) / 2
        at |= {
            name: (left + place * (WIDTH + GAP), MARGIN + level * (HEIGHT + BETWEEN)) for place, name in enumerate(row)
        }
    lines = [_arrow(at[above], at[below]) for above, below in arrows]
    boxes = [
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        f'<text x="{x + WIDTH / 2:.0f}" y="{y + HEIGHT / 2 + 5:.0f}">{escape(labels[name])}</text>'
        for name, (x, y) in at.items()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-labelledby="t"><title id="t">The rooms of the house; arrows lead from a room to those it imports.</title>'
        f"<style>{STYLE}</style>\n{chr(10).join(lines + boxes)}\n</svg>\n"
    )


def _rows(names: list[str], arrows: list[tuple[str, str]]) -> list[list[str]]:
    """The rooms by level: each below all that import it."""
    level = dict.fromkeys(names, 0)
    for _ in names:
        for above, below in arrows:
            level[below] = max(level[below], level[above] + 1)
    return [[name for name in names if level[name] == number] for number in range(max(level.values()) + 1)]


def _arrow(above: tuple[float, float], below: tuple[float, float]) -> str:
    x, y = above[0] + WIDTH / 2, above[1] + HEIGHT
    end, bottom = below[0] + WIDTH / 2, below[1]
    half = (y + bottom) / 2
    return f'<path d="M{x:.0f} {y:.0f}C{x:.0f} {half:.0f} {end:.0f} {half:.0f} {end:.0f} {bottom:.0f}"/>'
