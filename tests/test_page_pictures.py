"""The README's pictures of the service's pages: a script takes them, and they stay small enough for a page."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from docs.site.page_pictures import LARGEST, PICTURES, ROOT, main

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = re.compile(r"\(docs/pictures/(\w[\w-]*\.png)\)")


def test_the_readme_shows_four_small_pictures() -> None:
    names = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(names) == 4
    assert all((PICTURES / name).stat().st_size < LARGEST for name in names)


@pytest.mark.slow
@pytest.mark.skipif(
    not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium is installed"
)
def test_a_script_takes_them(tmp_path: Path) -> None:
    assert main(tmp_path) == 0
    names = SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for path in tmp_path.iterdir():
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size < LARGEST
