"""The records as OpenAPI describes them, made from their data classes, so that neither can go stale."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from onrecord.web.faults import documented

_KINDS: dict[str, dict[str, Any]] = {
    "str": {"type": "string"}, "int": {"type": "integer"}, "float": {"type": "number"}, "bool": {"type": "boolean"},
}  # fmt: skip
ERRORS = (400, 401, 403, 429)


def schema_of(record: type) -> dict[str, Any]:
    """The JSON schema of a flat data class: every field is there, in the data class's order."""
    properties = {field.name.rstrip("_"): _kind(str(field.type)) for field in fields(record)}
    return {"type": "object", "required": list(properties), "properties": properties}


def page_shape(record: type, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """The JSON schema of one page of a list; its records may have more fields than their data class."""
    item = schema_of(record)
    item["properties"] |= more or {}
    item["required"] += more or {}
    return {
        "type": "object",
        "required": ["items", "total", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "total": {"type": "integer"},
            "next": {"type": ["string", "null"]},
        },
    }


def described(schema: dict[str, Any], *errors: int, type_: str = "application/json") -> dict[int | str, dict[str, Any]]:
    """The answers of a route: the value itself, 304 where the asker has it, and the errors."""
    good = {"description": "what was asked for", "content": {type_: {"schema": schema}}}
    return {200: good, 304: {"description": "as the asker has it"}, **documented(*ERRORS, *errors)}


def _kind(annotation: str) -> dict[str, Any]:
    if annotation.endswith(" | None"):
        inner = _kind(annotation.removesuffix(" | None"))
        return {"anyOf": [inner, {"type": "null"}]} if inner else {}
    several = re.fullmatch(r"(?:tuple|list)\[(\w+)(?:, \.\.\.)?\]", annotation)
    if several:
        return {"type": "array", "items": _kind(several[1])}
    if annotation in {"Act", "LinkType", "Quotation", "PartyKind", "Status"}:
        return {"type": "string"}
    return dict(_KINDS.get(annotation, {}))
