"""What is told beside found statements: what each answers and how people left it; a thread as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.exports.passages import passage_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.ledger import Entry, Ledger, Thread


def found_rows(ledger: Ledger, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """A flat record for each statement, with what it answers or takes up (`answers`: `rebuts st:...`), how people left it
    (`review`: `machine` where nobody said anything), and an address that a browser opens at its words (`passage`).
    """
    several = list(entries)
    left = left_by_people(ledger, several)
    links = ledger.links_from(entry.id for entry in several)
    for entry in several:
        answers = [f"{link.type} {link.to}" for link in links.get(entry.id, ())]
        yield _row(entry, answers, left)


def thread_rows(ledger: Ledger, thread: Thread) -> Iterator[dict[str, Any]]:
    """A thread's statements as such records, in its order; `answers` is what each answers in the thread."""
    left = left_by_people(ledger, (item.entry for item in thread.items))
    for item in thread.items:
        answers = [f"{item.type} {item.answers}"] if item.type else []
        yield _row(item.entry, answers, left)


def _row(entry: Entry, answers: list[str], left: Mapping[str, str]) -> dict[str, Any]:
    beside = {"answers": answers, "review": left.get(entry.id, "machine"), "passage": passage_of(entry)}
    return entry.to_json() | beside


def left_by_people(ledger: Ledger, entries: Iterable[Entry]) -> dict[str, str]:
    """`confirmed` or `rejected` by the id of each statement that people left so."""
    views = ledger.reviewed_among(entry.id for entry in entries)
    return {id_: view.status for id_, view in views.items() if view.status != "machine"}
