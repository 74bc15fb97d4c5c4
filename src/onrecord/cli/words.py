"""How the readable views put things: acts and links in words, parties with whom they speak for, texts made safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.records import Act, LinkType, Party, Span

# By act: the verb in the past, which fits one speaker and many, and the word before the target.
ACT_WORDS: dict[Act, tuple[str, str]] = {
    "state": ("stated", "about"), "estimate": ("estimated", "about"), "believe": ("believed", "about"),
    "announce": ("announced", "about"), "promise": ("promised", "to"), "permit": ("permitted", "to"),
    "agree": ("agreed", "with"), "praise": ("praised", ""), "concede": ("conceded", "to"), "ask": ("asked", "about"),
    "demand": ("demanded", "of"), "propose": ("proposed", "to"), "warn": ("warned", ""), "threaten": ("threatened", ""),
    "criticise": ("criticised", ""), "accuse": ("accused", ""), "deny": ("denied", "against"),
    "refuse": ("refused", "to"),
}  # fmt: skip
ANSWERED_BY: dict[LinkType, str] = {
    "rebuts": "rebutted by", "counters": "countered by", "accepts": "accepted by",
    "repeats": "repeated in", "details": "detailed in",
}  # fmt: skip
UNNAMED = "somebody not named"
CONTENT = 260  # characters of a statement's content that views show
SHORT_ID = 13  # characters of a ledger id that views show: `st:` and ten digits


def act_words(act: Act, targets: Iterable[str], *, negated: bool = False, hypothetical: bool = False) -> str:
    """What was done to whom, such as `accused NATO`."""
    verb, joiner = ACT_WORDS[act]
    names = ", ".join(targets)
    whom = f" {joiner} {names}" if joiner and names else f" {names}" if names else ""
    words = f"did not {act}{whom}" if negated else f"{verb}{whom}"
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
