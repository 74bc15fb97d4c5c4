"""What is told beside found statements: what each answers, how people left it, and a hint where nothing is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.exports.acts import acts_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.ledger import Entry, Ledger
    from onrecord.records import LinkType


def found_rows(ledger: Ledger, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """A flat record for each statement, with what it answers or takes up (`answers`: `rebuts st:...`) and how people left it
    (`review`: `machine` where nobody said anything).
    """
    several = list(entries)
    left = left_by_people(ledger, several)
    for entry in several:
        answers = [f"{link.type} {link.to}" for link in ledger.links_from(entry.id)]
        yield entry.to_json() | {"answers": answers, "review": left.get(entry.id, "machine")}


def answered_by(ledger: Ledger, id_: str) -> list[tuple[LinkType, Entry]]:
    """What a statement, by its whole id, answers or takes up: how, and the other statement."""
    links = ledger.links_from(id_)
    others = ledger.entries(link.to for link in links)
    return [(link.type, others[link.to]) for link in links if link.to in others]


def left_by_people(ledger: Ledger, entries: Iterable[Entry]) -> dict[str, str]:
    """`confirmed` or `rejected` by the id of each statement that people left so."""
    views = ledger.reviewed_among(entry.id for entry in entries)
    return {id_: view.status for id_, view in views.items() if view.status != "machine"}


def hint(words: str, total: int) -> str | None:
    """What to ask for where the words of a search name a condition: where nothing is found, and where there is no other word."""
    plain = [word for word in words.lower().split() if ":" not in word and word != "unanswered"]
    better = [f"act:{act}" for act in acts_named(" ".join(plain))]
    better += ["--answered"] if "answered" in plain else []
    if not better or (total and len(plain) > 1):
        return None
    return f"looked for as words of the articles; did you mean {' '.join(better)}?"
