"""Signing in and out: a token becomes a session, so that pages need not carry it."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from onrecord.web.access import COOKIE, same_site, visitor_of, with_session
from onrecord.web.faults import Fault
from onrecord.web.parameters import Asked, SealedForm, TokenForm
from onrecord.web.rendering import page
from onrecord.web.service import Here

router = APIRouter(include_in_schema=False, dependencies=[Depends(same_site)])


@router.get("/sign-in")
def sign_in_page(request: Request, _: Annotated[Asked, Query()]) -> Response:
    """The form that takes a token."""
    return page(request, "sign_in.html", sealed=True)


@router.post("/sign-in")
def sign_in(request: Request, form: Annotated[TokenForm, Form()], here: Here) -> Response:
    """Begins a session. The session is a new one, whatever cookie came along."""
    here.take_turn(request)
    here.access.check_form(visitor_of(request), form.seal)
    if here.ledger.token_of(form.token.strip()) is None:
        raise Fault(401, "no such token: it may have been revoked; ask for another")
    session = here.access.sign_in(form.token.strip())
    return with_session(request, RedirectResponse("/", status_code=303), session)


@router.post("/sign-out")
def sign_out(request: Request, form: Annotated[SealedForm, Form()], here: Here) -> Response:
    """Ends the session."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    here.access.sign_out(request.cookies.get(COOKIE, ""))
    return with_session(request, RedirectResponse("/", status_code=303), secrets.token_urlsafe(24))
