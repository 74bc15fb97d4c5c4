"""Reading on when the reader itself fails at an article: that one is rejected, the others are read."""

from __future__ import annotations

import os
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.documents import Rejection
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.cli.inputs import Tally
    from onrecord.records import Document, Reading

    ReadMany = Callable[[Iterable[Document]], Iterator[Reading]]

DEBUG = "ONRECORD_DEBUG"  # set, it lets the reader's own failures through with their traceback


def read_steadily(documents: Iterator[Document], read_many: ReadMany, tally: Tally) -> Iterator[Reading]:
    """The readings of documents, in order. One that the reader fails at, which is a fault of the reader and not of the
    article, goes to the tally; errors that would meet every article (a missing model, broken data) are raised.
    """
    waiting: deque[Document] = deque()  # taken by the reader for a batch, and not yet given back
    troubles: list[Exception] = []  # of the inputs, not of the reader
    while True:
        first = next(documents, None)
        if first is None:
            return
        try:
            for reading in read_many(_remembered(chain((first,), documents), waiting, troubles)):
                waiting.popleft()
                yield reading
        except Exception as error:
            if troubles or isinstance(error, OnrecordError) or os.environ.get(DEBUG):
                raise
        while waiting:  # the batch again, one by one, to find the one that fails
            yield from _one(waiting.popleft(), read_many, tally)


def _remembered(
    documents: Iterable[Document], waiting: deque[Document], troubles: list[Exception]
) -> Iterator[Document]:
    try:
        for document in documents:
            waiting.append(document)
            yield document
    except Exception as error:
        troubles.append(error)
        raise


def _one(document: Document, read_many: ReadMany, tally: Tally) -> Iterator[Reading]:
    try:
        yield from list(read_many((document,)))
    except OnrecordError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the articles after it
        origin = document.origin
        message = (
            f"the reader failed ({type(error).__name__}: {error}); please report it, with {DEBUG}=1 for the details"
        )
        tally.taken -= 1
        tally.reject(Rejection(origin.source if origin else "", origin.record if origin else None, "failed", message))
