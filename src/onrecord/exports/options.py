"""What every export can be asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`text`: whether the articles' texts may travel; without, readings come as `excerpts.withheld` leaves them.
    `raw_cells`: cells that begin a formula are written as they are.
    """

    text: bool = True
    raw_cells: bool = False


PLAIN = Options()
