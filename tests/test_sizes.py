"""Small modules, flat functions: a file stays under 400 lines and a function under 50, unless its head says why."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = sorted(path for folder in ("src/onrecord", "benchmarks", "training") for path in (ROOT / folder).rglob("*.py"))
LINES_A_FILE = 400
LINES_A_FUNCTION = 50
DRAWERS = {"utils", "util", "helpers", "common", "misc"}


def faults(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    found = [
        f"{node.name} has {lines} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) >= LINES_A_FUNCTION
    ]
    if (lines := len(text.splitlines())) >= LINES_A_FILE:
        found.append(f"it has {lines} lines")
    if path.stem in DRAWERS:
        found.append(f"{path.stem} says nothing of what is in it")
    return found


def test_sizes() -> None:
    wrong = {str(path.relative_to(ROOT)): found for path in FILES if (found := faults(path))}
    assert not wrong
