"""The code tables of others: what each CAMEO code is in PLOVER, Goldstein's score, and the codes of our acts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.records import Codes
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.records import Act

DATA = Path(__file__).parent / "data"


@cache
def cameo_codes() -> Mapping[str, Codes]:
    """Each CAMEO code of a statement with all codes that go with it. Goldstein's score runs from -10 to 10."""
    return {row["cameo"]: _codes(row) for row in read_table(DATA / "codes_cameo.tsv")}


@cache
def codes_of_acts() -> Mapping[Act, Codes]:
    """The codes of each act by itself."""
    known = cameo_codes()
    rows = read_table(DATA / "codes_acts.tsv")
    return cast("dict[Act, Codes]", {row["act"]: known[row["cameo"]] for row in rows})


@cache
def stances_of_acts() -> Mapping[Act, int]:
    """How each act stands toward its target: -1, 0 or 1."""
    rows = read_table(DATA / "stances.tsv")
    return cast("dict[Act, int]", {row["act"]: int(row["value"]) for row in rows})


def _codes(row: dict[str, str]) -> Codes:
    return Codes(
        plover=row["plover"] or None,
        plover_mode=row["mode"] or None,
        cameo=row["cameo"],
        goldstein=float(row["goldstein"]) if row["goldstein"] else None,
        quad=int(row["quad"]) if row["quad"] else None,
    )
