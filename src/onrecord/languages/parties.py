"""The words that tell who is meant: offices, relays, anonymous and collective nouns, pronouns, given names."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language


class Words(dict[str, frozenset[str]]):
    """The words of each class, lower case; a class that the language lacks is empty."""

    __slots__ = ("_joined",)

    def __init__(self, classes: Mapping[str, frozenset[str]]) -> None:
        super().__init__(classes)
        self._joined: dict[tuple[str, ...], frozenset[str]] = {}

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()

    def joined(self, *names: str) -> frozenset[str]:
        """The words of several classes; put together once, since it is asked for each word of an article."""
        try:
            return self._joined[names]
        except KeyError:
            return self._joined.setdefault(names, frozenset().union(*(self[name] for name in names)))


@cache
def party_words(language: Language) -> Words:
    """The words of each class in `party_words.tsv`."""
    found: dict[str, set[str]] = {}
    for row in language.table("party_words"):
        found.setdefault(row["class"], set()).update(row["words"].split("|"))
    return Words({name: frozenset(items) for name, items in found.items()})


@cache
def given_names(language: Language) -> MappingProxyType[str, bool]:
    """Given names that tell a person's gender, True for a man's, from `given_names.tsv`; folded to plain letters."""
    rows = language.table("given_names")
    return MappingProxyType({name: row["gender"] == "male" for row in rows for name in row["names"].split("|")})
