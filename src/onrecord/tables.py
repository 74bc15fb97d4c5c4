"""Tables as data files: tab-separated, UTF-8, a header of `#` lines that say columns, origin and licence.

The last `#` line before the first row names the columns, separated by tabs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]


@cache
def read_table(path: Path) -> tuple[Row, ...]:
    """The rows of a table, each a mapping from column to text (missing cells are empty).

    Raises DataError with file and line where a row has more cells than columns or the columns are not named.
    """
    columns: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            columns = columns if rows else [name.strip() for name in line.lstrip("# ").split("\t")]
            continue
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) > len(columns):
            raise DataError(f"{path}:{number}: {len(cells)} cells for the columns {columns}; separate cells by one tab")
        rows.append(dict(zip(columns, (*cells, *[""] * (len(columns) - len(cells))), strict=True)))
    return tuple(rows)
