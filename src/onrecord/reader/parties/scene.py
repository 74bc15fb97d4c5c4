"""What is known while an article's attributions are gone through: the cast, the turns so far, where one stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Member

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast
    from onrecord.reader.stages import Attribution
    from onrecord.records import Act, PartyKind


@dataclass(frozen=True, slots=True)
class Turn:
    """An attribution whose parties are found. `start` is its cue's token, `source` the head of its source; `heard`
    are who listen on its occasion.
    """

    attribution: Attribution
    act: Act
    start: int
    cue: Token | None
    speakers: tuple[Member, ...] = ()
    targets: tuple[Member, ...] = ()
    heard: tuple[Member, ...] = ()
    source: Token | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """Where words stand: who speaks the statement that holds them, and whether in its own words, quoted."""

    speakers: tuple[Member, ...] = ()
    quoted: bool = False


OUTSIDE = Around()


@dataclass(slots=True)
class Scene:
    """The article as it is resolved; `turns` grow in text order, `described` hold the parties that are only described."""

    doc: Doc
    cast: Cast
    words: Words
    quotation_of: list[int]
    sentence_of: list[int]
    turns: list[Turn] = field(default_factory=list)
    described: dict[tuple[str, str | None], Member] = field(default_factory=dict)

    def describe(self, name: str, for_: str | None, kind: PartyKind) -> Member:
        """The party of this name that is only described, the same one each time."""
        key = (name.casefold(), for_)
        if key not in self.described:
            self.described[key] = Member(name, kind, for_)
        return self.described[key]

    def kin(self, word: str) -> frozenset[str]:
        """The nouns for documents of the same sort: a ruling may be called a judgment, a lawsuit a motion."""
        groups = [words for name, words in self.words.items() if name.startswith("kin_") and word in words]
        return groups[0] if groups else frozenset({word})

    def turns_before(self, token: int) -> list[Turn]:
        """The turns whose cue stands before a token, nearest first."""
        return sorted((turn for turn in self.turns if turn.start < token), key=lambda turn: -turn.start)
