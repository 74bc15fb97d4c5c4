"""Running the service with uvicorn."""

from __future__ import annotations

import uvicorn

from onrecord.ledger import Ledger
from onrecord.web.app import make_app


def serve(ledger: Ledger, *, host: str = "127.0.0.1", port: int = 8765) -> None:
    """Serves a ledger until it is interrupted."""
    uvicorn.run(make_app(ledger), host=host, port=port, log_level="info", server_header=False)
