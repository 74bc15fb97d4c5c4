"""How pages put acts, links and parties: words, a family of acts that share colour and shape, and a sign for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.records import Act, LinkType, Party, Span

Family = Literal["say", "offer", "ask", "warn", "charge", "reject"]
# By family: its sign, which tells it apart without colour, and what to call it.
FAMILIES: dict[Family, tuple[str, str]] = {
    "say": ("●", "says"), "offer": ("◆", "offers, agrees"), "ask": ("?", "asks, demands"),
    "warn": ("▲", "warns"), "charge": ("✖", "accuses, criticises"), "reject": ("⊘", "denies, refuses"),
}  # fmt: skip
# By act: its family and the verb in the past, which fits one speaker and many.
ACT_WORDS: dict[Act, tuple[Family, str]] = {
    "state": ("say", "said"), "estimate": ("say", "estimated"), "believe": ("say", "believed"),
    "announce": ("say", "announced"), "promise": ("offer", "promised"), "permit": ("offer", "permitted"),
    "agree": ("offer", "agreed"), "praise": ("offer", "praised"), "concede": ("offer", "conceded"),
    "ask": ("ask", "asked"), "demand": ("ask", "demanded"), "propose": ("ask", "proposed"),
    "warn": ("warn", "warned"), "threaten": ("warn", "threatened"), "criticise": ("charge", "criticised"),
    "accuse": ("charge", "accused"), "deny": ("reject", "denied"), "refuse": ("reject", "refused"),
}  # fmt: skip
# Nouns that name an act, where they are another word than the verb.
NOUNS: dict[str, Act] = {
    "denial": "deny", "rejection": "deny", "refusal": "refuse", "accusation": "accuse", "allegation": "accuse",
    "criticism": "criticise", "warning": "warn", "threat": "threaten", "proposal": "propose",
}  # fmt: skip
# By type of link: what the answering statement does, and what happened to the answered one.
LINK_WORDS: dict[LinkType, tuple[str, str]] = {
    "rebuts": ("rebuts", "rebutted by"), "counters": ("counters", "countered by"), "accepts": ("accepts", "accepted by"),
    "repeats": ("repeats", "repeated by"), "details": ("details", "detailed by"),
}  # fmt: skip
# By type of link: a sign, which tells it apart without colour.
LINK_SIGNS: dict[LinkType, str] = {"rebuts": "≠", "counters": "⇄", "accepts": "=", "repeats": "↻", "details": "+"}
UNNAMED = "somebody not named"


def acts_named(words: str) -> list[Act]:
    """The acts that some words name, in their order: `deny`, `denies`, `denied` and `denials` all name `deny`."""
    named = {form: act for act, (_, past) in ACT_WORDS.items() for form in (*_present(act), past)}
    named |= {form: act for noun, act in NOUNS.items() for form in (noun, f"{noun}s")}
    return list(dict.fromkeys(named[word] for word in words.lower().split() if word in named))


def _present(act: Act) -> tuple[str, str]:
    return act, f"{act[:-1]}ies" if act.endswith("y") else f"{act}s"


def family_of(act: Act) -> Family:
    """The family that an act belongs to."""
    return ACT_WORDS[act][0]


def sign_of(act: Act) -> str:
    """The sign of an act's family."""
    return FAMILIES[family_of(act)][0]


def act_words(act: Act, *, negated: bool = False) -> str:
    """What was done, in the past: `accused`, `did not accuse`."""
    return f"did not {act}" if negated else ACT_WORDS[act][1]


def speakers_words(parties: Iterable[Party], source: Span | None) -> str:
    """Who speaks: the parties, else the words of the source, else that nobody is named."""
    return ", ".join(party.name for party in parties) or (source.text if source else UNNAMED)
