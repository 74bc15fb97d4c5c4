"""Pieces of files: JSON objects that hold many items, names for things in linked data, a sink that gives out what it got."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed import ReadableBuffer

    from onrecord.records import Party

NAMESPACE = "urn:onrecord:"


def json_line(value: Any) -> bytes:
    """A value as one line of JSON. Half characters, which UTF-8 cannot hold, become `?`."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def json_object(head: Mapping[str, Any], key: str, items: Iterable[Any]) -> Iterator[bytes]:
    """A JSON object with what `head` holds and then, under `key`, an array of all items, an item a line."""
    start = json.dumps(head, ensure_ascii=False)[:-1]
    yield f"{start}{', ' if head else ''}{json.dumps(key)}: ".encode()
    yield from json_array(items)
    yield b"}\n"


def json_array(items: Iterable[Any]) -> Iterator[bytes]:
    """A JSON array, an item a line."""
    yield b"[\n"
    before = b""
    for item in items:
        yield before + json_line(item).rstrip(b"\n")
        before = b",\n"
    yield b"\n]\n"


def iri(id_: str) -> str:
    """The name of a thing in linked data, by its id in the ledger."""
    return NAMESPACE + quote(id_, safe=":")


def party_id(party: Party) -> str:
    """The id of a party; one without gets it from its name and whom it speaks for."""
    return party.id or f"name:{party.name}|{party.for_ or ''}"


def without_null(value: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping without what is None or empty."""
    return {key: item for key, item in value.items() if item is not None and item not in ([], "", {})}


class Outbox(io.RawIOBase):
    """A file that libraries write to, and whose bytes are taken out as they come."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self._position = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Takes bytes in."""
        held = bytes(data)
        self._held.append(held)
        self._position += len(held)
        return len(held)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._position

    def take(self) -> bytes:
        """What was written since the last time."""
        held, self._held = b"".join(self._held), []
        return held
