"""Running the service with uvicorn, or refusing to where that would open a ledger to strangers."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from threading import Thread

import uvicorn

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger
from onrecord.web.access import LOCAL_NAMES, Access
from onrecord.web.app import make_app
from onrecord.web.rendering import load
from onrecord.web.service import Service

SWITCH = 0.001  # seconds after which a busy thread lets another have its turn


def serve(ledger: Ledger, *, host: str = "127.0.0.1", port: int = 8765, open_to_all: bool = False) -> None:
    """Serves a ledger until it is interrupted. Who may do what, and what is refused: `access_for`."""
    app = make_app(ledger, access=access_for(ledger, host, open_to_all=open_to_all))
    # Who makes a page lets the loop that gives out pages have its turn sooner than Python would.
    sys.setswitchinterval(SWITCH)
    Thread(target=_prepare, args=(app.state.service,), daemon=True).start()
    uvicorn.run(app, host=host, port=port, log_level="info", server_header=False)


def _prepare(service: Service) -> None:
    """Finds and loads beforehand what takes long, so that nobody waits for it."""
    load([])
    service.prepare()
    load(service.timeline(None))


def access_for(ledger: Ledger, host: str, *, open_to_all: bool = False) -> Access:
    """The rules for serving a ledger at an address. With tokens in the ledger, one is asked for everywhere; without, this
    machine's own users may do everything, and nobody else reaches the service. `open_to_all` lets everybody read.

    Raises LedgerError for an address that others can reach, where there is no token and it is not `open_to_all`.
    """
    tokens, local = bool(ledger.tokens()), is_local(host)
    if open_to_all:
        return Access(anonymous="read", local_only=False)
    if tokens:
        return Access(anonymous=None, local_only=False)
    if not local:
        raise LedgerError(
            f"{host} can be reached by others, and the ledger has no tokens: make one with `onrecord token make NAME`, "
            "or say --open, and everybody may read"
        )
    return Access(anonymous="admin", local_only=True)


def is_local(host: str) -> bool:
    """Whether only this machine reaches an address to bind to."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host in LOCAL_NAMES
