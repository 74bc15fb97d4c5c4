"""The site's sources in one folder: the pages of the repository at their own places, so that their links hold, and the reference
that is made from the code.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docs.site import api, command_line, data, drawing, routes

ROOT = Path(__file__).parent.parent.parent
CHART = re.compile(r"```mermaid\n(?P<chart>.*?)```\n", re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
CONTENTS = {  # what the menu shows, in its order
    "Begin": ("docs/tour", "docs/README"),
    "By trade": (
        "docs/howto/fact-checker", "docs/howto/political-scientist", "docs/howto/analyst", "docs/howto/operator",
    ),
    "Look up": (
        "docs/commands", "docs/service", "reference/commands", "reference/python", "reference/json", "reference/http",
        "reference/acts", "reference/tables",
    ),
    "Trust": ("docs/quality", "docs/limits", "docs/scale", "docs/ethics", "SECURITY"),
    "Change it": ("docs/contributing/README", "docs/contributing/house", "docs/contributing/recipes", "CONTRIBUTING",
                  "docs/decisions/README", "CHANGELOG"),
}  # fmt: skip


def gather(folder: Path) -> list[Path]:
    """Lays all sources into a folder and names the pages, relative to it."""
    pages = reached(
        [
            Path("README.md"),
            *(Path(f"{name}.md") for part in CONTENTS.values() for name in part if (ROOT / f"{name}.md").exists()),
        ]
    )
    for page in pages:
        words = (ROOT / page).read_text(encoding="utf-8")
        if chart := CHART.search(words):
            picture = page.with_suffix(".svg")
            _write(folder / picture, drawing.drawn(chart["chart"]))
            words = words.replace(chart[0], f"![The rooms, and what imports what]({picture.name})\n")
        for link in LINK.findall(words):
            _beside(page.parent / link, folder)
        if page == Path("README.md"):
            _write(folder / "index.md", f"{words}\n{_menu()}")
        else:
            _write(folder / page, words)
    for name, words in reference().items():
        _write(folder / "reference" / f"{name}.md", words)
    return pages


def reference() -> dict[str, str]:
    """The pages that are made from the code, by name."""
    return {
        "commands": command_line.page(), "python": api.page(), "json": data.json_page(), "http": routes.page(),
        "acts": data.acts_page(), "tables": data.tables_page(),
    }  # fmt: skip


def reached(pages: list[Path]) -> list[Path]:
    """The pages, and all pages of the repository that their links lead to."""
    found, pending = [], list(dict.fromkeys(pages))
    while pending:
        page = pending.pop(0)
        found.append(page)
        for link in LINK.findall((ROOT / page).read_text(encoding="utf-8")):
            other = (ROOT / page.parent / link).resolve().relative_to(ROOT)
            if other.suffix == ".md" and other not in found and other not in pending:
                pending.append(other)
    return found


def _beside(path: Path, folder: Path) -> None:
    """Copies what a page links to that is no page: a picture, a file of data."""
    source = (ROOT / path).resolve()
    if source.suffix != ".md" and source.is_file():
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _menu() -> str:
    parts = []
    for caption, names in CONTENTS.items():
        lines = "\n".join(names)
        parts.append(f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```\n")
    return "\n".join(parts)


def _write(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
