"""Which statements of a ledger an export holds: those of a search, of threads, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.output import note
from onrecord.exports.chosen import with_threads
from onrecord.exports.reviewed import links_left

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from onrecord.exports.reviewed import Standing
    from onrecord.ledger import Entry, Ledger
    from onrecord.ledger.plan import Place
    from onrecord.ledger.review import ReviewStatus
    from onrecord.records import Link

PAGE = 1000  # statements that are looked for together


def chosen(ledger: Ledger, search: str | None, threads: Iterable[str], *, whole_threads: bool) -> dict[str, str] | None:
    """The statements that an export is to hold, each with its article: those that a search in one line finds, and those of
    the threads that some ids belong to. None where neither is given. Says so where nothing is found.

    Raises LedgerError as `Ledger.search` does, and NotFound as `Ledger.thread`.
    """
    several = list(threads)
    if search is None and not several:
        return None
    found = {entry.id: entry.article for entry in found_by(ledger, search)} if search is not None else {}
    more = with_threads(ledger, [*several, *(found if whole_threads else ())])
    if not found | more:
        note("nothing in the ledger matches: the export holds no statement")
    return found | more


def across(
    ledger: Ledger, part: Container[str] | None, standing: Standing, review: ReviewStatus | None
) -> Callable[[str], Iterable[Link]]:
    """What tells the links between an article and others that an export holds: with both ends in the part, where it is one,
    and as people left them, where that is asked.
    """

    def links(article: str) -> Iterable[Link]:
        found = ledger.links_touching(article)
        inside = found if part is None else [one for one in found if one.from_ in part and one.to in part]
        return links_left(inside, standing, review) if review else inside

    return links


def found_by(ledger: Ledger, words: str) -> Iterator[Entry]:
    """All statements that a search in one line finds, some at a time. Raises LedgerError as `Ledger.search` does."""
    from onrecord.ledger.rows import place_of  # noqa: PLC0415 - loads SQLAlchemy

    after: Place | None = None
    while some := ledger.search(words or None, limit=PAGE, after=after):
        yield from some
        after = place_of(some[-1])
