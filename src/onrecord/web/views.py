"""What the pages show, gathered from the ledger: statements with their parties, highlighted hits, sides of a thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from onrecord.exports.html import Tie
from onrecord.exports.marks import harmless
from onrecord.exports.words import fold_repeats
from onrecord.ledger.words import fold, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.ledger import Entry, Ledger, Thread, ThreadItem
    from onrecord.ledger.overview import Cell
    from onrecord.ledger.review import Reviewed
    from onrecord.records import LinkType, Party, Reading, Statement

_WORD = re.compile(r"[^\W_]+")
MOST_ROWS = 12  # as many as the style sheet knows


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement on a page: its flat entry, the whole of it as people left it, and a word where they said something."""

    entry: Entry
    statement: Statement
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A statement in a thread, on the side of the one who began it (`left`) or not, with those that repeat it; `rows` are
    those that a statement on the left stands beside.
    """

    item: ThreadItem
    shown: Shown
    left: bool
    answers: Shown | None
    folded: tuple[Shown, ...]
    rows: int = 1

    @property
    def outlets(self) -> int:
        """How many other outlets say the same again, in whatever words."""
        here = self.shown.entry
        others = {one.entry.outlet or one.entry.article for one in self.folded} - {here.outlet or here.article}
        return len(others) + max(one.outlets for one in (here, *(again.entry for again in self.folded))) - 1


def shown(ledger: Ledger, entries: Iterable[Entry]) -> list[Shown]:
    """The statements of some entries, in their order."""
    several = list(entries)
    records = ledger.records(entry.id for entry in several)
    views = ledger.reviewed_among(records)
    current = records | {id_: view.statement for id_, view in views.items()}
    notes = notes_of(views)
    return [Shown(entry, current[entry.id], notes.get(entry.id, "")) for entry in several if entry.id in current]


def notes_of(views: Mapping[str, Reviewed]) -> dict[str, str]:
    """A word for each statement of which people said something that holds."""
    return {id_: _note(view) for id_, view in views.items() if view.status != "machine"}


def _note(view: Reviewed) -> str:
    if view.status == "rejected":
        return "rejected by people"
    return "corrected by people" if any(event.correction for event in view.live) else "confirmed by people"


def current(ledger: Ledger, reading: Reading) -> tuple[Reading, dict[str, str]]:
    """A reading with people's corrections, and a word for each statement of which they said something."""
    views = ledger.reviewed_among(one.id for one in reading.statements)
    statements = tuple(views[one.id].statement if one.id in views else one for one in reading.statements)
    return replace(reading, statements=statements), notes_of(views)


def party_href(party: Party) -> str:
    """The page of a party: by its id, else by its name."""
    return f"/party?{urlencode({'who': party.id or party.name})}"


def side_href(side: str) -> str:
    """The page of a side of the matrix: a code or a name."""
    return f"/party?{urlencode({'who': side})}"


def article_href(article: str, statement: str | None = None) -> str:
    """The page of an article, at a statement's card."""
    return f"/articles/{quote(article)}" + (f"#{quote(statement)}" if statement else "")


def statement_href(statement: Statement | Entry) -> str:
    """The page of a statement."""
    return f"/statements/{quote(statement.id)}"


def thread_href(statement: Statement | Entry) -> str:
    """The page of the thread that a statement belongs to."""
    return f"/threads/{quote(statement.id)}#{quote(statement.id)}"


def search_href(**conditions: object) -> str:
    """The search page with some conditions."""
    return f"/search?{urlencode({key: value for key, value in conditions.items() if value not in (None, '')})}"


def narrower_href(given: Mapping[str, object], facet: str, value: str) -> str:
    """The search page with one condition more: a value of a facet."""
    more = {"since": value, "until": value} if facet == "period" else {facet: value}
    return search_href(**{**given, **more})


def grouped(cells: Iterable[tuple[str, Cell]]) -> list[tuple[str, list[Cell]]]:
    """Cells by the other side, those with the most statements first."""
    found: dict[str, list[Cell]] = {}
    for other, cell in cells:
        found.setdefault(other, []).append(cell)
    return sorted(found.items(), key=lambda item: (-sum(cell.statements for cell in item[1]), item[0]))


def is_within(period: str, since: str | None, until: str | None) -> bool:
    """Whether a month or year lies in a span of time, or has a part of it; ends that are not given are open."""
    return (not since or period >= since[: len(period)]) and (not until or period[: len(until)] <= until[: len(period)])


def highlighted(text: str, words: str | None) -> Markup:
    """The text, escaped, with the words that a search asked for marked."""
    wanted = [term for term in terms(words or "") if not term.excluded]
    whole = {fold(word) for term in wanted for word in term.words}
    begun = tuple(fold(term.words[-1]) for term in wanted if term.prefix)
    pieces: list[Markup] = []
    position = 0
    for found in _WORD.finditer(text) if whole else ():
        plain = fold(found[0])
        if plain in whole or (begun and plain.startswith(begun)):
            pieces += [
                escape(harmless(text[position : found.start()])),
                Markup('<mark class="hit">{}</mark>').format(found[0]),
            ]
            position = found.end()
    return Markup("").join([*pieces, escape(harmless(text[position:]))])


def ties_of(ledger: Ledger, reading: Reading) -> dict[str, list[Tie]]:
    """The links of an article's statements with those of other articles, by the statement's id."""
    links = ledger.links_touching(reading.document.id)
    inside = {statement.id for statement in reading.statements}
    others = ledger.entries(id_ for link in links for id_ in (link.from_, link.to) if id_ not in inside)
    ties: dict[str, list[Tie]] = {}
    for link in links:
        for here, there in ((link.from_, link.to), (link.to, link.from_)):
            if here in inside and there in others:
                ties.setdefault(here, []).append(_tie(link.type, others[there], answers=here == link.from_))
    return ties


def _tie(type_: LinkType, entry: Entry, *, answers: bool) -> Tie:
    who = ", ".join(entry.speakers) or entry.source or "somebody not named"
    place = entry.outlet or entry.title or "another article"
    return Tie(type_, answers, who, article_href(entry.article, entry.id), entry.content, place=place)


def turns(ledger: Ledger, thread: Thread) -> list[Turn]:
    """A thread as two sides, in time order; what repeats or details a statement, by its own side, is folded under it."""
    by_id = {one.entry.id: one for one in shown(ledger, (item.entry for item in thread.items))}
    root = by_id[thread.root.id].statement
    kept, where = fold_repeats(thread.items)
    folded: dict[str, list[Shown]] = {}
    for id_, under in where.items():
        folded.setdefault(under, []).append(by_id[id_])
    found = [
        Turn(
            item, by_id[item.entry.id], _same_side(root, by_id[item.entry.id].statement),
            by_id.get(where.get(item.answers or "", item.answers or "")), tuple(folded.get(item.entry.id, ())),
        )
        for item in kept
    ]  # fmt: skip
    return [replace(turn, rows=_beside(found, place)) for place, turn in enumerate(found)]


def _beside(turns: Sequence[Turn], place: int) -> int:
    """How many statements of the other side follow one before its own side speaks again."""
    after = next((at for at in range(place + 1, len(turns)) if turns[at].left), len(turns))
    return max(1, min(after - place - 1, MOST_ROWS))


def _same_side(one: Statement, other: Statement) -> bool:
    return one is other or bool(_sides(one) & _sides(other))


def _sides(statement: Statement) -> set[str]:
    return {party.for_ or party.id or party.name for party in statement.speakers}
