"""What a worker does, whichever engine it works for: reads the documents of a shard, one by one and within limits."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.documents import Rejection, rejection_of
from onrecord.errors import InputError, OnrecordError
from onrecord.records import Document, Reading
from onrecord.runs.limits import Limits, OverTime, limited

if TYPE_CHECKING:
    from onrecord.documents import Reason

Documents = tuple[Document, ...]
Outcome = Reading | Rejection  # what becomes of a document
Outcomes = tuple[Outcome, ...]
ReadOne = Callable[[Document], Reading]
Make = Callable[[], ReadOne]  # makes the reader in the worker; it is pickled on its way there

ALONE = "try it alone with `onrecord read`, and please report it"


def read_shard(documents: Documents, read_one: ReadOne, limits: Limits) -> Outcomes:
    """What becomes of each document, in order. One at a time, so that what stands beside an article, and how many
    workers there are, make no difference to its reading.

    Raises an OnrecordError that would meet every document (a missing model, broken data).
    """
    return tuple(_outcome(document, read_one, limits) for document in documents)


def _outcome(document: Document, read_one: ReadOne, limits: Limits) -> Outcome:
    try:
        with limited(limits):
            return read_one(document)
    except InputError as error:
        return rejection_of(document, error)
    except OverTime:
        return rejected(document, "too_large", f"reading it takes over {limits.seconds:g} seconds; split it")
    except MemoryError:
        gc.collect()
        return rejected(document, "too_large", f"reading it takes over {limits.memory >> 20:,} MB of memory; split it")
    except OnrecordError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the articles after it
        return rejected(document, "failed", f"the reader failed ({type(error).__name__}: {error}); {ALONE}")


def rejected(document: Document, reason: Reason, message: str) -> Rejection:
    """The rejection of a document, by where it came from."""
    origin = document.origin
    source = origin.source if origin else document.url or document.title or document.id
    return Rejection(source, origin.record if origin else None, reason, message)
