"""What the command line tells beside found statements: what each answers, and a hint where words name a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import acts_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.ledger import Entry, Ledger
    from onrecord.records import LinkType


def answered_by(ledger: Ledger, ids: Iterable[str]) -> dict[str, list[tuple[LinkType, Entry]]]:
    """What statements answer or take up, by their whole ids: how, and the other statement."""
    links = ledger.links_from(ids)
    others = ledger.entries(link.to for several in links.values() for link in several)
    return {
        id_: [(link.type, others[link.to]) for link in several if link.to in others] for id_, several in links.items()
    }


def hint(words: str, total: int) -> str | None:
    """What to ask for where the words of a search name a condition: where nothing is found, and where there is no other
    word. None where there is nothing to say.
    """
    plain = [word for word in words.lower().split() if ":" not in word and word != "unanswered"]
    better = [f"act:{act}" for act in acts_named(" ".join(plain))]
    better += ["--answered"] if "answered" in plain else []
    if not better or (total and len(plain) > 1):
        return None
    return f"looked for as words of the articles; did you mean {' '.join(better)}?"
