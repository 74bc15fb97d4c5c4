"""Who takes part in an article: its members, the places where they are named, and the cast of all of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.records import Party
from onrecord.register import party_id

if TYPE_CHECKING:
    from onrecord.records import PartyKind
    from onrecord.register import Alias, Form

WEAK: frozenset[Form] = frozenset({"adjective", "demonym"})  # forms that say whose, not who


@dataclass(slots=True, eq=False)
class Member:
    """One of the cast; filled while the article is gone through, so it is no frozen value.

    `types` are the words that may stand for it, lower case; `male` is None where the text does not tell; `state` is
    that in an organisation's name; `owned` is true for the officer of a house that is only pointed to.
    """

    name: str
    kind: PartyKind
    for_: str | None = None
    id: str | None = None
    role: str | None = None
    types: set[str] = field(default_factory=set)
    male: bool | None = None
    plural: bool = False
    former: bool = False
    place: bool = False
    state: str | None = None
    owned: bool = False

    def party(self) -> Party:
        """The member as it goes into a statement."""
        return Party(self.name, self.for_, self.id or party_id(self.name, self.for_, self.kind), self.kind, self.role)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at tokens `[start, end)`; `form` says whether it names the member or only whose something is."""

    start: int
    end: int
    member: Member
    form: Form

    @property
    def weak(self) -> bool:
        """True for an adjective or demonym."""
        return self.form in WEAK


@dataclass(frozen=True, slots=True)
class Cast:
    """The mentions of all members, in text order, the state that the article names most, and the organisations behind
    those named: the EU behind its Commission.
    """

    mentions: tuple[Mention, ...]
    main: Member | None = None
    starts: tuple[int, ...] = field(default=())
    by_token: dict[int, Mention] = field(default_factory=dict)
    behind: tuple[Member, ...] = ()

    @classmethod
    def of(cls, mentions: list[Mention], main: Member | None, behind: tuple[Member, ...] = ()) -> Cast:
        """The cast with its indexes."""
        tokens = {token: mention for mention in mentions for token in range(mention.start, mention.end)}
        return cls(tuple(mentions), main, tuple(mention.start for mention in mentions), tokens, behind)

    @property
    def members(self) -> tuple[Member, ...]:
        """Each member once, in the order in which they appear."""
        return tuple(dict.fromkeys(mention.member for mention in self.mentions))

    def at(self, token: int) -> Mention | None:
        """The mention that covers this token."""
        return self.by_token.get(token)

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that begin at tokens `[start, end)`."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, token: int) -> tuple[Mention, ...]:
        """The mentions that begin before a token, nearest first."""
        return self.mentions[: bisect_left(self.starts, token)][::-1]


@dataclass(slots=True)
class Registered:
    """The members that the register knows, by its ids; `legal_forms` are words like "Ltd" behind a name."""

    legal_forms: frozenset[str] = frozenset()
    members: dict[str, Member] = field(default_factory=dict)

    def member(self, alias: Alias) -> Member:
        """The member of an alias, called by the fullest name that the article gives. Legal forms and descriptions do
        not make a name fuller: "Facebook Ireland Limited", "Western alliance".
        """
        entry = alias.entry
        found = self.members.get(entry.id)
        if found is None:
            own = entry.kind == "state" or alias.form != "name" or not _fuller(alias, "", self.legal_forms)
            name = entry.name if own else alias.text
            found = self.members[entry.id] = Member(name, entry.kind, entry.for_, entry.id, types=set(entry.types))
        elif entry.kind != "state" and alias.form == "name" and _fuller(alias, found.name, self.legal_forms):
            found.name = alias.text
        return found


def _fuller(alias: Alias, name: str, legal_forms: frozenset[str]) -> bool:
    last = alias.text.split()[-1]
    legal = last.rstrip(".").casefold() in legal_forms and alias.text != alias.entry.name
    return len(alias.text) > len(name) and not last.islower() and not legal
