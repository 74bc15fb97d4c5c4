"""Who is who over HTTP: merge parties and tell them apart, take it back, and see what was said of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.identities import PartyEvent
from onrecord.ledger.parties import Suggestion
from onrecord.web.access import needs, visitor_of
from onrecord.web.answers import answer, listed
from onrecord.web.api import columns_of, listing
from onrecord.web.pages import paging
from onrecord.web.parameters import Page, Same, SameForm, SealedForm, Why, behind, page_of
from onrecord.web.rendering import page
from onrecord.web.service import Here, Service
from onrecord.web.shapes import described, schema_of

api = APIRouter(prefix="/api", tags=["review"])
pages = APIRouter(include_in_schema=False)
REVIEWERS = [Depends(needs("review"))]
AT_ONCE = 20  # of the newest events, on the page


@listing(api, "/party-events", PartyEvent)
def party_events(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """What people said of which parties are one, newest first."""
    found, total = here.ledger.party_events(limit=asked.limit + 1, after=behind(asked, str, str))
    rows, next_ = page_of(asked, found, lambda one: (one.at, one.id))
    return listed(request, [one.to_json() for one in rows], columns_of(PartyEvent), total=total, next_=next_)


@listing(api, "/party-suggestions", Suggestion)
def party_suggestions(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """The pairs of parties that may be one, the most alike first, without those of which people said so or not."""
    rows, next_, total = here.suggestions(asked)
    return listed(request, [one.to_json() for one in rows], columns_of(Suggestion), total=total, next_=next_)


@api.post(
    "/party-events", response_class=Response, dependencies=REVIEWERS,
    responses=described(schema_of(PartyEvent), 404, 409, 413),
)  # fmt: skip
def say(request: Request, said: Same, here: Here) -> Response:
    """Says that two parties are one (`merge`: the other leads), or are not (`split`)."""
    return answer(request, keep(here, said, visitor_of(request).name).to_json())


@api.post(
    "/party-events/{id}/undo", response_class=Response, dependencies=REVIEWERS,
    responses=described(schema_of(PartyEvent), 404, 409, 413),
)  # fmt: skip
def undo(request: Request, id: str, why: Why, here: Here) -> Response:  # noqa: A002
    """Takes back what somebody said of two parties, by another event."""
    made = here.ledger.undo_party_event(id, by=visitor_of(request).name, why=why.why)
    here.forget()
    return answer(request, made.to_json())


@pages.get("/who-is-who")
def who_is_who(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """The pairs of parties that may be one, and what people said of others."""
    rows, next_, total = here.suggestions(asked)
    events, said = here.ledger.party_events(limit=AT_ONCE)
    undone = {event.undoes for event in events}
    live = [event.id for event in events if event.action != "undo" and event.id not in undone]
    rest = paging(request, asked, next_, export="/api/party-suggestions")
    sealed = visitor_of(request).may("review")
    return page(
        request, "who_is_who.html", sealed=sealed, pairs=rows, total=total, events=events, said=said, live=live, **rest
    )  # fmt: skip


@pages.post("/who-is-who", dependencies=REVIEWERS)
def say_form(request: Request, form: Annotated[SameForm, Form()], here: Here) -> Response:
    """Merges two parties or tells them apart, and leads back."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    keep(here, form, visitor.name)
    return _back()


@pages.post("/who-is-who/{id}/undo", dependencies=REVIEWERS)
def undo_form(request: Request, id: str, form: Annotated[SealedForm, Form()], here: Here) -> Response:  # noqa: A002
    """Takes back what was said of two parties, and leads back."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    here.ledger.undo_party_event(id, by=visitor.name, why=form.why)
    here.forget()
    return _back()


def keep(here: Service, said: Same, by: str) -> PartyEvent:
    """Keeps what somebody says of two parties."""
    change = here.ledger.merge_parties if said.action == "merge" else here.ledger.split_parties
    made = change(said.party, said.other, by=by, why=said.why)
    here.forget()
    return made


def _back() -> Response:
    return RedirectResponse("/who-is-who#review", status_code=303)
