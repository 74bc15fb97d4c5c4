"""What a ledger answers with: flat records, fit for a table, a data frame or JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from html import escape
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.records import Act, LinkType, Quotation

Status = Literal["unanswered", "disputed", "accepted", "mixed"]


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a reading did: `new` is True where the article was not there before; `statements` and `links` count
    what was written, 0 where the ledger held the same reading already.
    """

    article: str
    new: bool
    statements: int
    links: int


@dataclass(frozen=True, slots=True)
class Article:
    """An article in the ledger, without its text. `statements` counts them; `added_at` is an ISO 8601 time in UTC, `run`
    names the run that put the reading in, None in ledgers from before runs had names.
    """

    id: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    language: str | None
    sha256: str
    reader: str | None
    statements: int
    added_at: str
    run: str | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement in the ledger with the article it stands in. `content` and `cue` join their spans by ` … `;
    `said_at` is where the statement's interval starts; `start` is an offset in the article's text, in code points;
    `answered` counts the statements that rebut, counter or accept it, `outlets` those that report it word for word.
    """

    id: str
    article: str
    title: str | None
    url: str | None
    outlet: str | None
    published: str | None
    act: Act
    negated: bool
    speakers: tuple[str, ...]
    speaks_for: tuple[str, ...]
    addressees: tuple[str, ...]
    targets: tuple[str, ...]
    source: str | None
    cue: str
    content: str
    quotation: Quotation
    time: str | None
    said_at: str | None
    confidence: float
    inside: str | None
    answered: int
    plover: str | None
    cameo: str | None
    start: int
    outlets: int = 1

    def to_json(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


class Entries(list[Entry]):
    """One page of a search's answer, and how many statements matched in all: `total`.

    `pandas.DataFrame(entries)` is a flat table; a notebook shows it as one.
    """

    def __init__(self, found: Iterable[Entry], total: int) -> None:
        super().__init__(found)
        self.total = total

    def _repr_html_(self) -> str:
        shown = ("published", "outlet", "speakers", "speaks_for", "act", "targets", "content", "answered", "id")
        head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in shown)
        rows = "".join(f"<tr>{''.join(_cell(getattr(entry, name)) for name in shown)}</tr>" for entry in self)
        return f'<div class="onrecord"><p>{len(self)} of {self.total}</p><table><tr>{head}</tr>{rows}</table></div>'


def _cell(value: Any) -> str:
    words = ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"<td>{escape(words)}</td>"


ENTRY_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class ThreadItem:
    """A statement in a thread: `type` says how it takes up the statement `answers`, both None for the root;
    `depth` is its distance from the root, `confidence` the link's (1.0 for the root).
    """

    entry: Entry
    type: LinkType | None
    answers: str | None
    depth: int
    confidence: float

    def to_json(self) -> dict[str, Any]:
        return {
            "entry": self.entry.to_json(), "type": self.type, "answers": self.answers,
            "depth": self.depth, "confidence": self.confidence,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thread:
    """A statement with all that answers or takes it up, in time order; the root comes first. What stands word for word in
    several articles comes once, and its `outlets` say how often it is told.

    `status`: `disputed` where the root is rebutted or countered, `accepted`, `mixed` for both, else `unanswered`.
    """

    root: Entry
    items: tuple[ThreadItem, ...]
    status: Status

    def to_json(self) -> dict[str, Any]:
        return {
            "root": self.root.to_json(), "status": self.status,
            "items": [item.to_json() for item in self.items],
        }  # fmt: skip
