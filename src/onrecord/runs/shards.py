"""Shards: a long list of documents in pieces that are handed out, kept and, after a failure, read again as one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document

# A shard is some seconds of work: little is lost with a worker, and handing it out costs next to nothing.
DOCUMENTS = 8
CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are read together; `content` is a hash of all of them."""

    documents: tuple[Document, ...]
    content: str


def plan(documents: Iterable[Document], *, most: int = DOCUMENTS) -> Iterator[Shard]:
    """The documents in shards, in order: at most `most` in each and, but for a single longer one, CHARACTERS characters.

    The same documents give the same shards, however many workers there are. Takes from `documents` as it goes.
    """
    some: list[Document] = []
    size = 0
    for document in documents:
        if some and (len(some) == most or size + len(document.text) > CHARACTERS):
            yield _shard(some)
            some, size = [], 0
        some.append(document)
        size += len(document.text)
    if some:
        yield _shard(some)


def _shard(documents: list[Document]) -> Shard:
    digest = hashlib.sha256()
    for document in documents:
        digest.update(_content(document))
    return Shard(tuple(documents), digest.hexdigest())


def _content(document: Document) -> bytes:
    """All of a document but when it was captured: that is now, for a file, and would never be the same again."""
    origin = document.origin
    where = (origin.source, origin.record, origin.raw_sha256) if origin else ()
    fields = (document.title, document.url, document.outlet, document.published, document.language, document.sha256)
    return json.dumps((*fields, *where)).encode("ascii") + b"\n"
