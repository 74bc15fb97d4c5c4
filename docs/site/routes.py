"""The reference of the service's API, from its OpenAPI description."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import Ledger
from onrecord.web.app import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# The HTTP API

From the service's own OpenAPI description, which it gives at `/api/openapi.json`; [the service](../docs/service.md) tells who may
do what, and which limits hold.
"""


def described() -> dict[str, Any]:
    """The OpenAPI description of the service, over an empty ledger."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "empty.db")) as ledger:
        return make_app(ledger).openapi()


def page() -> str:
    """The whole page, as Markdown."""
    description = described()
    parts = [HEAD]
    for path, operations in sorted(description["paths"].items()):
        if path.startswith("/api"):
            for method, operation in operations.items():
                parts += _operation(f"{method.upper()} {path}", operation)
    parts.append("## Shapes\n")
    for name, shape in sorted(description.get("components", {}).get("schemas", {}).items()):
        parts.append(f"### {name}\n\n```json\n{json.dumps(shape, indent=2, ensure_ascii=False)}\n```\n")
    return "\n".join(parts)


def _operation(title: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n\n{operation.get('description') or operation.get('summary') or ''}\n"
    if parameters := operation.get("parameters"):
        yield "| parameter | in | type | |\n| --- | --- | --- | --- |"
        yield "\n".join(_parameter(one) for one in parameters) + "\n"
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"Takes `{kind}`: {_type(content.get('schema', {}))}.\n"
    answers = (f"`{code}` {answer.get('description', '')}".strip() for code, answer in operation["responses"].items())
    yield f"Answers: {'; '.join(answers)}.\n"


def _parameter(one: dict[str, Any]) -> str:
    told = " ".join((one.get("description") or one["schema"].get("description") or "").split()).replace("|", "\\|")
    needed = ", needed" if one.get("required") else ""
    return f"| `{one['name']}` | {one['in']}{needed} | {_type(one['schema'])} | {told} |"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return f"[{(name := schema['$ref'].rpartition('/')[2])}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))
