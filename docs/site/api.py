"""The reference of the Python API: what `onrecord` exports, the records and errors behind it, from signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import is_dataclass
from typing import TYPE_CHECKING, Any, get_args

import onrecord
from onrecord import errors, ledger, records, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# The Python API

What `import onrecord` offers; then the records, whose fields are those of the [JSON](json.md), what a ledger answers with, many
workers, and the errors. Offsets are Unicode code points of the article's text, end exclusive.
"""
RECORDS = "Records", "onrecord.records", records, records.__all__
ANSWERS = "What a ledger answers with", "onrecord.ledger", ledger, ledger.__all__
RUNS = (
    "Many workers",
    "onrecord.runs",
    runs,
    ("Processes", "Cluster", "Settings", "Limits", "Finished", "maker", "read_in_shards"),
)


def page() -> str:
    """The whole page, as Markdown with Sphinx's directives."""
    parts = [HEAD, "## onrecord\n", *_room("onrecord", onrecord, onrecord.__all__)]
    for title, module, room, names in (RECORDS, ANSWERS, RUNS):
        parts += [f"## {title}\n", *_room(module, room, [name for name in names if name not in onrecord.__all__])]
    parts += ["## Errors\n", _markdown(errors.__doc__ or ""), *_room("onrecord.errors", errors, _errors())]
    return "\n".join(parts)


def _errors() -> list[str]:
    return [name for name, item in vars(errors).items() if inspect.isclass(item) and name != "OnrecordError"]


def _room(module: str, room: Any, names: Any) -> Iterator[str]:
    yield f"```{{py:currentmodule}} {module}\n```\n"
    for name in names:
        item = getattr(room, name)
        if inspect.isclass(item):
            yield _class(name, item)
        elif inspect.isfunction(inspect.unwrap(item)):
            yield _directive("function", f"{name}{_signature(item)}", item.__doc__)
        else:
            yield _values(name, item)


def _values(name: str, item: Any) -> str:
    """A tuple of names, or the type of one of them."""
    return _directive("data", name, "One of " + ", ".join(f"`{value}`" for value in get_args(item) or item) + ".")


def _class(name: str, item: type) -> str:
    node = ast.parse(textwrap.dedent(inspect.getsource(item))).body[0]
    assert isinstance(node, ast.ClassDef)
    parts = [item.__doc__ or ""]
    if is_dataclass(item):
        fields = [f"`{ast.unparse(field)}`" for field in node.body if isinstance(field, ast.AnnAssign)]
        parts.append("Fields: " + ", ".join(field for field in fields if not field.startswith("`_")) + ".")
    inner = [_markdown(part) for part in parts] + list(_members(item, node))
    init = next((one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"), None)
    return _directive("class", name + (_arguments(init) if init else ""), "\n\n".join(inner), deeper=True)


def _members(item: type, node: ast.ClassDef) -> Iterator[str]:
    for one in node.body:
        if not isinstance(one, ast.FunctionDef) or not (one.name == "__init__" or not one.name.startswith("_")):
            continue
        words = (
            inspect.getdoc(inspect.getattr_static(item, one.name)) if one.name != "__init__" else ast.get_docstring(one)
        )
        if not words:
            continue
        if one.name == "__init__":
            yield _markdown(words)
        elif any(isinstance(mark, ast.Name) and mark.id == "property" for mark in one.decorator_list):
            yield _directive("property", one.name, words)
        else:
            yield _directive("method", one.name + _arguments(one), words)


def _signature(item: Any) -> str:
    node = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(item)))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return _arguments(node)


def _arguments(node: ast.FunctionDef) -> str:
    """The signature as written, without `self` or `cls`."""
    given = node.args
    if given.args and given.args[0].arg in {"self", "cls"}:
        given.args = given.args[1:]
    returned = f" -> {ast.unparse(node.returns)}" if node.returns and node.name != "__init__" else ""
    return f"({ast.unparse(given)}){returned}"


def _directive(kind: str, signature: str, words: str | None, *, deeper: bool = False) -> str:
    fence = "`" * (8 if deeper else 6)
    body = (words or "") if deeper else _markdown(words or "")
    return f"{fence}{{py:{kind}}} {signature}\n\n{body}\n{fence}\n"


def _markdown(words: str) -> str:
    """A docstring as Markdown: its examples get a fence."""
    out, inside = [], False
    for line in inspect.cleandoc(words).splitlines():
        if line.startswith(">>>") and not inside:
            out.append("```pycon")
            inside = True
        elif inside and not line.strip():
            out.append("```")
            inside = False
        out.append(line)
    return "\n".join([*out, "```"] if inside else out)
