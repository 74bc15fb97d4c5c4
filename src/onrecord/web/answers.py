"""How the service answers: a whole answer that may be given again, made out to one asker with an ETag, or 304 where the
asker has it already; and the API's JSON, JSON lines and CSV.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.responses import Response

from onrecord.exports.delimited import csv_text
from onrecord.web.access import visitor_of, with_session
from onrecord.web.holes import filled, filling, has_seal, pieces_of
from onrecord.web.parameters import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer, the same for all who may see it but for its holes: see `holes`. `digest` stands for its bytes."""

    pieces: tuple[bytes, ...]
    digest: str
    type: str
    status: int
    headers: Mapping[str, str]

    @property
    def size(self) -> int:
        """How many bytes it takes to keep."""
        return sum(map(len, self.pieces))


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
    return give(request, whole(body, type_, headers={"Cache-Control": "private, no-cache", **(headers or {})}))


def whole(body: str, type_: str, *, status: int = 200, headers: Mapping[str, str]) -> Whole:
    """An answer that may be given again."""
    data = body.encode("utf-8", "replace")
    return Whole(pieces_of(data), hashlib.sha256(data).hexdigest(), type_, status, headers)


def give(request: Request, made: Whole) -> Response:
    """A whole answer made out to one asker: its holes filled, with a session where its forms need one."""
    request.state.whole = made  # for whoever remembers it
    visitor, access = visitor_of(request), request.app.state.service.access
    new = secrets.token_urlsafe(24) if has_seal(made.pieces) and not visitor.session else ""
    fill = filling(visitor, access.seal(visitor.session or new))
    own = b"".join(fill[name] for name in made.pieces[1::2])
    tag = f'"{hashlib.sha256(made.digest.encode() + own).hexdigest()[:32]}"'
    headers = {"ETag": tag, **made.headers}
    if made.status == 200 and not new and has(request, tag):
        return Response(status_code=304, headers=headers)
    answer = Response(filled(made.pieces, fill), made.status, media_type=made.type, headers=headers)
    return with_session(request, answer, new) if new else answer


def has(request: Request, tag: str) -> bool:
    """Whether the asker says that it has what a tag stands for."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return tag in known or "*" in known
