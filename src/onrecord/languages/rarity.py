"""How much a stem tells where two contents share it, from a fixed table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language

RAREST = 3.0  # weight of a stem that the table does not hold


@cache
def stem_weights(language: Language) -> Mapping[str, float]:
    """The weights of the common stems, by stem; all others weigh `RAREST`. Raises DataError for a weight that is no number."""
    try:
        return {row["stem"]: float(row["weight"]) for row in language.table("stems")}
    except ValueError as error:
        raise DataError(f"{language.code}/stems.tsv: {error}: a weight is a number from 0 to {RAREST:g}") from error
