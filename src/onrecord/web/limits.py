"""Limits: how large a request may be, and how often one asker may have a text read."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from onrecord.web.faults import Fault, json_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

BODY = 1_500_000  # bytes: the longest text that the reader takes, in UTF-8, with its JSON
ASKERS = 10_000  # remembered at once; the one who has been quiet longest is forgotten


class BodyLimit:
    """Takes in a request's body before anything else happens, and answers 413 where it is too large."""

    def __init__(self, app: ASGIApp, most: int = BODY) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        body = await self._body(scope, receive)
        if body is None:
            fault = Fault(
                413, f"the request is over {self.most:,} bytes: send less, or read the article with `onrecord add`"
            )
            await json_answer(fault)(scope, receive, send)
            return
        messages: list[Any] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Any:
            return messages.pop() if messages else await receive()

        await self.app(scope, replay, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.most:
            return None
        parts: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return b"".join(parts)
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.most:
                return None
            if not message.get("more_body"):
                return b"".join(parts)


class Headers:
    """Puts headers on every answer that does not have its own."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message.get("headers", ())}
                more = [(name, value) for name, value in self.headers if name not in own]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


@dataclass(slots=True)
class Rate:
    """A bucket an asker: `burst` requests at once, then `a_minute` steadily."""

    a_minute: float = 30
    burst: int = 10
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, asker: str) -> None:
        """Takes one request from an asker's bucket. Raises Fault (429) with `Retry-After` where it is empty."""
        with self._lock:
            now = self.clock()
            left, before = self._left.pop(asker, (float(self.burst), now))
            left = min(self.burst, left + (now - before) * self.a_minute / 60)
            self._left[asker] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > ASKERS:
                self._left.popitem(last=False)
        if left < 1:
            wait = int((1 - left) * 60 / self.a_minute) + 1
            raise Fault(429, f"too many texts at once: try again in {wait} seconds", headers={"Retry-After": str(wait)})
