"""The recipes of docs/contributing/recipes.md, as blocks to follow."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import onrecord.languages

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "contributing" / "recipes.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ENGLISH = Path(onrecord.languages.__file__).parent / "en"


def blocks(title: str, kind: str) -> list[str]:
    """The code blocks of one kind under a heading."""
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return [match["text"] for match in BLOCK.finditer(section) if match["kind"] == kind]


def promised(title: str) -> tuple[str, str]:
    """A text and what is found in it afterwards, of the first `text` block under a heading."""
    text, _, found = blocks(title, "text")[0].strip().partition("  →  ")
    return text, found


def english_copy(folder: Path) -> Path:
    """A copy of the English data to change; the model, which is large, is the package's own."""
    copy = folder / "en"
    shutil.copytree(ENGLISH, copy, ignore=shutil.ignore_patterns("model"))
    (copy / "model").symlink_to(ENGLISH / "model")
    return copy


def package_copy(folder: Path) -> Path:
    """A copy of the whole package to change; the model is the package's own."""
    package = folder / "onrecord"
    shutil.copytree(ROOT / "src" / "onrecord", package, ignore=shutil.ignore_patterns("model", "__pycache__"))
    (package / "languages" / "en" / "model").symlink_to(ENGLISH / "model")
    return package


def append(path: Path, lines: str) -> None:
    """Adds lines at a file's end."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f"\n{lines}", encoding="utf-8")


def patch(path: Path, diff: str) -> None:
    """Replaces the lines of a `diff` block in a file, which must hold the old ones."""
    lines = diff.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path}: the recipe is out of date; it replaces\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
