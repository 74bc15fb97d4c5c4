"""Templates to answers: every page gets the same frame, headers that let nothing foreign in, and an ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from onrecord.exports.acts import acts_named
from onrecord.exports.bars import bars
from onrecord.exports.charts import chart
from onrecord.exports.html import asset, prepare
from onrecord.exports.sides import side_name
from onrecord.exports.words import STATUS_WORDS
from onrecord.ledger.overview import Moment
from onrecord.records import ACTS, LINK_TYPES
from onrecord.web import views
from onrecord.web.access import visitor_of
from onrecord.web.answers import give, whole
from onrecord.web.corrections import links_words, parties_words, spans_words
from onrecord.web.faults import Fault
from onrecord.web.holes import hole

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@cache
def environment() -> Environment:
    """The pages' templates and, below them, those of the exports."""
    loader = ChoiceLoader([PackageLoader("onrecord.web"), PackageLoader("onrecord.exports")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, auto_reload=False)
    prepare(made)
    made.filters.update(highlighted=views.highlighted, side_name=side_name)
    made.globals.update(
        party_href=views.party_href, side_href=views.side_href, article_href=views.article_href,
        statement_href=views.statement_href, thread_href=views.thread_href, search_href=views.search_href,
        parties_words=parties_words, spans_words=spans_words, links_words=links_words,
        acts_named=acts_named, today=lambda: datetime.now(UTC).date().isoformat(), acts=ACTS, link_types=LINK_TYPES, bars=bars, status_words=STATUS_WORDS, version=version("onrecord"),
        style_version=_short("style.css"), script_version=_short("page.js"),
    )  # fmt: skip
    return made


def load(moments: Iterable[Moment]) -> None:
    """Loads what makes pages, and draws a timeline: who asks for the first page need not wait for that."""
    made = environment()
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    bars(chart(moments), str)


def page(
    request: Request, name: str, *, http_status: int = 200, headers: dict[str, str] | None = None, sealed: bool = False,
    **values: Any,
) -> Response:  # fmt: skip
    """A template as an answer; 304 where the asker has it. A `sealed` page has forms that change something: it comes with
    a session, which its forms are made for.
    """
    frame = {
        "path": request.url.path, "address": _address(request), "visitor": visitor_of(request), "seal": hole("seal") if sealed else "",
        "sign_in": hole("sign_in"), "sign_out": hole("sign_out"),
    }  # fmt: skip
    words = environment().get_template(name).render(frame | values)
    every = {"Cache-Control": "private, no-cache", "Vary": "Cookie", **(headers or {})}
    return give(request, whole(words, "text/html", status=http_status, headers=every))


def _address(request: Request) -> str | None:
    """The address that gives a view again, without what a form left empty; None for what is no view to come back to."""
    if request.method != "GET" or request.url.path in {"/", "/sign-in"}:
        return None
    given = request.query_params.multi_items()
    kept = [(name, value) for name, value in given if value]
    return str(request.url if len(kept) == len(given) else request.url.replace(query=urlencode(kept)))


def fault_page(request: Request, fault: Fault) -> Response:
    """What went wrong, as a page."""
    return page(request, "fault.html", http_status=fault.status, headers=fault.headers, fault=fault)


def _short(name: str) -> str:
    return hashlib.sha256(asset(name).encode()).hexdigest()[:10]
