"""Who speaks of whom as an SVG picture of its own, as `onrecord network --format svg` writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import act_words as verb_of
from onrecord.exports.drawing import HEADER, MARGIN, group, key, path, picture, rect, shape, text, width_of
from onrecord.exports.network import BOLD, TYPE, network_of
from onrecord.exports.words import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.exports.network import Node, Tie
    from onrecord.ledger.overview import Cell
    from onrecord.records import Act

NOTHING = "Nothing on record."


def network_picture(cells: Sequence[Cell], act: Act | None = None) -> str:
    """Parties as discs, what they say of each other as lines with arrows, the thicker the more statements; `act` is the one
    that they are of, if any.
    """
    drawn = network_of(cells)
    title = f"Who {verb_of(act)} whom" if act else "Who spoke of whom"
    if not drawn.ties:
        return picture(title, NOTHING, NOTHING, (), height=HEADER + MARGIN)
    total = sum(tie.statements for tie in drawn.ties)
    told = f"{total} statement{'s' * (total != 1)} between {len(drawn.nodes)} parties"
    first = "; ".join(shortened(tie.words, 120) for tie in drawn.ties[:5])
    parts = (
        *(_line(tie) for tie in reversed(drawn.ties)), *(_disc(node) for node in drawn.nodes),
        *(_sign(tie) for tie in reversed(drawn.ties)),
    )  # fmt: skip
    foot = HEADER + drawn.height
    left_out = f" {drawn.left_out} statements between others are left out." if drawn.left_out else ""
    under = f"{told} · an arrow leads from who speaks to who is spoken of.{left_out}"
    signs = key({tie.family for tie in drawn.ties}, MARGIN, size=18, round_=9)
    return picture(
        title, under, f"{told}. Most: {first}.{left_out}", (group(parts, y=HEADER), group(signs, y=foot + 14)),
        height=foot + 40, width=drawn.width,
    )  # fmt: skip


def _line(tie: Tie) -> str:
    return group((path(tie.path, tie.family, thick=tie.thick), shape(tie.arrow, tie.family)), _told(tie))


def _sign(tie: Tie) -> str:
    disc = rect(-9, -9, 18, 18, tie.family, round_=9)
    return group((disc, text(0, 4, tie.sign, "card", size=11, anchor="middle")), _told(tie), x=tie.x, y=tie.y)


def _told(tie: Tie) -> str:
    return f"{tie.words}; {tie.answered} answered"


def _disc(node: Node) -> str:
    radius = node.radius
    parts = [rect(node.x - radius, node.y - radius, 2 * radius, 2 * radius, "accent", round_=radius)]
    for y, line in node.lines:
        wide = width_of(line) * BOLD * TYPE
        parts.append(rect(node.x - wide / 2, y - 13, wide, 17, "paper", opacity=0.8, round_=3))
        parts.append(text(node.x, y, line, size=TYPE, bold=True, anchor="middle"))
    return group(parts, f"{node.name}: speaks in {node.by}, is spoken of in {node.about}")
