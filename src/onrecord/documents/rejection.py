"""What could not be read: which input, where in it, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from onrecord.errors import EmptyInput, InputError, RecordError, TooLarge, UnsupportedLanguage

if TYPE_CHECKING:
    from onrecord.records import Document

Reason = Literal[
    "missing",  # no such file or folder
    "unreadable",  # the operating system does not let it be read
    "empty",  # nothing in it
    "binary",  # an image, a program, a packed file ...
    "encoding",  # text in an encoding that cannot be told
    "too_large",  # over a stated limit
    "broken",  # JSON, XML, CSV, gzip that breaks its format
    "no_text",  # a page, row or item without an article's text
    "listed",  # a feed or sitemap only names the page that holds it
    "withheld",  # its publisher has cancelled it, or it is under embargo
    "language",  # in a language that no installed data reads
    "not_prose",  # mostly marks and digits
    "failed",  # the reader itself failed, which is a fault of ours
    "refused",  # an address that is not fetched: not of the web, not public, or fetching is off
    "unreachable",  # a server that does not give the page
    "extra",  # a format whose optional package is not installed
]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that was not read. `source` is its path or address (`-` for stdin), `place` where in it (a line, an
    item; None for the whole), `reason` one of REASONS, `message` a sentence with the way out.
    """

    source: str
    place: str | None
    reason: Reason
    message: str

    def __str__(self) -> str:
        where = f"{self.source}, {self.place}" if self.place else self.source
        return f"{where}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        return {"source": self.source, "place": self.place, "reason": self.reason, "message": self.message}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Rejection:
        """Raises RecordError where it is no rejection."""
        if data.get("reason") not in REASONS or not isinstance(data.get("source"), str):
            raise RecordError("not a rejection: it needs a `source` and one of the known values as `reason`")
        return cls(data["source"], data.get("place"), data["reason"], str(data.get("message", "")))


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that a feed or sitemap names without its text: its address, what else is told of it, and its rejection, for
    where it is not fetched.
    """

    url: str
    rejection: Rejection
    title: str | None = None
    outlet: str | None = None
    published: str | None = None


def rejection_of(document: Document, error: InputError) -> Rejection:
    """The rejection of a document that the reader does not admit."""
    reasons: dict[type[InputError], Reason] = {
        EmptyInput: "empty", TooLarge: "too_large", UnsupportedLanguage: "language",
    }  # fmt: skip
    origin = document.origin
    source = origin.source if origin else document.url or document.title or document.id
    return Rejection(source, origin.record if origin else None, reasons.get(type(error), "not_prose"), str(error))
