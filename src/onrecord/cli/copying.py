"""What `add` need not read, because it is a copy of what it has read or is reading."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.documents import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.ledger import Ledger
    from onrecord.records import Document, Reader, Reading


class Copies:
    """The copies among the articles that come in, told one by one in their order: exact ones of the same day, and with `near`
    those that say nothing of their own. `keep` is given their readings.

    A copy of an article in the ledger has its reading at once; a copy of one that is being read waits for that, so that what
    is read and what is taken over follows from the order of the inputs alone, and not from how fast anybody reads.
    """

    def __init__(self, ledger: Ledger, reader: Reader, keep: Callable[[Reading], None], *, near: bool) -> None:
        self._ledger, self._reader, self._keep, self._near = ledger, reader, keep, near
        self._being_read: dict[str, Document] = {}  # by id
        self._waiting: dict[str, list[Document]] = defaultdict(list)  # by the id of what they copy

    def take(self, document: Document) -> bool:
        """Whether a document need not be read; else it is taken for one that is being read from now on."""
        original = self._copied(document)
        if original is not None:
            self._waiting[original.id].append(document)
            return True
        found = self._ledger.taken_over(document, self._reader, near=self._near)
        if found is None:
            self._being_read[document.id] = document
            return False
        self._keep(found)
        return True

    def read(self, reading: Reading) -> None:
        """Told of each article that was read and kept: what waited for it is kept, too."""
        from onrecord.ledger.carrying import carried, is_exact_copy  # noqa: PLC0415 - loads the database's library

        self._being_read.pop(reading.document.id, None)
        for copy in self._waiting.pop(reading.document.id, ()):
            exact = is_exact_copy(copy, reading.document)
            self._keep(replace(reading, document=copy) if exact else carried(reading, copy))

    def left(self) -> Iterator[Rejection]:
        """Copies of what could not be read after all."""
        for documents in self._waiting.values():
            for document in documents:
                origin = document.origin
                source = origin.source if origin else document.url or document.id
                why = "a copy of an article that could not be read; try it alone"
                yield Rejection(source, origin.record if origin else None, "failed", why)

    def _copied(self, document: Document) -> Document | None:
        from onrecord.ledger.carrying import is_exact_copy, says_nothing_more  # noqa: PLC0415

        if document.id in self._being_read:
            return self._being_read[document.id]
        for one in self._being_read.values():
            if is_exact_copy(document, one) or (self._near and says_nothing_more(document, one)):
                return one
        return None
