"""What the routes work with: the ledger, the reader, who may do what, and how often."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, Request

from onrecord.errors import LedgerError
from onrecord.ledger import Entries, Entry, Ledger
from onrecord.ledger.facets import Facets
from onrecord.ledger.overview import CHARGES, Cell, Moment, PartyCount, Reply
from onrecord.ledger.parties import Suggestion
from onrecord.ledger.portrait import Portrait
from onrecord.ledger.query import Query as Asking
from onrecord.records import Document, Reading
from onrecord.web.access import Access, visitor_of
from onrecord.web.faults import Fault
from onrecord.web.limits import Rate
from onrecord.web.parameters import Conditions, Page, Parties, Statements, behind, page_of
from onrecord.web.remembering import Remembered

READERS_AT_ONCE = 2
NEWEST = 5, 6  # replies, and accusations that nobody answered, on the front page
PATIENCE = 30  # seconds that a text waits for its turn
# What is found otherwise once people have reviewed statements or merged parties.
OF_PEOPLE = frozenset({"search", "facets", "hits and facets", "party", "parties", "suggestions"})
ReadOne = Callable[[Document, float | None], Reading]


@dataclass(slots=True)
class Service:
    """One service over one ledger."""

    ledger: Ledger
    read: ReadOne
    access: Access = field(default_factory=Access)
    rate: Rate = field(default_factory=Rate)
    remembered: Remembered = field(init=False)
    busy: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(READERS_AT_ONCE))

    def __post_init__(self) -> None:
        self.remembered = Remembered(state=self.ledger.state)

    def matrix(self, act: str | None) -> list[Cell]:
        """The ledger's matrix, which takes long where there is much; that of one act is a part of it."""
        if act is None:
            return self.remembered.get(("matrix",), self.ledger.matrix)
        return self.remembered.get(("matrix", act), lambda: [cell for cell in self.matrix(None) if cell.act == act])

    def charges(self, sides: Collection[str]) -> tuple[list[Cell], list[Cell]]:
        """Whom some sides accuse or criticise, and who does it to them: cells of the matrix, the most frequent first."""
        made, met = self.remembered.get(("charges",), lambda: _by_side(self.matrix(None)))
        return [cell for side in sides for cell in made.get(side, ())], [
            cell for side in sides for cell in met.get(side, ())
        ]

    def timeline(self, act: str | None) -> list[Moment]:
        """The ledger's timeline; that of one act is a part of it."""
        if act is None:
            return self.remembered.get(("timeline",), self.ledger.timeline)
        return self.remembered.get(("timeline", act), lambda: [one for one in self.timeline(None) if one.act == act])

    def parties(self, asked: Parties) -> tuple[list[PartyCount], str | None, int]:
        """A page of the ledger's parties, the `next` of the page behind it, and how many there are in all."""
        after = behind(asked, int, str)
        found, total = self.remembered.get(
            ("parties", asked.name, asked.limit, after),
            lambda: self.ledger.parties(asked.name, limit=asked.limit + 1, after=after),
        )
        return *page_of(asked, found, lambda one: (one.said + one.about + one.to, one.handle)), total

    def suggestions(self, asked: Page) -> tuple[list[Suggestion], str | None, int]:
        """A page of the pairs of parties that may be one, the `next` of the page behind it, and how many pairs there are."""
        found = self.remembered.get(("suggestions",), lambda: list(self.ledger.suggestions()))
        after = behind(asked, int, str, str)
        rest = [one for one in found if after is None or _place(one) > after]
        return *page_of(asked, rest, _place), len(found)

    def search(self, asked: Statements) -> Entries:
        """The statements of a page of a search, and one more where there is more."""
        after = behind(asked, str, str, int, str)
        given = asked.conditions()
        return self.remembered.get(
            ("search", *given.values(), asked.limit, after),
            lambda: self.ledger.search(**given, limit=asked.limit + 1, after=after),
        )

    def facets(self, asked: Conditions) -> Facets:
        """What the hits of a search have in common."""
        given = asked.conditions()
        return self.remembered.get(("facets", *given.values()), lambda: self.ledger.facets(Asking(**given)))

    def hits_and_facets(self, asked: Statements) -> tuple[Entries, Facets | None]:
        """A page of a search, and on its first page what the hits have in common."""
        if asked.next is not None:
            return self.search(asked), None
        given = asked.conditions()
        return self.remembered.get(
            ("hits and facets", *given.values(), asked.limit),
            lambda: self.ledger.hits_and_facets(Asking(**given), limit=asked.limit + 1),
        )

    def newest(self, replies: int = NEWEST[0], charges: int = NEWEST[1]) -> tuple[list[Reply], list[tuple[Entry, int]]]:
        """The newest replies and the charges that nobody answered."""
        return self.remembered.get(
            ("newest", replies, charges),
            lambda: (self.ledger.replies(limit=replies), self.ledger.unanswered(limit=charges)),
        )

    def forget(self) -> None:
        """Lets go of what is found otherwise once somebody has reviewed a statement or merged parties."""
        self.remembered.forget(lambda asked: asked[0] in OF_PEOPLE)

    @property
    def changes(self) -> int:
        """How often people changed something by this service."""
        return self.remembered.forgotten

    def counts(self) -> dict[str, int]:
        """How much the ledger holds."""
        return self.remembered.get(("counts",), self.ledger.counts)

    def party(self, who: str, sample: int, dated: int) -> Portrait:
        """A party's newest statements and those about it, with the dates and acts of more."""
        return self.remembered.get(
            ("party", who, sample, dated), lambda: self.ledger.portrait(who, sample=sample, dated=dated)
        )

    def prepare(self) -> None:
        """Finds beforehand what takes long, so that nobody waits for it."""
        self.counts()
        self.newest()
        for find in (self.matrix, self.timeline):
            find(None)
        self.charges(())
        self.parties(Parties())

    def take_turn(self, request: Request) -> None:
        """Raises Fault (429) where an asker asks too often for what costs much."""
        visitor = visitor_of(request)
        host = request.client.host if request.client else ""
        self.rate.take(f"token {visitor.name}" if visitor.by_token or visitor.signed_in else host)

    def read_text(self, request: Request, document: Document, min_confidence: float | None = None) -> Reading:
        """Reads a text for an asker. Raises Fault where the asker asks too often (429) or too many ask at once (503)."""
        self.take_turn(request)
        if not self.busy.acquire(timeout=PATIENCE):
            raise Fault(503, "too many texts are being read just now: try again in a minute")
        try:
            return self.read(document, min_confidence)
        finally:
            self.busy.release()


def _by_side(cells: list[Cell]) -> tuple[dict[str, list[Cell]], dict[str, list[Cell]]]:
    """Charges by who makes them, and by whom they are about."""
    made: dict[str, list[Cell]] = {}
    met: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.act in CHARGES:
            made.setdefault(cell.by, []).append(cell)
            met.setdefault(cell.about, []).append(cell)
    return made, met


def _place(one: Suggestion) -> tuple[int, str, str]:
    """Where a suggestion stands among all: the most alike first."""
    return 1000 - round(one.likeness * 1000), one.one, one.other


def read_one(document: Document, min_confidence: float | None) -> Reading:
    """Reads with the package's own reader, which is loaded when the first text comes."""
    from onrecord.reader import read  # noqa: PLC0415 - loads the parser

    return read(document, min_confidence=min_confidence)


async def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service = request.app.state.service
    if not isinstance(service, Service):
        raise LedgerError("the application was made without a service: use make_app")
    return service


Here = Annotated[Service, Depends(service_of)]
