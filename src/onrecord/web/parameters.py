"""What may be asked, and how: the query parameters and bodies of the API. Anything else is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from onrecord.ledger.review import ReviewStatus
from onrecord.ledger.words import storable
from onrecord.records import Act, LinkType
from onrecord.web.faults import Fault

MOST = 1000  # rows on one page
FURTHEST = 2**31 - 1
TEXT_LIMIT = 200_000  # characters, as the reader's own
Row = TypeVar("Row")
Form = Literal["json", "jsonl", "csv"]
Words = Annotated[str, Field(max_length=500)]
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
Date = Annotated[str, Field(pattern=DATE, description="ISO date, whole or partial: 2024, 2024-07 or 2024-07-31")]


class Asked(BaseModel):
    """No parameters. Base of all: an unknown parameter is refused, an empty one is as good as none."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, given: Any) -> Any:
        return {key: value for key, value in given.items() if value != ""} if isinstance(given, dict) else given


class Page(Asked):
    """One page of a list: `next` is taken from the page before."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="At most so many.")] = 50
    next: Annotated[str | None, Field(max_length=4000, description="Where the page before ended; opaque.")] = None


class Conditions(Asked):
    """The conditions of a search; each given one must hold."""

    words: Annotated[Words | None, Field(description='All must occur; "a phrase", begin* and -not are understood.')] = (
        None
    )
    by: Annotated[Words | None, Field(description="Speaker: a party's id, a code such as CHN, or part of a name.")] = (
        None
    )
    about: Annotated[Words | None, Field(description="Target: the party accused, praised, asked ...")] = None
    to: Annotated[Words | None, Field(description="Addressee.")] = None
    act: Act | None = None
    since: Date | None = None
    until: Date | None = None
    answered: Annotated[bool | None, Field(description="Somebody rebuts, counters or accepts it, or nobody does.")] = (
        None
    )
    outlet: Words | None = None
    review: Annotated[
        ReviewStatus | None, Field(description="As people left it: untouched (machine), confirmed, rejected.")
    ] = None

    def conditions(self) -> dict[str, Any]:
        """The conditions alone, as `Ledger.search` takes them."""
        return self.model_dump(exclude={"limit", "next"})


class Statements(Page, Conditions):
    """One page of what a search finds."""


class Search(Statements):
    """A search as its page asks it."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


class Who(Asked):
    """A party, by id, code or name."""

    who: Annotated[str, Field(min_length=1, max_length=500)]


class Parties(Page):
    """Parties by name."""

    name: Annotated[Words | None, Field(description="Part of a name, or a code.")] = None


class Links(Page):
    """Answers by their type."""

    type: LinkType | None = None


class ByAct(Asked):
    """Only statements with this act."""

    act: Act | None = None


class Span(ByAct):
    """Only statements with this act; `since` and `until` pick a span of time out of what is shown."""

    since: Date | None = None
    until: Date | None = None


class Text(Asked):
    """An article to read. Nothing of it is stored."""

    text: Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]
    title: Annotated[str | None, Field(max_length=1000)] = None
    url: Annotated[str | None, Field(max_length=2000)] = None
    outlet: Annotated[str | None, Field(max_length=200)] = None
    published: Annotated[str | None, Field(max_length=40)] = None
    min_confidence: Annotated[float | None, Field(ge=0, le=1, strict=True)] = None


def behind(asked: Page, *kinds: type) -> Any:
    """Where the page before ended, as a tuple of these kinds (str or int); None for the first page. Raises Fault (400) where
    `next` is not from a page of the same question.
    """
    if asked.next is None:
        return None
    place, question = _unpacked(asked.next)
    fits = len(place) == len(kinds) and all(map(_is, place, kinds))
    if question != _question(asked) or not fits:
        raise Fault(400, "query next: not from a page of this list: ask for the first page again", "invalid")
    return tuple(place)


def page_of(asked: Page, found: Iterable[Row], place: Callable[[Row], tuple[Any, ...]]) -> tuple[list[Row], str | None]:
    """One page of what was found, and the `next` of the page behind it, None where it is the last: `found` holds one more
    than was asked for where there is more. What is added or taken out meanwhile moves no page.
    """
    rows = list(islice(found, asked.limit + 1))
    if len(rows) <= asked.limit:
        return rows, None
    told = json.dumps([place(rows[asked.limit - 1]), _question(asked)], separators=(",", ":"))
    return rows[: asked.limit], base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _unpacked(next_: str) -> tuple[list[Any], str]:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", next_):
        return [], ""
    try:
        place, question = json.loads(base64.urlsafe_b64decode(next_ + "=" * (-len(next_) % 4)))
    except (ValueError, TypeError, RecursionError):
        return [], ""
    return (place, str(question)) if isinstance(place, list) else ([], "")


def _is(value: Any, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= FURTHEST
    return isinstance(value, str) and value == storable(value)


def _question(asked: Page) -> str:
    told = json.dumps(asked.model_dump(exclude={"limit", "next"}, exclude_none=True), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


Reason = Annotated[str | None, Field(max_length=2000, description="Why.")]


class Why(Asked):
    """Why a review is taken back."""

    why: Reason = None


class Verdict(Asked):
    """What somebody says of a statement."""

    action: Literal["accept", "reject", "correct"]
    why: Reason = None
    correction: Annotated[dict[str, Any] | None, Field(description="With `correct`: the fields that change.")] = None


class SealedForm(Asked):
    """A form of a page of the service: `seal` says which session it was made for."""

    seal: Annotated[str | None, Field(max_length=100)] = None
    why: Reason = None


class VerdictForm(SealedForm):
    """Accepts or rejects a statement."""

    action: Literal["accept", "reject"]


class CorrectionForm(SealedForm):
    """A statement as it should be; parties as `Name (CODE); Name`, spans as the article's own words, ` … ` between two;
    links as `rebuts st:...; repeats st:...`.
    """

    act: Act
    negated: bool = False
    speakers: Annotated[str, Field(max_length=2000)] = ""
    addressees: Annotated[str, Field(max_length=2000)] = ""
    targets: Annotated[str, Field(max_length=2000)] = ""
    source: Annotated[str, Field(max_length=2000)] = ""
    cue: Annotated[str, Field(max_length=2000)] = ""
    content: Annotated[str, Field(max_length=50_000)] = ""
    links: Annotated[str, Field(max_length=5000)] = ""


class Same(Asked):
    """What somebody says of two parties, each by its handle or whole name: one is the other, or is not."""

    action: Literal["merge", "split"]
    party: Annotated[str, Field(min_length=1, max_length=500)]
    other: Annotated[str, Field(min_length=1, max_length=500)]
    why: Reason = None


class SameForm(Same, SealedForm):
    """The same, from a page."""


class TokenForm(SealedForm):
    """Signing in."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
