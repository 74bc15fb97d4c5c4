"""Who may do what: tokens in a header or a session, open reading where the service says so, and forms that only its own
pages may send.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from onrecord.ledger import Ledger
from onrecord.ledger.tokens import ROLES, Role
from onrecord.web.faults import Fault

COOKIE = "onrecord"
SESSIONS, LASTING = 10_000, 12 * 3600  # at once, and seconds
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the token's name, or where the asker came from; `role` None where the asker may do nothing. `session` is
    the cookie's value, empty without one; `by_token` where the asker showed a token in the header.
    """

    name: str
    role: Role | None
    session: str = ""
    by_token: bool = False
    signed_in: bool = False

    def may(self, role: Role) -> bool:
        """Whether the asker has a role or a higher one."""
        return self.role is not None and ROLES.index(self.role) >= ROLES.index(role)


@dataclass(slots=True)
class Access:
    """The rules of one service. `anonymous` is what everybody may do without a token; `local_only` answers requests that
    were addressed to this machine only, so that no foreign page can reach an open service by a name of its own.
    """

    anonymous: Role | None = "admin"
    local_only: bool = True
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _sessions: OrderedDict[str, tuple[str, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def visitor(self, request: Request, ledger: Ledger) -> Visitor:
        """Who sent a request. Raises Fault: 421 for a foreign host, 401 for a token that is none."""
        if self.local_only and (request.url.hostname or "") not in LOCAL_NAMES:
            raise Fault(
                421, "this service answers to localhost only: make tokens, and serve it at an address of its own"
            )
        session = request.cookies.get(COOKIE, "")
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind:
            token = ledger.token_of(secret.strip()) if kind.lower() == "bearer" else None
            if token is None:
                raise Fault(
                    401, "no such token: ask for one, and send it as `Authorization: Bearer ...`", headers=CHALLENGE
                )
            return Visitor(token.name, token.role, session, by_token=True)
        known = self._secret(session)
        token = ledger.token_of(known) if known else None
        if token is not None:
            return Visitor(token.name, token.role, session, signed_in=True)
        return Visitor("local" if self.local_only else "anonymous", self.anonymous, session)

    async def visitor_soon(self, request: Request, ledger: Ledger) -> Visitor:
        """The same from within the loop of the server, which waits for no database."""
        if "authorization" in request.headers or self._secret(request.cookies.get(COOKIE, "")):
            return await run_in_threadpool(self.visitor, request, ledger)
        return self.visitor(request, ledger)

    def sign_in(self, secret: str) -> str:
        """Begins a session for a token and gives its cookie's value."""
        session = secrets.token_urlsafe(24)
        with self._lock:
            self._sessions[session] = (secret, time.monotonic() + LASTING)
            if len(self._sessions) > SESSIONS:
                self._sessions.popitem(last=False)
        return session

    def sign_out(self, session: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(session, None)

    def seal(self, session: str) -> str:
        """What a form must hold that is sent with this session's cookie."""
        return hmac.new(self.key, session.encode(), hashlib.sha256).hexdigest()

    def check_form(self, visitor: Visitor, seal: str | None) -> None:
        """Raises Fault (403) where a form was not made for this session."""
        if not visitor.session or not hmac.compare_digest(self.seal(visitor.session), seal or ""):
            raise Fault(403, "the form is out of date: load the page again and send it from there", "stale_form")

    def _secret(self, session: str) -> str | None:
        with self._lock:
            secret, until = self._sessions.get(session, ("", 0.0))
        return secret if secret and time.monotonic() < until else None


CHALLENGE = {"WWW-Authenticate": "Bearer"}


def needs(role: Role) -> Callable[[Request], Awaitable[None]]:
    """What a route depends on: an asker with this role. Raises Fault: 401 for nobody, 403 for too low a role or a form
    sent from another site.
    """

    async def check(request: Request) -> None:
        service = request.app.state.service
        visitor = await service.access.visitor_soon(request, service.ledger)
        request.state.visitor = visitor
        if not visitor.by_token:
            same_site(request)
        if visitor.role is None:
            raise Fault(401, "show a token: sign in, or send it as `Authorization: Bearer ...`", headers=CHALLENGE)
        if not visitor.may(role):
            raise Fault(403, f"{visitor.name} may {visitor.role}; this takes a token with the role {role}")
        asked = [name for name, _ in request.query_params.multi_items()]
        if len(asked) != len(set(asked)):
            raise Fault(400, "a parameter is given twice: leave one of them out", "invalid")

    return check


def same_site(request: Request) -> None:
    """Raises Fault (403) for what a page of another site sent."""
    if request.method in {"GET", "HEAD"}:
        return
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        raise Fault(403, "sent from another site's page: nothing was done", "foreign_form")


def visitor_of(request: Request) -> Visitor:
    """The asker, as `needs` found out; nobody where the address is open to all."""
    found = getattr(request.state, "visitor", None)
    return found if isinstance(found, Visitor) else Visitor("anonymous", None, request.cookies.get(COOKIE, ""))


def with_session(request: Request, answer: Response, session: str) -> Response:
    """The answer with the session's cookie, which scripts cannot read and other sites' forms do not carry."""
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, session, max_age=LASTING, httponly=True, samesite="lax", secure=secure)
    return answer
