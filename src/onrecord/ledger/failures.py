"""What the database complains of, in a sentence that names the ledger and the way out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from onrecord.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a database's message contains, and what to say and advise in its place.
_SENTENCES = (
    ("disk is full", "the disk is full: free some space and do it again; articles added before are safe"),
    ("no space left", "the disk is full: free some space and do it again; articles added before are safe"),
    ("disk i/o error", "the disk cannot be read or written (is it full?): what was added before is safe"),
    ("readonly database", "it may not be written to: check the permissions of the file and of its folder"),
    ("unable to open", "it cannot be opened: check that the folder exists and that you may write in it"),
    ("locked", "another program has held it for over a minute: end that program, or try again later"),
    ("not a database", "it is no ledger: give another path, or move the file away"),
    ("malformed", "the file is damaged: restore a copy, or export what can be read and add it to a new ledger"),
    ("no such module: fts5", "this Python's SQLite has no full text search (FTS5): install a Python whose SQLite has"),
    ("connection", "the database server cannot be reached: check its address and that it runs"),
)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Within it, an error of the database becomes a LedgerError about the ledger called `name`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise LedgerError(f"{name}: {sentence(error)}") from error


def sentence(error: SQLAlchemyError) -> str:
    """What is wrong and what to do, in one sentence without the database's own words where they are understood."""
    words = str(getattr(error, "orig", None) or error)
    plain = words.lower()
    return next((said for sign, said in _SENTENCES if sign in plain), f"the database refuses: {words.splitlines()[0]}")
