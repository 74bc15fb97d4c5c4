"""How the readable views and pictures put things: acts and links in words, parties with whom they speak for, texts made safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.exports.acts import UNNAMED
from onrecord.exports.acts import act_words as verb_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.ledger import Entry, ThreadItem
    from onrecord.ledger.entries import Status
    from onrecord.records import Act, Party, Span

# The word between an act and its target, where one is needed: `accused NATO`, but `demanded of NATO`.
BEFORE_TARGET: dict[Act, str] = {
    "state": "about", "estimate": "about", "believe": "about", "announce": "about", "promise": "to", "permit": "to",
    "agree": "with", "concede": "to", "ask": "about", "demand": "of", "propose": "to", "deny": "against", "refuse": "to",
}  # fmt: skip
# By a thread's status: how far its first statement was answered. Never more than what is on record.
STATUS_WORDS: dict[Status, str] = {
    "unanswered": "No answer on record", "disputed": "Disputed", "accepted": "Accepted",
    "mixed": "Partly disputed, partly accepted",
}  # fmt: skip
CONTENT = 260  # characters of a statement's content that views show
SHORT_ID = 13  # characters of a ledger id that views show: `st:` and ten digits


def act_words(act: Act, targets: Iterable[str], *, negated: bool = False, hypothetical: bool = False) -> str:
    """What was done to whom, such as `accused NATO`."""
    names = ", ".join(targets)
    pieces = (verb_of(act, negated=negated), BEFORE_TARGET.get(act, "") if names else "", names)
    words = " ".join(filter(None, pieces))
    return plain(f"{words} (if at all)" if hypothetical else words)


def party_words(party: Party) -> str:
    """A party by name, with its role and whom it speaks for where the name does not say it: `Wang Yi (CHN), minister`."""
    affiliation = f" ({party.for_})" if party.for_ and party.for_ != party.name else ""
    return plain(f"{party.name}{affiliation}")


def speakers_words(parties: Iterable[Party], source: Span | None) -> str:
    """Who speaks: the parties, else the words of the source, else that nobody is named."""
    names = ", ".join(map(party_words, parties))
    return names or (shortened(source.text, 60) if source else UNNAMED)


def plain(text: str) -> str:
    """A text on one line, with control characters (which could steer a terminal) shown as marks."""
    words = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in words)


def shortened(text: str, limit: int = CONTENT) -> str:
    """A text on one line of at most `limit` characters, cut after a word."""
    text = plain(text[: 4 * limit])
    if len(text) <= limit:
        return text
    return f"{text[: limit - 2].rpartition(' ')[0] or text[: limit - 2]} …"


def short_id(id_: str) -> str:
    """The beginning of a ledger's id, enough to ask for it; a reading's own id as it is."""
    return id_[:SHORT_ID]


def who(entry: Entry) -> str:
    """The speakers of a found statement and whom they speak for, else its source's words."""
    names = ", ".join(entry.speakers)
    extra = [code for code in entry.speaks_for if code not in entry.speakers]
    affiliation = f" ({', '.join(extra)})" if extra else ""
    return plain(f"{names}{affiliation}") if names else shortened(entry.source or UNNAMED, 60)


def day(entry: Entry) -> str | None:
    """When it was said, else when its article appeared."""
    return str(entry.said_at or entry.published or "")[:10] or None


def fold_repeats(items: Iterable[ThreadItem]) -> tuple[list[ThreadItem], dict[str, str]]:
    """What a thread tells for itself, and for the id of each statement that only repeats another, the one it repeats."""
    kept: list[ThreadItem] = []
    under: dict[str, str] = {}
    for item in items:
        if item.type == "repeats" and item.answers:
            under[item.entry.id] = under.get(item.answers, item.answers)
        else:
            kept.append(item)
    return kept, under
