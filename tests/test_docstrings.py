"""Every public module, class and function says what it is for."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "onrecord"
OBVIOUS = {"to_json", "from_json"}


def silent(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    public = [
        node
        for parent in (tree, *(node for node in tree.body if isinstance(node, ast.ClassDef)))
        for node in parent.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and node.name not in OBVIOUS
    ]
    found = [node.name for node in public if not ast.get_docstring(node)]
    return found if ast.get_docstring(tree) or not text.strip() else ["the module", *found]


def test_public_names_have_docstrings() -> None:
    wrong = {str(path.relative_to(SOURCE)): names for path in sorted(SOURCE.rglob("*.py")) if (names := silent(path))}
    assert not wrong
