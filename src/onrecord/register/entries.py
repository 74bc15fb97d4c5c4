"""What the register holds: entries, and the aliases that they are found by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from onrecord.records import PartyKind

Form = Literal["name", "adjective", "demonym", "capital", "metonym"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A known party. `types` are the words that may stand for it ("the alliance"); `role` is a person's office;
    `since` and `until` are ISO dates (or years) between which it holds, None where open or unknown.
    """

    id: str
    name: str
    for_: str | None
    kind: PartyKind
    types: tuple[str, ...] = ()
    role: str | None = None
    since: str | None = None
    until: str | None = None
    source: str = ""

    def holds(self, date: str | None) -> bool:
        """False where the ISO date lies outside the entry's own; an unknown date fits all."""
        if not date:
            return True
        day = date[:10]
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class Alias:
    """A surface form of an entry, in the case in which it is matched, and what kind of form it is."""

    text: str
    entry: Entry
    form: Form
