"""The words of a query, from what a person types to what each database's full text search understands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# `-not`, `"a phrase"`, `prefix*`; anything else between spaces is a word.
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase, as plain words; `prefix` where the last may go on, `excluded` where it must not occur."""

    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for; anything can be typed, marks of all kinds only part words."""
    found = []
    for sign, phrase, word in _TERM.findall(unicodedata.normalize("NFC", query)):
        parts = tuple(_WORD.findall(phrase or word))
        if parts:
            found.append(Term(parts, prefix=word.endswith("*"), excluded=bool(sign)))
    return tuple(found)


def fts5(term: Term) -> str:
    """The term for SQLite's FTS5: always a quoted string, in which nothing has a meaning of its own."""
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def tsquery(term: Term) -> str:
    """The term for PostgreSQL's `to_tsquery`."""
    quoted = [f"'{fold(word)}'" for word in term.words]
    return " <-> ".join(quoted) + (":*" if term.prefix else "")


def fold(name: str) -> str:
    """A name without capitals and accents, to compare with others."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def folded_words(name: str) -> str:
    """The words of a name, folded, each with a space before it: ` al assad`. What a word begins with can be looked for."""
    return "".join(f" {word}" for word in _WORD.findall(fold(name)))


def storable(words: str) -> str:
    """The words without what no database takes: half characters and the null character."""
    return words.encode("utf-8", "replace").decode().replace("\0", "")
