"""The application: routes, limits and errors put together."""

from __future__ import annotations

from importlib.metadata import version

from fastapi import FastAPI

from onrecord.ledger import Ledger
from onrecord.web import api, faults
from onrecord.web.limits import BodyLimit
from onrecord.web.service import ReadOne, Service, read_one


def make_app(ledger: Ledger, *, read: ReadOne = read_one) -> FastAPI:
    """The service over an open ledger, for any ASGI server. `read` reads texts that are pasted or sent."""
    app = FastAPI(
        title="onrecord",
        version=version("onrecord"),
        summary="Who said what about whom, to whom, when, in whose words, and who answered it.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page loads scripts from a foreign host
        redoc_url=None,
    )
    app.state.service = Service(ledger, read)
    faults.install(app)
    app.include_router(api.router)
    app.add_middleware(BodyLimit)
    return app
