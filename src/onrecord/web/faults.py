"""What goes wrong, in one shape: `{"error": {"status": 400, "code": "unknown_parameter", "message": "..."}}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.errors import InputError, LedgerError, NotFound, OnrecordError, TooLarge

if TYPE_CHECKING:
    from starlette.responses import Response

CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 413: "too_large", 415: "unsupported_media_type", 421: "misdirected", 422: "cannot_be_read",
    429: "too_many_requests", 500: "internal", 503: "unavailable",
}  # fmt: skip
# What a LedgerError says where the asker can mend it.
REFUSALS = {" is no date": 400, "is given twice": 400, "no act ": 400, "no review ": 400, "taken back already": 409,
    "one party already": 409, "is not one party": 400, "is one party of": 400,
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string", "description": "What is wrong, where, and the way out."},
            },
        }
    },
}


class Fault(Exception):
    """A request that is refused: its HTTP status, a sentence for people, and a code for programs."""

    def __init__(
        self, status: int, message: str, code: str | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}
        self.code = code or CODES.get(status, "error")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers of a route that are errors, for its OpenAPI description."""
    content = {"application/json": {"schema": SCHEMA}}
    return {status: {"description": CODES[status].replace("_", " "), "content": content} for status in statuses}


def fault_of(error: Exception) -> Fault:
    """Any error as a Fault; what was not foreseen tells nothing of the inside."""
    match error:
        case Fault():
            return error
        case RequestValidationError():
            return _invalid(error)
        case HTTPException():
            headers = dict(error.headers or {})
            return Fault(error.status_code, _sentence(error), headers=headers)
        case NotFound():
            return Fault(404, _public(error))
        case TooLarge():
            return Fault(413, str(error))
        case InputError():
            return Fault(422, str(error))
        case LedgerError():
            # A wrong condition is the asker's, a database that fails is not.
            known = next((status for words, status in REFUSALS.items() if words in str(error)), 503)
            return Fault(known, _public(error))
        case OnrecordError():
            return Fault(400, str(error))
    return Fault(500, "something went wrong here; the service's log says what")


def install(app: FastAPI) -> None:
    """Every error leaves the service in the one shape; pages get a page, see `pages.fault_page`."""
    for kind in (Fault, RequestValidationError, HTTPException, OnrecordError, Exception):
        app.add_exception_handler(kind, _answer)


def json_answer(fault: Fault) -> JSONResponse:
    """A Fault as the API tells it."""
    body = {"error": {"status": fault.status, "code": fault.code, "message": fault.message}}
    return JSONResponse(body, fault.status, headers=fault.headers)


def _answer(request: Request, error: Exception) -> Response:
    fault = fault_of(error)
    if request.url.path.startswith("/api") or not hasattr(request.app.state, "fault_page"):
        return json_answer(fault)
    page: Response = request.app.state.fault_page(request, fault)
    return page


def _public(error: OnrecordError) -> str:
    """Without the place where the ledger lies, which is nobody's business over a network."""
    head, separator, tail = str(error).partition(": ")
    return tail if separator and ("/" in head or head.endswith(".db")) else str(error)


def _sentence(error: HTTPException) -> str:
    said = {404: "there is nothing at this address", 405: "this address does not take that method"}
    return said.get(error.status_code, str(error.detail))


def _invalid(error: RequestValidationError) -> Fault:
    """The first thing that is wrong with the parameters or the body."""
    first = error.errors()[0]
    where = [str(part) for part in first["loc"]]
    name = ".".join(where[1:]) or where[0]
    if first["type"] == "extra_forbidden":
        what = "parameter" if where[0] == "query" else "field"
        return Fault(
            400, f"unknown {what} {name!r}: see /api/openapi.json for what this address takes", f"unknown_{what}"
        )
    if first["type"] == "string_too_long" and name == "text":
        return Fault(413, f"{name}: {first['msg']}")
    return Fault(400, f"{where[0]} {name}: {first['msg']}", "invalid")
