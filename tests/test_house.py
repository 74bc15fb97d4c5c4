"""The drawing of the house is that of its imports."""

from __future__ import annotations

from tests import house


def test_the_drawing_is_current() -> None:
    written = house.PAGE.read_text(encoding="utf-8")
    assert written == house.page(), "the imports changed: run `python -m tests.house --write`"


def test_the_drawing_loses_no_direction() -> None:
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set[str]()}
    assert house.direct(graph) == {"a": {"b"}, "b": {"c"}, "c": set()}
