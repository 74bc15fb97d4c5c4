"""How the API answers: JSON, JSON lines or CSV, with an ETag, and 304 where the asker has it already."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response

from onrecord.exports.delimited import csv_text
from onrecord.web.parameters import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

TYPES: dict[Form, str] = {"json": "application/json", "jsonl": "application/jsonl", "csv": "text/csv"}


def form_of(request: Request) -> Form:
    """The form that the address ends in: `.jsonl`, `.csv`, else JSON."""
    for form in ("jsonl", "csv"):
        if request.url.path.endswith(f".{form}"):
            return form
    return "json"


def answer(request: Request, value: Any) -> Response:
    """A value as JSON."""
    return tagged(request, json.dumps(value, ensure_ascii=False), "application/json")


def listed(
    request: Request, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, total: int, next_: str | None
) -> Response:
    """One page of a list in the form asked for. JSON holds `items`, `total` and `next`; the others hold the rows only,
    with `X-Total-Count` and a `Link` to the next page beside them.
    """
    form = form_of(request)
    headers = {"X-Total-Count": str(total)}
    if next_:
        after = request.url.include_query_params(next=next_)
        headers["Link"] = f'<{after.path}?{after.query}>; rel="next"'
    if form == "json":
        value = {"items": list(rows), "total": total, "next": next_}
        return tagged(request, json.dumps(value, ensure_ascii=False), TYPES[form], headers)
    body = _lines(rows) if form == "jsonl" else csv_text(rows, columns)
    if form == "csv":
        headers["Content-Disposition"] = f'attachment; filename="{request.url.path.rsplit("/", 1)[-1]}"'
    return tagged(request, body, TYPES[form], headers)


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)


def tagged(request: Request, body: str, type_: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer with its ETag; 304 where the asker has it."""
    data = body.encode("utf-8", "replace")
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    every = {"ETag": tag, "Cache-Control": "private, no-cache", **(headers or {})}
    if has(request, tag):
        return Response(status_code=304, headers=every)
    return Response(data, media_type=type_, headers=every)


def has(request: Request, tag: str) -> bool:
    """Whether the asker says that it has what a tag stands for."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known
