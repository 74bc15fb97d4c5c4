"""Who speaks of whom as a network: numbers for a page's drawing and for a picture. Parties are discs with their names,
what they say of each other is a bent line with an arrow, in the colour and with the sign of the acts it is most often.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import hypot, sqrt
from typing import TYPE_CHECKING, Any

from onrecord.exports.acts import FAMILIES, act_words, family_of
from onrecord.exports.drawing import width_of, wrapped
from onrecord.exports.placing import placed
from onrecord.exports.sides import side_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.exports.acts import Family
    from onrecord.exports.placing import Box, Point
    from onrecord.ledger.overview import Cell
    from onrecord.records import Act

WIDTH, EDGE = 960, 16
MOST, MOST_TIES = 22, 40  # parties and lines that are drawn
SMALLEST, LARGEST = 9, 26  # a disc's radius, in pixels
TYPE, LINE = 14, 17  # of the names: size and height of a line
LETTERS = 20  # of a name on one line
BEND = 0.16  # of a line's length
PLACES = sorted((n / 20 for n in range(2, 19)), key=lambda place: (abs(place - 0.5), place))  # on a line, for its sign
BOLD = 0.61  # the width of an ordinary letter of a name, by the size of the type
SIGN = 11  # half of the room that a line's sign takes
Area = tuple[float, float, float, float]  # left, top, right, foot


@dataclass(frozen=True, slots=True)
class Node:
    """A party: its side of the matrix, its name, on how many statements it speaks and is spoken of, and its disc and lines
    of its name in pixels.
    """

    side: str
    name: str
    by: int
    about: int
    x: float
    y: float
    radius: float
    label: tuple[str, ...]

    @property
    def lines(self) -> tuple[tuple[float, str], ...]:
        """The lines of its name, each with its height on the drawing."""
        return tuple(
            (round(self.y + self.radius + 15 + LINE * place, 1), line) for place, line in enumerate(self.label)
        )


@dataclass(frozen=True, slots=True)
class Tie:
    """What one party says of another: how many statements, how many of them were answered, the acts with their numbers, and
    as a line: an SVG path and its arrow's, how thick, and where its sign stands.
    """

    by: Node
    about: Node
    statements: int
    answered: int
    acts: tuple[tuple[Act, int], ...]
    family: Family
    path: str
    arrow: str
    thick: float
    x: float
    y: float

    @property
    def sign(self) -> str:
        """The sign of its family, which tells it apart without colour."""
        return FAMILIES[self.family][0]

    @property
    def words(self) -> str:
        """What it says, in words: `China of Japan: accused 3, denied 1`."""
        return f"{self.by.name} of {self.about.name}: {', '.join(f'{act_words(act)} {n}' for act, n in self.acts)}"

    def to_json(self) -> dict[str, Any]:
        """The numbers without the drawing, flat as a row of a table."""
        acts = ", ".join(f"{act} {number}" for act, number in self.acts)
        return {
            "by": self.by.side, "about": self.about.side, "statements": self.statements, "answered": self.answered, "acts": acts,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Network:
    """The parties and ties that are drawn, the size, and how many statements between others are left out."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    width: int
    height: float
    left_out: int


def network_of(cells: Sequence[Cell], most: int = MOST, most_ties: int = MOST_TIES) -> Network:
    """The network of the most frequent parties; what a party says of itself is no line. The same for the same cells in
    any order.
    """
    acts: dict[tuple[str, str], Counter[Act]] = {}
    answered = Counter[tuple[str, str]]()
    for cell in cells:
        if cell.by != cell.about:
            acts.setdefault((cell.by, cell.about), Counter())[cell.act] += cell.statements
            answered[cell.by, cell.about] += cell.answered
    total = sum(counts.total() for counts in acts.values())
    pairs = _most_frequent(acts, most, most_ties)
    nodes = _nodes(pairs, acts)
    taken = [area for node in nodes.values() for area in _filled(node)]
    lines = [
        _tie(nodes[pair[0]], nodes[pair[1]], acts[pair], answered[pair], thick=thick, taken=taken)
        for pair, thick in zip(pairs, _thick([acts[pair].total() for pair in pairs]), strict=True)
    ]
    height = max((node.y + node.radius + 8 + LINE * len(node.label) for node in nodes.values()), default=0) + EDGE
    left_out = total - sum(acts[pair].total() for pair in pairs)
    return Network(tuple(nodes.values()), tuple(lines), WIDTH, round(height, 1), left_out)


def _most_frequent(acts: dict[tuple[str, str], Counter[Act]], most: int, most_ties: int) -> tuple[tuple[str, str], ...]:
    """The pairs that are drawn, the most frequent first."""
    sides = Counter[str]()
    for pair, counts in acts.items():
        for side in pair:
            sides[side] += counts.total()
    top = set(sorted(sides, key=lambda side: (-sides[side], side))[:most])
    inside = [pair for pair in acts if top.issuperset(pair)]
    return tuple(sorted(inside, key=lambda pair: (-acts[pair].total(), pair))[:most_ties])


def _nodes(pairs: Sequence[tuple[str, str]], acts: dict[tuple[str, str], Counter[Act]]) -> dict[str, Node]:
    by, about = Counter[str](), Counter[str]()
    for one, other in pairs:
        by[one] += acts[one, other].total()
        about[other] += acts[one, other].total()
    order = sorted(by.keys() | about.keys(), key=lambda side: (-(by[side] + about[side]), side))
    largest = max((by[side] + about[side] for side in order), default=1)
    radii = [SMALLEST + (LARGEST - SMALLEST) * sqrt((by[side] + about[side]) / largest) for side in order]
    names = [side_name(side) for side in order]
    labels = [tuple(wrapped(name, LETTERS, 2)) for name in names]
    boxes = [_box(radius, label) for radius, label in zip(radii, labels, strict=True)]
    index = {side: place for place, side in enumerate(order)}
    points = placed(len(order), [(index[one], index[other]) for one, other in pairs], boxes, WIDTH - 2 * EDGE)
    return {
        side: Node(side, name, by[side], about[side], round(x + EDGE, 1), round(y + EDGE, 1), round(radius, 1), label)
        for side, name, (x, y), radius, label in zip(order, names, points, radii, labels, strict=True)
    }


def _box(radius: float, label: tuple[str, ...]) -> Box:
    wide = max(map(width_of, label), default=0) * BOLD * TYPE
    return max(radius, wide / 2) + 12, radius + 10, radius + 8 + LINE * len(label) + 10


def _filled(node: Node) -> tuple[Area, Area]:
    """What a party's disc and its name fill."""
    around, (side, top, foot) = node.radius + 2, _name_box(node)
    disc = node.x - around, node.y - around, node.x + around, node.y + around
    return disc, (node.x - side, node.y + top, node.x + side, node.y + foot)


def _name_box(node: Node) -> tuple[float, float, float]:
    """From the middle of a party's disc: how far its name reaches to the sides, where it begins and where it ends below."""
    wide = max(map(width_of, node.label), default=0) * BOLD * TYPE
    return wide / 2 + 2, node.radius + 2, node.radius + 7 + LINE * len(node.label)


def _thick(numbers: Sequence[int]) -> list[float]:
    return [round(1.5 + 4.5 * sqrt(number / max(numbers)), 1) for number in numbers]


def _tie(one: Node, other: Node, counts: Counter[Act], answered: int, *, thick: float, taken: list[Area]) -> Tie:
    families = Counter[str]()
    for act, number in counts.items():
        families[family_of(act)] += number
    family = max(FAMILIES, key=lambda name: families[name])
    path, arrow, curve = _line(one, other, thick)
    x, y = _free(curve, taken)
    taken.append((x - SIGN, y - SIGN, x + SIGN, y + SIGN))
    ranked = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Tie(one, other, counts.total(), answered, ranked, family, path, arrow, thick, round(x, 1), round(y, 1))


def _line(one: Node, other: Node, thick: float) -> tuple[str, str, Sequence[Point]]:
    """A line from a disc's edge to the other's, bent to its right, so that what goes back has a line of its own; its arrow;
    and the curve's three points.
    """
    dx, dy = other.x - one.x, other.y - one.y
    bend = [(one.x + other.x) / 2 - dy * BEND, (one.y + other.y) / 2 + dx * BEND]
    head, half = 6 + 1.6 * thick, 3 + 0.9 * thick
    start, end = _towards(one, bend, 3, named=False), _towards(other, bend, 3 + head)
    tip = _towards(other, bend, 3)
    bend = [
        (start[0] + end[0] + (start[1] - end[1]) * BEND * 2) / 2,
        (start[1] + end[1] + (end[0] - start[0]) * BEND * 2) / 2,
    ]
    x, y = ((tip[axis] - end[axis]) / head * half for axis in (0, 1))
    corners = (tip, [end[0] - y, end[1] + x], [end[0] + y, end[1] - x])
    arrow = "M" + "L".join(map(_at, corners)) + "Z"
    return f"M{_at(start)}Q{_at(bend)} {_at(end)}", arrow, (start, bend, end)


def _free(curve: Sequence[Point], taken: Sequence[Area]) -> Point:
    """The place on a curve, as near to its middle as may be, where a sign covers nothing, or as little as it can."""
    best, least = [0.0, 0.0], float("inf")
    for place in PLACES:
        rest = 1 - place
        x, y = (rest * rest * a + 2 * rest * place * b + place * place * c for a, b, c in zip(*curve, strict=True))
        covered = sum(_common((x - SIGN, y - SIGN, x + SIGN, y + SIGN), area) for area in taken)
        if covered < least - 1:
            best, least = [x, y], covered
    return best


def _common(one: Area, other: Area) -> float:
    """The area that two have in common, in square pixels."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0.0) * max(down, 0.0)


def _towards(node: Node, point: Point, gap: float, *, named: bool = True) -> Point:
    """The place so far outside of a party's disc in the direction of a point; outside of its name, too, where that is in the
    way and `named`.
    """
    dx, dy = point[0] - node.x, point[1] - node.y
    far = max(hypot(dx, dy), 1.0)
    across, down = dx / far, dy / far
    side, top, foot = _name_box(node)
    steps = node.radius
    if named and down > 0:
        leaves = min(foot / down, side / max(abs(across), 1e-9))
        steps = leaves if leaves * down > top else steps
    return [node.x + across * (steps + gap), node.y + down * (steps + gap)]


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
