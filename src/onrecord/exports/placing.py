"""Places for the nodes of a network: near what they are tied to, with their names in no other's way. The same for the same
input on every machine: no chance, and no numbers but those of the language itself.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = list[float]
Box = tuple[float, float, float]  # from a node's middle: how far it reaches to the left and right, up, and down
ROUNDS, PUSHES = 120, 600
STEP_X, STEP_Y = 175.0, 125.0  # pixels between neighbours, where there is room
ROOMIER = 0.16  # of a step, for each further tie that both ends of a tie have
TALLEST = 780.0  # pixels, that what is tied together gets where it needs no more
GAP = 24.0  # pixels between what nothing connects


def placed(count: int, pairs: Iterable[tuple[int, int]], boxes: Sequence[Box], width: float) -> list[Point]:
    """The middles of so many nodes, in pixels: `pairs` are tied, `boxes` are what each node fills with its name, `width` what
    there is of room. The upper left corner of what is filled is at (0, 0); it is as high as it has to be. What nothing
    connects stands beside each other, the largest first.
    """
    ways = _ways(count, pairs)
    parts = sorted({tuple(sorted(way)) for way in ways}, key=lambda part: (-len(part), part))
    points: list[Point] = [[0.0, 0.0] for _ in range(count)]
    left = top = high = 0.0
    rows: list[list[int]] = [[]]
    for part in parts:
        here = [[ways[one][other] for other in part] for one in part]
        block = _block(here, [boxes[node] for node in part], width)
        wide = max(x + boxes[node][0] for (x, _), node in zip(block, part, strict=True))
        if left and left + wide > width:
            rows.append([])
            left, top, high = 0.0, top + high + GAP, 0.0
        for (x, y), node in zip(block, part, strict=True):
            points[node] = [left + x, top + y]
            high = max(high, y + boxes[node][2])
        rows[-1] += part
        left += wide + GAP
    for row in rows:
        free = width - max((points[node][0] + boxes[node][0] for node in row), default=0.0)
        for node in row:
            points[node][0] += free / 2
    return points


def _block(wanted: list[list[float]], boxes: Sequence[Box], width: float) -> list[Point]:
    """Places for what is tied together, with its upper left corner at (0, 0)."""
    points = _turned(_relaxed(wanted))
    reach_x, reach_y = (max(1e-9, *(abs(point[axis]) for point in points)) for axis in (0, 1))
    scale = min(STEP_X, (width / 2 - max(side for side, _, _ in boxes)) / reach_x)
    scale_y = min(STEP_Y, TALLEST / 2 / reach_y)
    points = [[width / 2 + x * scale, y * scale_y] for x, y in points]
    _pushed(points, boxes, width)
    left = min(x - side for (x, _), (side, _, _) in zip(points, boxes, strict=True))
    top = min(y - up for (_, y), (_, up, _) in zip(points, boxes, strict=True))
    return [[x - left, y - top] for x, y in points]


def _ways(count: int, pairs: Iterable[tuple[int, int]]) -> list[dict[int, float]]:
    """For each node how far it should be from those that it is connected with; who has many ties gets more room."""
    beside: list[set[int]] = [set() for _ in range(count)]
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    ways = []
    for start in range(count):
        way: dict[int, float] = {}
        pending = [(0.0, start)]
        while pending:
            far, here = heappop(pending)
            if here in way:
                continue
            way[here] = far
            for there in beside[here] - way.keys():
                heappush(pending, (far + 1 + ROOMIER * (min(len(beside[here]), len(beside[there])) - 1), there))
        ways.append(way)
    return ways


def _relaxed(wanted: list[list[float]]) -> list[Point]:
    """Places whose distances are near the wanted ones: stress majorisation (Gansner, Koren and North 2004), node by node."""
    count = len(wanted)
    points = [[cos(2 * pi * node / count), sin(2 * pi * node / count)] for node in range(count)]
    for _ in range(ROUNDS if count > 1 else 0):
        for node in range(count):
            weights = x = y = 0.0
            for other in range(count):
                if other == node:
                    continue
                weight = wanted[node][other] ** -2
                dx, dy = points[node][0] - points[other][0], points[node][1] - points[other][1]
                far = wanted[node][other] / max(hypot(dx, dy), 1e-6)
                weights += weight
                x += weight * (points[other][0] + far * dx)
                y += weight * (points[other][1] + far * dy)
            points[node] = [x / weights, y / weights]
    return points


def _turned(points: list[Point]) -> list[Point]:
    """The places around (0, 0), turned so that they are as wide as they can be, since pages are."""
    middle_x, middle_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    moved = [(x - middle_x, y - middle_y) for x, y in points]
    both = sum(x * y for x, y in moved)
    angle = atan2(2 * both, sum(x * x - y * y for x, y in moved)) / 2
    turned = [[x * cos(angle) + y * sin(angle), y * cos(angle) - x * sin(angle)] for x, y in moved]
    left, right = min(x for x, _ in turned), max(x for x, _ in turned)
    top, foot = min(y for _, y in turned), max(y for _, y in turned)
    return [[x - (left + right) / 2, y - (top + foot) / 2] for x, y in turned]


def _pushed(points: list[Point], boxes: Sequence[Box], width: float) -> None:
    """Moves what overlaps apart, the shorter way, within the width, until nothing does."""
    for _ in range(PUSHES):
        moved = False
        for one in range(len(points)):
            for other in range(one + 1, len(points)):
                moved = _parted(points[one], points[other], boxes[one], boxes[other]) or moved
        for point, (side, _, _) in zip(points, boxes, strict=True):
            point[0] = min(max(point[0], side), max(width - side, side))
        if not moved:
            return
    _stacked(points, boxes)


def _parted(one: Point, other: Point, box: Box, other_box: Box) -> bool:
    across = box[0] + other_box[0] - abs(one[0] - other[0])
    down = min(one[1] + box[2], other[1] + other_box[2]) - max(one[1] - box[1], other[1] - other_box[1])
    if across <= 0.01 or down <= 0.01:
        return False
    axis, by = (0, across / 2) if across < down else (1, down / 2)
    sign = 1 if one[axis] <= other[axis] else -1
    one[axis] -= sign * by
    other[axis] += sign * by
    return True


def _stacked(points: list[Point], boxes: Sequence[Box]) -> None:
    """For what found no room: from top to bottom, each as far down as it has to be."""
    done: list[int] = []
    for node in sorted(range(len(points)), key=lambda node: (points[node][1], node)):
        side, up, _ = boxes[node]
        for other in sorted(done, key=lambda other: points[other][1]):
            beside = abs(points[other][0] - points[node][0]) >= side + boxes[other][0]
            foot = points[other][1] + boxes[other][2]
            if not beside and points[node][1] - up < foot:
                points[node][1] = foot + up
        done.append(node)
