"""Who to whom as a table of the most frequent sides: numbers for a page's table and for a picture."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.ledger.overview import Cell

MOST = 14  # sides that are shown each way


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix as a table: its sides, the most frequent first; how many statements each pair has, and how many of them
    somebody answered; and how many statements between other sides are left out.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    answered: dict[tuple[str, str], int]
    left_out: int

    def heat(self, row: str, column: str) -> int:
        """How frequent a pair is, 0 (never) to 4, compared with the most frequent one."""
        most = max(self.counts.values(), default=1)
        count = self.counts.get((row, column), 0)
        return 0 if not count else min(4, 1 + 4 * (count - 1) // max(most, 4))


def grid_of(cells: Sequence[Cell], most: int = MOST) -> Grid:
    """The matrix of the most frequent sides, at most so many each way; all acts of a pair together."""
    rows, columns = Counter[str](), Counter[str]()
    counts, answered = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for cell in cells:
        rows[cell.by] += cell.statements
        columns[cell.about] += cell.statements
        counts[cell.by, cell.about] += cell.statements
        answered[cell.by, cell.about] += cell.answered
    top_rows, top_columns = _top(rows, most), _top(columns, most)
    inside = {pair: n for pair, n in counts.items() if pair[0] in top_rows and pair[1] in top_columns}
    return Grid(
        top_rows, top_columns, inside, {pair: answered[pair] for pair in inside},
        sum(counts.values()) - sum(inside.values()),
    )  # fmt: skip


def _top(sides: Counter[str], most: int) -> tuple[str, ...]:
    return tuple(sorted(sides, key=lambda side: (-sides[side], side))[:most])
