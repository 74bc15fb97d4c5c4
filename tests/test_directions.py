"""The rooms import one way only, and importing the package loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "onrecord"
# From the bottom: a room may import the rooms of lower levels, and no other of its own.
LEVELS = [
    {"errors"},
    {"records", "tables"},
    {"languages", "register", "documents"},
    {"reader.stages"},
    {"reader.analysis"},
    {"reader.attribution", "reader.acts", "reader.parties", "reader.links"},
    {"reader"},
    {"ledger", "exports", "scoring"},
    {"runs"},
    {"web", "component"},
    {"cli"},
    {""},  # the package's own __init__ offers what is in the rooms
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
STAGES = {"analysis", "attribution", "acts", "parties", "links", "stages"}


def room_of(module: str) -> str:
    parts = module.removeprefix("onrecord").strip(".").split(".")
    if parts[0] == "reader":
        return f"reader.{parts[1]}" if len(parts) > 1 and parts[1] in STAGES else "reader"
    return parts[0]


def module_of(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules_imported(path: Path) -> set[str]:
    """Modules of the package that a file imports at run time, wherever in the file; type-checking blocks left out."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            pending.extend(node.orelse)
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        pending.extend(ast.iter_child_nodes(node))
    return {name for name in found if name.split(".")[0] == "onrecord" and is_module(name)}


def is_module(name: str) -> bool:
    path = SOURCE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_room_has_a_level() -> None:
    assert {room_of(module_of(path)) for path in FILES} <= set(LEVEL)


def test_imports_go_down() -> None:
    wrong = {}
    for path in FILES:
        own = room_of(module_of(path))
        rooms = {name: room_of(name) for name in modules_imported(path)}
        up = [name for name, room in rooms.items() if room not in {own, ""} and LEVEL[room] >= LEVEL[own]]
        if up:
            wrong[str(path.relative_to(SOURCE))] = up
    assert not wrong, "these import what lies above or beside their room"


def test_no_two_modules_import_each_other() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        graph[module_of(path)] = modules_imported(path) - {module_of(path)}
    pairs = {
        tuple(sorted((one, other)))
        for one, others in graph.items()
        for other in others
        if one in graph.get(other, set()) and not other.startswith(f"{one}.") and not one.startswith(f"{other}.")
    }
    assert not pairs


def test_the_import_is_light() -> None:
    heavy = ("spacy", "onnxruntime", "sqlalchemy", "ray", "numpy", "tokenizers", "fastapi")
    code = f"import sys, onrecord; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
