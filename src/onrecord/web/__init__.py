"""The service: an API and pages over a ledger. Needs `pip install 'onrecord[web]'`; no other room imports FastAPI.

`make_app` gives an ASGI application for any server; `serve` runs it with uvicorn, as `onrecord serve` does.
"""

from __future__ import annotations

from onrecord.web.app import make_app
from onrecord.web.serving import serve

__all__ = ["make_app", "serve"]
