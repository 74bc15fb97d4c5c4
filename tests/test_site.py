"""The documentation's site: its reference holds all that the code offers, and it is built strictly, for readers without a network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import onrecord
from docs.site import api, command_line, data, drawing, gather, routes
from docs.site.__main__ import build, rendered
from onrecord.cli import main
from onrecord.records import ACTS, LINK_TYPES

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning", "ignore:.*:PendingDeprecationWarning")
# What a page loads by itself; links that a reader may follow are another thing.
LOADED = re.compile(
    r"<(?:script|img|iframe)[^>]*\bsrc=[\"']?https?://[^>]*>|<link[^>]*\brel=[\"']?stylesheet[^>]*https?://[^>]*>"
)
FETCHED = re.compile(r"@import|url\([\"']?https?://")


def test_the_reference_has_every_name_of_the_package() -> None:
    page = api.page()
    for name in (*onrecord.__all__, "NotFound", "Origin"):
        assert re.search(rf"\{{py:\w+\}} {name}\b", page), name
    assert "{py:method} search(words: str | None=None, *, by: str | None=None" in page


def test_the_reference_has_every_command_with_its_options() -> None:
    page = command_line.page()
    for name in main.commands:
        assert f"\n## onrecord {name}\n" in page
    assert "| `--min-confidence FLOAT RANGE` |" in page
    assert "\n## onrecord parties merge\n" in page


def test_the_reference_has_every_route_of_the_api() -> None:
    page = routes.page()
    for path in routes.described()["paths"]:
        assert not path.startswith("/api") or re.search(rf"^## [A-Z]+ {re.escape(path)}$", page, re.MULTILINE)


def test_the_reference_has_every_act_and_link_and_table() -> None:
    page = data.acts_page()
    assert all(f"\n| {act} | " in page for act in ACTS)
    assert all(f"\n- `{link}`: " in page for link in LINK_TYPES)
    tables = data.tables_page()
    assert all(f"### {path.name}\n" in tables for path in (*data.ENGLISH.glob("*.tsv"), *data.REGISTER.glob("*.tsv")))


def test_the_reference_has_every_field_of_the_json() -> None:
    page = data.json_page()
    assert all(
        f"| `{field}` |" in page for field in ("sha256", "statements", "links", "speakers", "said_at", "goldstein")
    )


def test_the_drawing_leads_down() -> None:
    svg = drawing.drawn("flowchart TD\n    a[top]\n    b[left & right]\n    a --> b\n")
    assert "left &amp; right" in svg
    assert svg.index(">top<") < svg.index(">left")


def test_pages_in_the_menu_are_there() -> None:
    made = gather.reference()
    for name in (name for part in gather.CONTENTS.values() for name in part):
        assert name.removeprefix("reference/") in made or (gather.ROOT / f"{name}.md").exists(), name


@pytest.mark.slow
def test_the_site_is_built_strictly_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    assert build(tmp_path) == 0
    pages = list(tmp_path.rglob("*.html"))
    assert {"index.html", "tour.html", "house.html", "python.html"} <= {page.name for page in pages}
    assert not [page for page in pages if LOADED.search(page.read_text(encoding="utf-8"))]
    styles = (path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css"))
    assert not any(FETCHED.search(style) for style in styles)


@pytest.mark.slow
@pytest.mark.parametrize("link", ["[a page](nowhere.md)", "[a heading](#nowhere)", "![a picture](nowhere.svg)"])
def test_a_link_that_leads_nowhere_fails_the_build(link: str, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "index.md").write_text(f"# One\n\n{link}\n", encoding="utf-8")
    assert rendered(tmp_path / "sources", tmp_path / "out") != 0
