"""The register and its index: longest alias at a place of a text."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.errors import DataError
from onrecord.register.entries import Alias, Entry, Form
from onrecord.tables import Row, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import PartyKind

DATA = Path(__file__).parent / "data"
KINDS: dict[str, PartyKind] = {
    "states.tsv": "state", "regions.tsv": "organisation", "organisations.tsv": "organisation", "people.tsv": "person",
    "seats.tsv": "organisation",
}  # fmt: skip
FORMS: dict[str, Form] = {
    "aliases": "name", "adjectives": "adjective", "demonyms": "demonym", "capitals": "capital", "metonyms": "metonym",
}  # fmt: skip
FIRST_WORD = re.compile(r"\w+")
KNOWN_KINDS = ("person", "state", "organisation", "collective")


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """Known parties, found by id or by the words of a text. Built by `load_register`; compared by identity."""

    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    index: dict[str, tuple[Alias, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()  # the sha256 of each of the user's files, in their order

    def at(self, text: str, start: int) -> Alias | None:
        """The longest alias that the text has at this offset, whole words; None where there is none.

        Give the text with typewriter apostrophes. Where several entries share the words, the first row wins and the
        user's own file is first of all.
        """
        word = FIRST_WORD.match(text, start)
        for alias in self.index.get(word.group(), ()) if word else ():
            if (
                text.startswith(alias.text, start)
                and not text[start + len(alias.text) : start + len(alias.text) + 1].isalnum()
            ):
                return alias
        return None

    def find(self, name: str, date: str | None = None) -> Entry | None:
        """The entry with exactly this name or alias, one that holds at the date where several do."""
        plain = name.replace("’", "'").removeprefix("the ").removeprefix("The ")
        word = FIRST_WORD.match(plain)
        found = [a.entry for a in self.index.get(word.group(), ()) if a.text == plain] if word else []
        return next((entry for entry in found if entry.holds(date)), found[0] if found else None)

    def office(self, id_: str, date: str | None) -> Entry | None:
        """The row of this id that holds at the date, None where none does."""
        return next((entry for entry in self.entries.get(id_, ()) if entry.holds(date)), None)


def load_register(extra: Iterable[Path] = ()) -> Register:
    """The package's register with the user's own CSV files before it, whose entries win.

    A user's file has a header row with at least `name`, and any of `id, for, kind, types, aliases, role, since,
    until`; cells with several values separate them by "|". Raises DataError where it has not.
    """
    return _load(tuple(extra))


@cache
def _load(extra: tuple[Path, ...]) -> Register:
    aliases = [alias for path in extra for alias in _user_aliases(path)]
    for name, kind in KINDS.items():
        aliases += [alias for row in read_table(DATA / name) for alias in _aliases(row, kind)]
    index: dict[str, dict[Alias, None]] = defaultdict(dict)
    entries: dict[str, dict[Entry, None]] = defaultdict(dict)
    for alias in aliases:
        entries[alias.entry.id][alias.entry] = None
        if word := FIRST_WORD.match(alias.text):
            index[word.group()][alias] = None
    return Register(
        {id_: tuple(found) for id_, found in entries.items()},
        {word: tuple(sorted(found, key=lambda alias: -len(alias.text))) for word, found in index.items()},
        tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in extra),
    )


def _aliases(row: Row, kind: PartyKind) -> Iterator[Alias]:
    entry = Entry(
        id=row["id"], name=row["name"], for_=row["for"] or None, kind=kind, types=_split(row.get("types", "")),
        role=row.get("role") or None, since=row.get("since") or None, until=row.get("until") or None,
        source=row.get("source", ""),
    )  # fmt: skip
    yield Alias(entry.name.removeprefix("The "), entry, "name")
    for column, form in FORMS.items():
        for text in _split(row.get(column, "")):
            yield Alias(text.removeprefix("the ").removeprefix("The "), entry, form)


def _user_aliases(path: Path) -> Iterator[Alias]:
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: not a register: {error}; give a CSV file in UTF-8 with a column `name`") from error
    for number, row in enumerate(rows, 2):
        cells = {key: value or "" for key, value in row.items() if isinstance(key, str) and not isinstance(value, list)}
        kind = cells.get("kind") or "organisation"
        if not cells.get("name") or kind not in KNOWN_KINDS:
            raise DataError(f"{path}:{number}: a row needs a name, and as kind one of {', '.join(KNOWN_KINDS)}")
        cells.setdefault("for", "")
        cells["id"] = cells.get("id") or f"user:{cells['name'].casefold().replace(' ', '-')}"
        yield from _aliases(cells, cast("PartyKind", kind))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split("|") if item)
