"""Every regular expression of the package: those in its code, and those that its tables become."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "onrecord"
CALLS = frozenset(("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"))
# Prose in which most tables are asked for something, so that they make their patterns.
PROSE = (
    "LONDON, July 11 (Reuters) — “There is no plan,” Foreign Minister Ana Ruiz told reporters on Monday. She denied that at "
    "least 3,000 people, about 12% more than in 2023, had died since last week.\n\nNATO accused China of aiding the war, a "
    "claim that Beijing rejected a day later. According to officials, it cost between $1.5 million and $2 million.\n\n"
    "Read more: the minister did not respond to a request for comment."
)

Key = tuple[str | bytes, int]


def patterns() -> dict[Key, str]:
    """Each pattern with its flags, and the file that it was seen in first; made from code and while a text is read."""
    told = subprocess.run([sys.executable, "-m", __name__], cwd=ROOT, capture_output=True, text=True, check=True)
    seen = {(pattern, flags): where for pattern, flags, where in json.loads(told.stdout)}
    return written() | seen


def written() -> dict[Key, str]:
    """The patterns that stand in calls of `re` as constants."""
    found: dict[Key, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _is_call(node) and isinstance(pattern := _constant(node.args[0]), str | bytes):
                flags = next((_flags(one) for one in [*node.args, *(k.value for k in node.keywords)] if _flags(one)), 0)
                found.setdefault((pattern, flags), str(path.relative_to(PACKAGE)))
    return found


def _is_call(node: ast.AST) -> Any:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CALLS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.args
    )


def _constant(node: ast.AST) -> Any:
    return node.value if isinstance(node, ast.Constant) else None


def _flags(node: ast.AST) -> int:
    """The flags that an argument such as `re.IGNORECASE | re.DOTALL` stands for; 0 for any other."""
    if isinstance(node, ast.BinOp):
        return _flags(node.left) | _flags(node.right)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re":
        return int(getattr(re, node.attr, 0))
    return 0


def made() -> dict[Key, str]:
    """The patterns that modules make as they are loaded and as a text is read. For a process of its own, in which none was
    loaded before.
    """
    found: dict[Key, str] = {}
    original = re._compile

    def seen(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(1)
        while frame and "/re/" in frame.f_code.co_filename.replace("\\", "/"):
            frame = frame.f_back
        name = frame.f_code.co_filename if frame else ""
        if name.startswith(str(PACKAGE)) and not isinstance(pattern, re.Pattern):
            found.setdefault((pattern, int(flags)), str(Path(name).relative_to(PACKAGE)))
        return original(pattern, flags)

    re._compile = seen
    try:
        for path in sorted(PACKAGE.rglob("*.py")):
            if "re." in path.read_text(encoding="utf-8") and "migrations" not in path.parts:
                name = ".".join(("onrecord", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
                    ".__init__"
                )
                import_module(name)
        onrecord = import_module("onrecord")
        onrecord.read(onrecord.Document(PROSE, published="2024-07-12"))
    finally:
        re._compile = original
    return found


if __name__ == "__main__":
    found = [[pattern, flags, where] for (pattern, flags), where in made().items() if isinstance(pattern, str)]
    sys.stdout.write(json.dumps(found))
