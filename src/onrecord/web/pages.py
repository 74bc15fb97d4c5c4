"""The pages: rendered here, readable without JavaScript. Nothing is loaded from elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from onrecord.exports import html
from onrecord.exports.charts import chart, chart_of
from onrecord.exports.grids import grid_of
from onrecord.exports.marks import paragraphs
from onrecord.exports.network import network_of
from onrecord.exports.passages import passage_of
from onrecord.exports.sides import side_name
from onrecord.ledger import Entry
from onrecord.ledger.query import Query as Asking
from onrecord.ledger.query import understood
from onrecord.ledger.rows import place_of
from onrecord.records import Document
from onrecord.web import views
from onrecord.web.access import visitor_of
from onrecord.web.parameters import Asked, ByAct, Page, Parties, Search, Span, Text, Who, behind, page_of
from onrecord.web.rendering import page
from onrecord.web.service import Here

router = APIRouter(include_in_schema=False)
SAMPLE, PICKED, ON_A_CHART = 8, 20, 200


@router.get("/")
def front(request: Request, _: Annotated[Asked, Query()], here: Here) -> Response:
    """Newest replies, charges that nobody answered, a search box and a box to paste a text into."""
    replies, charges = here.newest()
    entries = [entry for reply in replies for entry in (reply.answered, reply.answering)]
    known = {one.entry.id: one for one in views.shown(here.ledger, [*entries, *(entry for entry, _ in charges)])}
    shown = [
        {"type": reply.type, "answered": known[reply.answered.id], "answering": known[reply.answering.id]}
        for reply in replies
        if {reply.answered.id, reply.answering.id} <= set(known)
    ]
    unanswered = [(known[entry.id], again) for entry, again in charges if entry.id in known]
    return page(request, "front.html", replies=shown, unanswered=unanswered, counts=here.counts())


@router.post("/read")
def read(request: Request, text: Annotated[Text, Form()], here: Here) -> Response:
    """A pasted text as an article's page; nothing is stored."""
    document = Document(**text.model_dump(exclude={"min_confidence"}))
    reading = here.read_text(request, document, text.min_confidence)
    headers = {"Cache-Control": "no-store"}
    body = html.article(reading)
    return page(request, "article_page.html", headers=headers, reading=reading, body=body, stored=False)


@router.get("/articles")
def articles(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """The list of articles."""
    [after] = behind(asked, str) or [""]
    found, next_ = page_of(asked, here.ledger.articles(after=after), lambda one: (one.id,))
    total = here.counts()["articles"]
    return page(request, "articles.html", articles=found, total=total, **paging(request, asked, next_))


@router.get("/articles/{id}")
def article(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """An article with its statements in the margin, and their links to it and to others."""
    reading, notes = views.current(here.ledger, here.ledger.reading(id))
    ties = views.ties_of(here.ledger, reading)
    body = html.article(reading, ties=ties, notes=notes, hrefs=(views.party_href, views.statement_href))
    return page(request, "article_page.html", reading=reading, body=body, stored=True)


@router.get("/articles/{id}/page.html")
def article_to_keep(id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """The same article as one file that needs no other."""
    words = "".join(html.page([here.ledger.reading(id)]))
    headers = {"Content-Disposition": 'attachment; filename="article.html"'}
    return Response(words.encode("utf-8", "replace"), media_type="text/html", headers=headers)


@router.get("/statements/{id}")
def statement(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """One statement: its words in their paragraph, everything known of it, how to cite it, and what people said of it."""
    entry = here.ledger.statement(id)
    view = here.ledger.reviewed(entry.id)
    one = views.Shown(entry, view.statement, views.notes_of({entry.id: view}).get(entry.id, ""))
    reading = here.ledger.reading(entry.article)
    rows = [
        row for row in paragraphs(reading.document.text, (one.statement,)) if row.statements or 'class="' in row.marked
    ]
    order = [other.id for other in sorted(reading.statements, key=lambda other: other.start)]
    place = order.index(entry.id)
    around = {
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }
    links = here.ledger.links_from([entry.id]).get(entry.id, []) if view.links is None else view.links
    return page(
        request, "statement.html", sealed=visitor_of(request).may("review"), one=one, s=one.statement, rows=rows,
        citation=citation(entry), view=view, around=around, links=links,
        answered=here.ledger.entries(link.to for link in links), original=passage_of(entry),
    )  # fmt: skip


@router.get("/threads/{id}")
def thread(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """A thread, both sides' words side by side."""
    found = here.ledger.thread(id)
    turns = views.turns(here.ledger, found)
    folded = sum(len(turn.folded) for turn in turns)
    here_id = here.ledger.statement(id).id
    root = turns[0].shown
    return page(request, "thread.html", turns=turns, root=root, status=found.status, folded=folded, here_id=here_id)


@router.get("/search")
def search(request: Request, asked: Annotated[Search, Query()], here: Here) -> Response:
    """Statements by words and conditions."""
    found, facets = here.hits_and_facets(asked)
    hits, next_ = page_of(asked, found, place_of)
    meant = understood(Asking(**asked.conditions()))
    given = {key: value for key, value in asdict(meant).items() if value is not None}
    chips = [
        (f"{key} {value}".lower(), views.search_href(**{other: v for other, v in given.items() if other != key}))
        for key, value in given.items()
    ]
    rest = paging(request, asked, next_, export="/api/statements")
    return page(
        request, "search.html", asked=asked, words=meant.words, found=views.shown(here.ledger, hits), total=found.total,
        chips=chips, facets=facets, narrowed=set(given),
        narrower=lambda name, value: views.narrower_href(given, name, value),
        facets_href=f"/api/facets?{urlencode(given)}", **rest,
    )  # fmt: skip


@router.get("/parties")
def parties(request: Request, asked: Annotated[Parties, Query()], here: Here) -> Response:
    """Parties by name."""
    found, next_, total = here.parties(asked)
    rest = paging(request, asked, next_)
    return page(request, "parties.html", asked=asked, found=found, total=total, **rest)


@router.get("/party")
def party(request: Request, asked: Annotated[Who, Query()], here: Here) -> Response:
    """A party: what it said, what was said of it, whom it accuses and who accuses it."""
    ledger, who = here.ledger, asked.who
    seen = here.party(who, SAMPLE, ON_A_CHART)
    said, about = views.shown(ledger, seen.by), views.shown(ledger, seen.about)
    side = side_of(who, said[:1], about[:1])
    made, met = here.charges(side)
    return page(
        request, "party.html", who=who, called=side_name(side[0]), code=next((one for one in side if side_name(one) != one), None),
        said=said, said_total=seen.by.total, about=about, about_total=seen.about.total, to_total=seen.to_total,
        charges=views.grouped((cell.about, cell) for cell in made)[:SAMPLE],
        charged=views.grouped((cell.by, cell) for cell in met)[:SAMPLE],
        chart=chart_of(seen.moments),
        period_href=lambda period: views.search_href(by=who, since=period, until=period),
    )  # fmt: skip


@router.get("/matrix")
def matrix(request: Request, asked: Annotated[ByAct, Query()], here: Here) -> Response:
    """Who does what to whom."""
    grid = here.remembered.get(("grid", asked.act), lambda: grid_of(here.matrix(asked.act)))
    return page(request, "matrix.html", asked=asked, grid=grid, exports=exports("/api/matrix", asked))


@router.get("/network")
def network(request: Request, asked: Annotated[ByAct, Query()], here: Here) -> Response:
    """Who speaks of whom, as a drawing."""
    drawn = here.remembered.get(("network", asked.act), lambda: network_of(here.matrix(asked.act)))
    return page(request, "network.html", asked=asked, drawn=drawn, exports=exports("/api/matrix", asked))


@router.get("/timeline")
def timeline(request: Request, asked: Annotated[Span, Query()], here: Here) -> Response:
    """What was said when; the statements of a span of time where one is picked."""
    moments = here.timeline(asked.act)
    picked = None
    if asked.since or asked.until:
        found = here.search(Search(act=asked.act, since=asked.since, until=asked.until, limit=PICKED))
        picked = views.shown(here.ledger, list(found)[:PICKED]), found.total
    bars = chart(moments)
    within = {bar.period for bar in bars.bars if picked and views.is_within(bar.period, asked.since, asked.until)}
    forms = exports("/api/statements", asked) if picked else exports("/api/timeline", asked)

    def period_href(period: str) -> str:
        return f"/timeline?{urlencode({'act': asked.act or '', 'since': period, 'until': period})}#picked"

    return page(
        request, "timeline.html", asked=asked, moments=moments, period_href=period_href, chart=bars, exports=forms,
        picked=picked, within=within,
    )  # fmt: skip


def side_of(who: str, by: list[views.Shown], about: list[views.Shown]) -> tuple[str, ...]:
    """What a party is called, its name first, and then as the matrix has it: by its code, else by its name."""
    mentioned = [party for one in by for party in one.statement.speakers]
    mentioned += [party for one in about for party in one.statement.targets]
    meant = [party for party in mentioned if who in {party.id, party.for_, party.name}]
    if not meant:
        return (who,)
    itself = next((party for party in meant if who in {party.id, party.name}), None)
    if itself is None:
        return (who,)
    return tuple(
        dict.fromkeys(
            (itself.name, *((itself.for_,) if itself.kind in {"state", "organisation"} and itself.for_ else ()))
        )
    )


def paging(request: Request, asked: Page, next_: str | None, *, export: str | None = None) -> dict[str, Any]:
    """Where the next page, the first page and the exports of this one are."""
    path = request.url.path
    given = asked.model_dump(exclude_none=True, exclude_unset=True)
    first = {key: value for key, value in given.items() if key != "next"}
    return {
        "next_href": f"{path}?{urlencode(given | {'next': next_})}" if next_ else None,
        "first_href": f"{path}?{urlencode(first)}" if asked.next else None,
        "exports": exports(export or f"/api{path}", asked, limit=asked.limit),
    }


def exports(path: str, asked: Asked, **more: Any) -> tuple[tuple[str, str], ...]:
    """The addresses of exactly what is shown, by form."""
    query = urlencode(asked.model_dump(exclude_none=True) | more)
    return tuple((form.upper(), f"{path}.{form}?{query}".rstrip("?")) for form in ("csv", "json", "jsonl"))


def citation(entry: Entry) -> str:
    """A statement as a source to cite: who, in which article, where and when, and the ledger's id."""
    who = ", ".join(entry.speakers) or entry.source or "Somebody not named"
    where = [
        f"“{entry.title}”" if entry.title else "an untitled article",
        entry.outlet,
        (entry.published or "")[:10],
        entry.url,
    ]
    return f"{who}, as reported in {', '.join(part for part in where if part)} (onrecord {entry.id})."
