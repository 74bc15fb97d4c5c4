"""Small modules, flat functions: a file stays under 400 lines and a function under 50, unless its head says why."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for folder in ("src/onrecord", "benchmarks", "training") for path in (ROOT / folder).rglob("*.py"))
LINES_A_FILE = 400
LINES_A_FUNCTION = 50
DRAWERS = {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < LINES_A_FILE
    assert path.stem not in DRAWERS
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 >= LINES_A_FUNCTION
    }
    assert not long
