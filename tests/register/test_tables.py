"""The register's tables: clean cells, ids of their own, and states as their recipe makes them."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from onrecord.register.loading import DATA
from onrecord.tables import read_table

if TYPE_CHECKING:
    from pathlib import Path

TABLES = sorted(DATA.glob("*.tsv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_no_cell_and_no_name_in_it_has_blanks_around_it_or_is_empty(table: Path) -> None:
    names = [name for row in read_table(table) for cell in row.values() if cell for name in cell.split("|")]
    assert [name for name in names if not name or name != name.strip()] == []


@pytest.mark.parametrize("name", ["states.tsv", "regions.tsv", "organisations.tsv", "seats.tsv"])
def test_an_id_is_one_partys(name: str) -> None:
    ids = Counter(row["id"] for row in read_table(DATA / name))
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_states_are_what_their_recipe_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = import_module("training.register.build")
    monkeypatch.setattr(recipe, "DATA", tmp_path)
    recipe.main()
    assert (tmp_path / "states.tsv").read_text(encoding="utf-8") == (DATA / "states.tsv").read_text(encoding="utf-8")
