"""What every export can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onrecord.ledger.review import ReviewStatus


def _nothing_said(_: Iterable[str]) -> Mapping[str, ReviewStatus]:
    return {}


@dataclass(frozen=True, slots=True)
class Options:
    """`text`: whether the articles' texts may travel; without, readings come as `excerpts.withheld` leaves them.
    `raw_cells`: cells that begin a formula are written as they are. `standing`: how people left some statements, given their
    ids; those of which they said nothing may be missing.
    """

    text: bool = True
    raw_cells: bool = False
    standing: Callable[[Iterable[str]], Mapping[str, ReviewStatus]] = _nothing_said


PLAIN = Options()
