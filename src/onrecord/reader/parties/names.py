"""The names that an article itself gives its people and organisations, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.reader.parties.members import Member

FIRST_WORD = re.compile(r"\w+")
FULL, SHORT, GIVEN = 2, 1, 0  # how sure a name is its bearer's: whole name or acronym, surname, given name


@dataclass(frozen=True, slots=True)
class Name:
    """A name in plain letters, whose it is, and how sure that is."""

    text: str
    member: Member
    strength: int


@dataclass(slots=True)
class Names:
    """The article's own names, found by the words of its text; the one added last wins among equals."""

    index: dict[str, list[Name]] = field(default_factory=dict)

    def add(self, text: str, member: Member, strength: int) -> None:
        """Keeps a name; the text in plain letters (`plain`)."""
        if word := FIRST_WORD.match(text):
            self.index.setdefault(word.group(), []).append(Name(text, member, strength))

    def at(self, text: str, start: int) -> Name | None:
        """The longest name that stands at this offset of the plain text, whole words."""
        word = FIRST_WORD.match(text, start)
        known = self.index.get(word.group(), ()) if word else ()
        found = [name for name in known if text.startswith(name.text, start) and _ends(text, start + len(name.text))]
        return max(reversed(found), key=lambda name: (len(name.text), name.strength), default=None)

    def find(self, text: str) -> Name | None:
        """The name that is exactly this."""
        word = FIRST_WORD.match(text)
        found = [name for name in self.index.get(word.group(), ()) if name.text == text] if word else []
        return max(reversed(found), key=lambda name: name.strength, default=None)


def plain(text: str) -> str:
    """The text with plain letters and apostrophes, character by character, so that offsets stay."""
    table = {ord(mark): _plain_letter(mark) for mark in set(text) if not mark.isascii()}
    return text.translate(table) if table else text


def _ends(text: str, end: int) -> bool:
    return not text[end : end + 1].isalnum()


def _plain_letter(mark: str) -> str:
    if mark in "’‘":
        return "'"
    parts = unicodedata.normalize("NFD", mark)
    return parts[0] if len(parts) > 1 and unicodedata.combining(parts[1]) else mark
