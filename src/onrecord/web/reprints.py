"""Whole answers, kept as they were printed and given again to all who may see the same, while the ledger is as it was.

What is kept belongs to an address, a role and a day, and is made out to each asker anew (see `holes`). It is given
- while nothing has changed in the ledger, as long as there is room: the ledger is asked each time;
- in a large ledger, where every page costs much and somebody may add for hours, for LASTING seconds after it was made; and
  up to OLDEST seconds, while it is made anew behind the back of who asks, as soon as nobody waits for another;
- never once a review or a merge of parties has come through this service.
Who asks for what is being made already waits for it, and no more than AT_ONCE answers are made at a time.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from onrecord.errors import OnrecordError
from onrecord.web.answers import Whole, give
from onrecord.web.faults import Fault
from onrecord.web.remembering import AGED

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from contextlib import AbstractAsyncContextManager

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from onrecord.web.service import Service

ROOM = 128 * 2**20  # bytes of answers
OF_ONE = 16  # the part of the room that one answer may take
EACH = 500  # bytes that keeping an answer takes beside its own
LARGE = 100_000  # statements, from which on a ledger is large
LASTING = 60  # seconds that an answer is as good as new in a large ledger, whatever was added
OLDEST = 300  # seconds that it may be given in all
AT_ONCE, BEHIND = 12, 1  # answers in the making that somebody waits for, and nobody
PAUSE = 0.05  # seconds between looks at whether somebody waits
NEVER = ("/static/", "/sign-in")
_MAKERS: RunVar[tuple[CapacityLimiter, CapacityLimiter]] = RunVar("onrecord_makers")
Key = tuple["Hashable", ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """How a ledger was when something was asked for: its own state, how often people changed it by this service, whether it
    is large, and the time.
    """

    state: Hashable
    changes: int
    large: bool
    at: float

    def may_be_given(self, now: Edition) -> bool:
        """Whether what was made of this edition may be given now."""
        return self.changes == now.changes and (self.state == now.state or self._within(OLDEST, now))

    def is_new(self, now: Edition) -> bool:
        """Whether it need not be made anew."""
        return self.changes == now.changes and (self.state == now.state or self._within(LASTING, now))

    def _within(self, seconds: float, now: Edition) -> bool:
        return now.large and now.at - self.at <= seconds


@dataclass(slots=True)
class Shelf:
    """The answers that are kept, those that were asked for last, in `room` bytes."""

    room: int = ROOM
    used: int = 0
    _kept: OrderedDict[Key, tuple[Whole, Edition]] = field(default_factory=OrderedDict)

    def find(self, key: Key, now: Edition) -> tuple[Whole | None, bool]:
        """What is kept and may be given, and whether it is new."""
        made, edition = self._kept.get(key, (None, now))
        if made is None:
            return None, False
        if not edition.may_be_given(now):
            self._drop(key)
            return None, False
        self._kept.move_to_end(key)
        return made, edition.is_new(now)

    def keep(self, key: Key, made: Whole, edition: Edition) -> None:
        """Keeps an answer, and lets go of those that nobody asked for longest where there is no room."""
        if key in self._kept:
            self._drop(key)
        if _size(key, made) > self.room // OF_ONE:
            return
        self._kept[key] = made, edition
        self.used += _size(key, made)
        while self.used > self.room:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        made, _ = self._kept.pop(key)
        self.used -= _size(key, made)


def _size(key: Key, made: Whole) -> int:
    return made.size + sum(len(part) for part in key if isinstance(part, (str, bytes))) + EACH


@dataclass(slots=True)
class Reprints:
    """Stands before an application whose answers come from `answers.give`, and answers in its place where it can. HEAD is
    answered as GET is, without a body.
    """

    app: ASGIApp
    service: Service
    shelf: Shelf = field(default_factory=Shelf)
    clock: Callable[[], float] = time.monotonic
    _making: dict[tuple[Key, Hashable], Future[Whole | None]] = field(default_factory=dict)
    _behind: dict[Key, asyncio.Future[None]] = field(default_factory=dict)
    _large: tuple[float, bool] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        scope = {**scope, "state": dict(scope.get("state", {}))}
        request = Request(scope)
        key = None
        if not scope["path"].startswith(NEVER):
            try:
                key, edition = await self._asked(request), await self._edition()
            except (Fault, OnrecordError):
                key = None  # the application says what is wrong
        if key is None:
            await self.app(scope, receive, send)
            return
        made, new = self.shelf.find(key, edition)
        if made is not None and not new:
            self._renew(key, scope, receive)
        made = made or await self._another(key, edition)
        if made is None:
            made, messages = await self._make(key, edition, scope, receive, makers()[0])
            if made is None:
                for message in messages:
                    await send(message)
                return
        await give(request, made)(scope, receive, send)

    async def _asked(self, request: Request) -> Key | None:
        """What an answer depends on; None where the asker may see nothing."""
        visitor = await self.service.access.visitor_soon(request, self.service.ledger)
        request.state.visitor = visitor
        if visitor.role is None:
            return None
        scope, today = request.scope, datetime.now(UTC).date().isoformat()  # pages say when they were seen
        host = request.headers.get("host", "")
        return scope["scheme"], host, scope["path"], scope["query_string"], visitor.role, today

    async def _edition(self) -> Edition:
        service, now = self.service, self.clock()
        changes = service.changes  # before the state, so that what changes in between is never missed
        state = service.ledger.state() if service.ledger.in_file else await run_in_threadpool(service.ledger.state)
        if self._large is None or now - self._large[0] > LASTING:
            counts = await run_in_threadpool(service.counts)
            self._large = now, counts["statements"] >= LARGE
        return Edition(state, changes, self._large[1], now)

    async def _another(self, key: Key, edition: Edition) -> Whole | None:
        """What somebody else is making of the same edition; None where nobody is, or nothing to keep came of it."""
        making = self._making.get(_turn(key, edition))
        return None if making is None else await asyncio.shield(asyncio.wrap_future(making))

    def _renew(self, key: Key, scope: Scope, receive: Receive) -> None:
        """Has an answer made that nobody waits for, once."""
        if key not in self._behind:
            self._behind[key] = asyncio.ensure_future(self._anew(key, scope, receive))
            self._behind[key].add_done_callback(lambda _: self._behind.pop(key))

    async def _anew(self, key: Key, scope: Scope, receive: Receive) -> None:
        waited_for, behind = makers()
        async with behind:
            while waited_for.borrowed_tokens:  # noqa: ASYNC110 - no event tells when the last of them is done
                await asyncio.sleep(PAUSE)
            with suppress(Exception):  # whoever asks next is told what is wrong
                edition = await self._edition()
                made, new = self.shelf.find(key, edition)
                if made is not None and not new:
                    own = {**scope, "state": dict(scope["state"])}
                    await self._make(key, edition, own, receive, nullcontext())

    async def _make(
        self, key: Key, edition: Edition, scope: Scope, receive: Receive, makers: AbstractAsyncContextManager[Any]
    ) -> tuple[Whole | None, list[Message]]:
        """Has the application answer: what may be given again, else the messages that it sent."""
        turn, making = _turn(key, edition), Future[Whole | None]()
        first = self._making.setdefault(turn, making) is making
        messages: list[Message] = []
        made: Whole | None = None

        async def take(message: Message) -> None:
            messages.append(message)

        old: list[Hashable] = []
        aged = AGED.set(old)
        try:
            async with makers:
                await self.app(scope, receive, take)
            made = _good(scope["state"], key)
            if made is not None and (edition.large or not old):
                # What was made of parts that are older than the ledger never passes for new.
                self.shelf.keep(
                    key, made, Edition(None, edition.changes, edition.large, edition.at) if old else edition
                )
        finally:
            AGED.reset(aged)
            if first:
                del self._making[turn]
                making.set_result(made)
        return made, messages


def _good(state: dict[str, Any], key: Key) -> Whole | None:
    """What an application made, where it is an answer, and made for the role that was asked for: tokens may have changed."""
    made: Whole | None = state.get("whole")
    *_, role, _ = key
    return made if made is not None and made.status == 200 and state["visitor"].role == role else None


def _turn(key: Key, edition: Edition) -> tuple[Key, Hashable]:
    """What those share who may wait for one making."""
    return key, edition.changes if edition.large else (edition.changes, edition.state)


def makers() -> tuple[CapacityLimiter, CapacityLimiter]:
    """As many as may make an answer at a time in this loop: for who waits, and behind the back of who asks."""
    try:
        return _MAKERS.get()
    except LookupError:
        _MAKERS.set(found := (CapacityLimiter(AT_ONCE), CapacityLimiter(BEHIND)))
        return found


def _without_body(send: Send) -> Send:
    async def head_only(message: Any) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return head_only
