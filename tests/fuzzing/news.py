"""The target of the reader: bytes choose pieces of news, so that each input is a text of the kind that it reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.documents.encoding import sound
from onrecord.errors import InputError
from onrecord.reader import read
from onrecord.records import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECES = Path(__file__).parent / "news.json"
LONGEST = 60  # pieces of an input that is read with others
MOST = 2_000  # pieces of a text
PARAGRAPH = "\n\n"
MOST_AGAIN = 200  # times that a piece stands in a row


@cache
def _pieces() -> list[str]:
    kinds: dict[str, list[str]] = json.loads(PIECES.read_text(encoding="utf-8"))
    return [piece for kind in kinds.values() for piece in kind]


def text_of(data: bytes) -> str:
    """The text that bytes choose: each byte a piece; 255 says that the next piece stands many times in a row."""
    pieces, chosen, times = _pieces(), [], 1
    for byte in data[:MOST]:
        if byte == 255:
            times = min(times * 7, MOST_AGAIN)
            continue
        chosen.append(pieces[byte % len(pieces)] * times)
        times = 1
    return "".join(chosen)


def seeds(_: str = "") -> list[bytes]:
    """Runs over all pieces, so that changes to them join pieces that seldom stand together."""
    size = len(_pieces())
    straight = bytes(range(size))
    mixed = bytes(number * 37 % size for number in range(size))
    return [straight[start : start + 24] for start in range(0, size, 24)] + [
        mixed[start : start + 40] for start in range(0, size, 40)
    ]


def joined(inputs: Sequence[bytes]) -> bytes:
    """Many inputs as the paragraphs of one, which is read in a fraction of the time."""
    return bytes([_pieces().index(PARAGRAPH)]).join(data[:LONGEST] for data in inputs)


def read_one(data: bytes) -> None:
    """Reads one text: the reading is whole and true to its text."""
    text = sound(text_of(data))  # as every source format makes it
    try:
        reading = read(Document(text, published="2024-07-11"))
    except InputError:
        return
    _check(reading, text)


def _check(reading: Reading, text: str) -> None:
    assert reading.document.text == text
    for statement in reading.statements:
        assert statement.content
        assert 0 <= statement.confidence <= 1
        for span in statement.spans:
            assert text[span.start : span.end] == span.text
            assert span.text.strip()
    for link in reading.links:
        assert {link.from_, link.to} <= {statement.id for statement in reading.statements}
        assert link.evidence is None or text[link.evidence.start : link.evidence.end] == link.evidence.text
    written: Any = json.loads(json.dumps(reading.to_json()))
    assert Reading.from_json(written).to_json() == written
