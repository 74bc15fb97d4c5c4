"""What every export can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from onrecord.ledger.review import ReviewStatus
    from onrecord.records import Link


def _nothing_said(_: Iterable[str]) -> Mapping[str, ReviewStatus]:
    return {}


def _no_others(_: str) -> Iterable[Link]:
    return ()


@dataclass(frozen=True, slots=True)
class Options:
    """`text`: whether the articles' texts may travel; without, readings come as `excerpts.withheld` leaves them.
    `raw_cells`: cells that begin a formula are written as they are. `standing`: how people left some statements, given their
    ids; those of which they said nothing may be missing. `across`: the exported links of an article, given by its id, with
    other articles; tables say by them what a statement answers elsewhere.
    """

    text: bool = True
    raw_cells: bool = False
    standing: Callable[[Iterable[str]], Mapping[str, ReviewStatus]] = _nothing_said
    across: Callable[[str], Iterable[Link]] = _no_others


PLAIN = Options()
