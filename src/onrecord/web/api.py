"""The API under /api: the same words and JSON as the library and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from onrecord.exports.told import found_rows, thread_rows
from onrecord.ledger import Article, Entry
from onrecord.ledger.overview import Cell, Moment, PartyCount
from onrecord.ledger.rows import place_of
from onrecord.records import Document, Link
from onrecord.web.answers import answer, listed
from onrecord.web.parameters import (
    Asked,
    ByAct,
    Conditions,
    Links,
    Page,
    Parties,
    Statements,
    Text,
    behind,
    page_of,
)  # fmt: skip
from onrecord.web.service import Here
from onrecord.web.shapes import described, page_shape

router = APIRouter(prefix="/api", tags=["api"])
OBJECT = {"type": "object"}
LINK_COLUMNS = ("from", "type", "to", "confidence", "evidence")
BESIDE = {
    "answers": {"type": "array", "items": {"type": "string"}},
    "review": {"type": "string"},
    "passage": {"anyOf": [{"type": "string"}, {"type": "null"}]},
}  # of a statement found
Endpoint = Callable[..., Response]


def listing(
    router: APIRouter, path: str, record: type, more: dict[str, Any] | None = None
) -> Callable[[Endpoint], Endpoint]:
    """A list at a path and, with `.json`, `.jsonl` and `.csv` after it, in those forms; `more`: the JSON schemas of what its
    records have beside the fields of their data class.
    """

    def register(endpoint: Endpoint) -> Endpoint:
        forms = {
            "": described(page_shape(record, more)),
            ".json": described(page_shape(record, more)),
            ".jsonl": described({"type": "string"}, type_="application/jsonl"),
            ".csv": described({"type": "string"}, type_="text/csv"),
        }
        for ending, responses in forms.items():
            router.add_api_route(
                path + ending, endpoint, response_class=Response, responses=responses, methods=["GET"],
                operation_id=f"{endpoint.__name__}{ending.replace('.', '_')}",
            )  # fmt: skip
        return endpoint

    return register


def columns_of(record: type) -> list[str]:
    """The names of a record's fields, in order."""
    return [field.name for field in fields(record)]


@router.post("/read", response_class=Response, responses=described(OBJECT, 413, 422, 503))
def read(request: Request, text: Text, here: Here) -> Response:
    """Reads a text: who said what about whom. Nothing is stored. The answer is a reading, as `onrecord schema` has it."""
    document = Document(**text.model_dump(exclude={"min_confidence"}))
    return answer(request, here.read_text(request, document, text.min_confidence).to_json())


@router.get("/counts", response_class=Response, responses=described(OBJECT))
def counts(request: Request, _: Annotated[Asked, Query()], here: Here) -> Response:
    """How many articles, statements, links and parties the ledger holds."""
    return answer(request, here.counts())


@listing(router, "/articles", Article)
def articles(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """The articles, by id, without their texts."""
    [after] = behind(asked, str) or [""]
    page, next_ = page_of(asked, here.ledger.articles(after=after), lambda one: (one.id,))
    rows = [article.to_json() for article in page]
    return listed(request, rows, columns_of(Article), total=here.counts()["articles"], next_=next_)


@router.get("/articles/{id}", response_class=Response, responses=described(OBJECT, 404))
def article(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """An article's reading: text, statements and links. The beginning of an id is enough, where only one begins so."""
    return answer(request, here.ledger.reading(id).to_json())


@listing(router, "/statements", Entry, BESIDE)
def statements(request: Request, asked: Annotated[Statements, Query()], here: Here) -> Response:
    """The statements that meet all conditions, the newest first, each with what it answers (`rebuts st:...`) and how people
    left it.
    """
    found = here.search(asked)
    page, next_ = page_of(asked, found, place_of)
    rows = list(found_rows(here.ledger, page))
    return listed(request, rows, [*columns_of(Entry), *BESIDE], total=found.total, next_=next_)


@router.get("/facets", response_class=Response, responses=described(OBJECT))
def facets(request: Request, asked: Annotated[Conditions, Query()], here: Here) -> Response:
    """How many of the statements that meet all conditions have each act, party, outlet, month and review status. Of many
    statements the newest are counted: `counted` says how many of the `total`.
    """
    return answer(request, here.facets(asked).to_json())


@router.get("/statements/{id}", response_class=Response, responses=described(OBJECT, 404))
def statement(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """A whole statement with the article it stands in and what answers it."""
    entry = here.ledger.statement(id)
    whole = here.ledger.records([entry.id])[entry.id]
    answers = [item.to_json() for item in here.ledger.thread(entry.id).items if item.answers == entry.id]
    article = {name: getattr(entry, name) for name in ("title", "url", "outlet", "published")}
    return answer(request, whole.to_json() | {"article": {"id": entry.article, **article}, "answers": answers})


@listing(router, "/links", Link)
def links(request: Request, asked: Annotated[Links, Query()], here: Here) -> Response:
    """The links between statements, within articles and between them."""
    found, total = here.ledger.all_links(asked.type, limit=asked.limit + 1, after=behind(asked, str, str, str))
    page, next_ = page_of(asked, found, lambda link: (link.from_, link.type, link.to))
    return listed(request, [link.to_json() for link in page], LINK_COLUMNS, total=total, next_=next_)


@listing(router, "/parties", PartyCount)
def parties(request: Request, asked: Annotated[Parties, Query()], here: Here) -> Response:
    """The parties, most often mentioned first."""
    page, next_, total = here.parties(asked)
    return listed(request, [one.to_json() for one in page], columns_of(PartyCount), total=total, next_=next_)


@router.get(
    "/threads/{id}.csv", response_class=Response, responses=described({"type": "string"}, 404, type_="text/csv")
)
def thread_csv(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """The same thread, a row a statement, in the order of time."""
    rows = list(thread_rows(here.ledger, here.ledger.thread(id)))
    return listed(request, rows, [*columns_of(Entry), *BESIDE], total=len(rows), next_=None)


@router.get("/threads/{id}", response_class=Response, responses=described(OBJECT, 404))
def thread(request: Request, id: str, _: Annotated[Asked, Query()], here: Here) -> Response:  # noqa: A002
    """The thread that a statement belongs to: what it all began with, and everything that answers that."""
    return answer(request, here.ledger.thread(id).to_json())


@listing(router, "/matrix", Cell)
def matrix(request: Request, asked: Annotated[ByAct, Query()], here: Here) -> Response:
    """Who does what to whom, and how often."""
    return _whole(request, here.matrix(asked.act), Cell)


@listing(router, "/timeline", Moment)
def timeline(request: Request, asked: Annotated[ByAct, Query()], here: Here) -> Response:
    """How many statements fall in each month, by act."""
    return _whole(request, here.timeline(asked.act), Moment)


@router.get("/replies", response_class=Response, responses=described(OBJECT))
def replies(request: Request, asked: Annotated[Page, Query()], here: Here) -> Response:
    """The newest statements that answer another, with those they answer."""
    found = here.ledger.replies(limit=asked.limit + 1, after=behind(asked, str, str, int, str, str, str))
    page, next_ = page_of(asked, found, lambda one: (*place_of(one.answering), one.answered.id, one.type))
    return answer(request, {"items": [reply.to_json() for reply in page], "next": next_})


def _whole(request: Request, found: list[Any], record: type) -> Response:
    rows = [one.to_json() for one in found]
    return listed(request, rows, columns_of(record), total=len(rows), next_=None)
