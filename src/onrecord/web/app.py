"""The application: routes, limits and errors put together."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI

from onrecord.ledger import Ledger
from onrecord.web import api, faults, pages, reviewing, signing, static_files, who_is_who
from onrecord.web.access import Access, needs
from onrecord.web.limits import BodyLimit, Headers
from onrecord.web.rendering import HEADERS, fault_page
from onrecord.web.reprints import Reprints
from onrecord.web.service import ReadOne, Service, read_one


def make_app(ledger: Ledger, *, access: Access | None = None, read: ReadOne = read_one) -> FastAPI:
    """The service over an open ledger, for any ASGI server. `access` says who may do what; without it, everybody who
    reaches the service at `localhost` may do everything. `read` reads texts that are pasted or sent.
    """
    app = FastAPI(
        title="onrecord",
        version=version("onrecord"),
        summary="Who said what about whom, to whom, when, in whose words, and who answered it.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page loads scripts from a foreign host
        redoc_url=None,
    )
    app.state.service = Service(ledger, read, access or Access())
    faults.install(app)
    app.state.fault_page = fault_page
    for router in (api.router, pages.router, reviewing.api, reviewing.pages, who_is_who.api, who_is_who.pages):
        app.include_router(router, dependencies=[Depends(needs("read"))])
    for router in (signing.router, static_files.router):
        app.include_router(router)
    described = app.openapi
    app.openapi = cache(lambda: _as_it_answers(described()))  # type: ignore[method-assign]  # FastAPI's own way, on demand
    app.add_middleware(BodyLimit)
    app.add_middleware(Reprints, service=app.state.service)
    app.add_middleware(Headers, headers=HEADERS)
    return app


def _as_it_answers(described: dict[str, Any]) -> dict[str, Any]:
    """The description without the shape of errors that FastAPI supposes: every error has the one of `faults`."""
    for operation in (operation for path in described["paths"].values() for operation in path.values()):
        if "HTTPValidationError" in str(operation["responses"].get("422")):
            del operation["responses"]["422"]
    for name in ("HTTPValidationError", "ValidationError"):
        described.get("components", {}).get("schemas", {}).pop(name, None)
    return described
