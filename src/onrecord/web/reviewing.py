"""Review over HTTP: accept, reject and correct statements, take it back, and export what came of it."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from onrecord.ledger.review import Review, Reviewed
from onrecord.web import views
from onrecord.web.access import needs, visitor_of
from onrecord.web.answers import answer, listed, tagged
from onrecord.web.api import OBJECT, columns_of, listing
from onrecord.web.corrections import correction_of
from onrecord.web.pages import paging
from onrecord.web.parameters import (
    Asked,
    CorrectionForm,
    Page,
    SealedForm,
    Verdict,
    VerdictForm,
    Why,
    behind,
    page_of,
)
from onrecord.web.rendering import page
from onrecord.web.service import Here
from onrecord.web.shapes import described, schema_of

api = APIRouter(prefix="/api", tags=["review"])
pages = APIRouter(include_in_schema=False)
REVIEWERS = [Depends(needs("review"))]


@listing(api, "/reviews", Review)
def reviews(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """What people said of statements, newest first."""
    found, total = here.ledger.reviews(limit=asked.limit + 1, after=behind(asked, str, str))
    page, next_ = page_of(asked, found, lambda one: (one.at, one.id))
    return listed(request, [one.to_json() for one in page], columns_of(Review), total=total, next_=next_)


@api.get("/statements/{id}/reviews", response_class=Response, responses=described(OBJECT, 404))
def reviewed(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """A statement as people left it: its status, its current view, and the reviews, oldest first."""
    return answer(request, view_json(here.ledger.reviewed(id)))


@api.post(
    "/statements/{id}/reviews", response_class=Response, dependencies=REVIEWERS, responses=described(schema_of(Review), 404, 413)
)  # fmt: skip
def review(request: Request, id: str, verdict: Verdict, here: Here) -> Response:  # noqa: A002
    """Accepts, rejects or corrects a statement. The machine's record stays as it is."""
    who = visitor_of(request).name
    made = here.ledger.review(id, verdict.action, by=who, why=verdict.why, correction=verdict.correction)
    here.forget()
    return answer(request, made.to_json())


@api.post(
    "/reviews/{id}/undo",
    response_class=Response,
    dependencies=REVIEWERS,
    responses=described(schema_of(Review), 404, 409, 413),
)
def undo(request: Request, id: str, why: Why, here: Here) -> Response:  # noqa: A002
    """Takes a review back, by another event."""
    made = here.ledger.undo(id, by=visitor_of(request).name, why=why.why)
    here.forget()
    return answer(request, made.to_json())


@api.get("/articles/{id}/reviewed", response_class=Response, responses=described(OBJECT, 404))
def reviewed_article(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """An article's reading as people left it: corrected, and without what was rejected."""
    return answer(request, here.ledger.reviewed_reading(id).to_json())


@api.get("/gold.jsonl", response_class=Response, responses=described({"type": "string"}, type_="application/jsonl"))
def gold(request: Request, _: Annotated[Asked, Query()], here: Here) -> Response:
    """All articles of which something was reviewed, as people left them, one on a line: gold for `onrecord evaluate`."""
    readings = map(here.ledger.reviewed_reading, here.ledger.reviewed_articles())
    lines = "".join(json.dumps(reading.to_json()) + "\n" for reading in readings)  # ASCII: no other line ends within
    headers = {"Content-Disposition": 'attachment; filename="gold.jsonl"'}
    return tagged(request, lines, "application/jsonl", headers)


@pages.get("/reviews")
def reviews_page(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """What people said of statements, newest first."""
    found, total = here.ledger.reviews(limit=asked.limit + 1, after=behind(asked, str, str))
    found, next_ = page_of(asked, found, lambda one: (one.at, one.id))
    entries = here.ledger.entries(one.statement for one in found)
    known = {one.entry.id: one for one in views.shown(here.ledger, entries.values())}
    rest = paging(request, asked, next_)
    return page(request, "reviews.html", reviews=found, known=known, total=total, **rest)


@pages.post("/statements/{id}/review", dependencies=REVIEWERS)
def review_form(request: Request, id: str, form: Annotated[VerdictForm, Form()], here: Here) -> Response:  # noqa: A002
    """Accepts or rejects, and leads back to the statement."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    made = here.ledger.review(id, form.action, by=visitor.name, why=form.why)
    here.forget()
    return _back(made.statement)


@pages.post("/statements/{id}/correct", dependencies=REVIEWERS)
def correction_form(request: Request, id: str, form: Annotated[CorrectionForm, Form()], here: Here) -> Response:  # noqa: A002
    """Corrects, and leads back to the statement."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    entry = here.ledger.statement(id)
    text = here.ledger.reading(entry.article).document.text
    view = here.ledger.reviewed(entry.id)
    links = here.ledger.links_from([entry.id]).get(entry.id, []) if view.links is None else view.links
    correction = correction_of(form, view.statement, links, text)
    here.ledger.review(entry.id, "correct", by=visitor.name, why=form.why, correction=correction)
    here.forget()
    return _back(entry.id)


@pages.post("/reviews/{id}/undo", dependencies=REVIEWERS)
def undo_form(request: Request, id: str, form: Annotated[SealedForm, Form()], here: Here) -> Response:  # noqa: A002
    """Takes a review back, and leads back to the statement."""
    visitor = visitor_of(request)
    here.access.check_form(visitor, form.seal)
    made = here.ledger.undo(id, by=visitor.name, why=form.why)
    here.forget()
    return _back(made.statement)


def view_json(view: Reviewed) -> dict[str, Any]:
    """A statement as people left it, as JSON; `links` is null where people said nothing of them."""
    events = [one.to_json() for one in view.reviews]
    links = None if view.links is None else [link.to_json() for link in view.links]
    return {"status": view.status, "statement": view.statement.to_json(), "links": links, "reviews": events}


def _back(statement: str) -> Response:
    return RedirectResponse(f"/statements/{quote(statement)}#review", status_code=303)
