"""Inputs from seeds: bytes are turned, cut, doubled and joined. The same target, seed and number give the same input."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Bytes that formats give a meaning to, or that stand at the edge of one.
TELLING = (
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xa8", b"\xe2\x80\x9c", b"\xe2\x80\x8f", b"\xcc\x81",
    b"\r\n\r\n", b"\r", b"\n", b"\n\n", b"\t", b'"', b"'", b"<", b">", b"&", b"&#0;", b"&#xD800;", b"]]>", b"<![CDATA[", b"<!--",
    b"{", b"}", b"[", b"]", b":", b",", b"\\", b"\\ud800", b"\\u0000", b"null", b"true", b"-1", b"1e999", b"NaN", b"0",
    b"9" * 40, b"\x1f\x8b", b"Content-Length: -1\r\n", b"Content-Length: 99999999999999999999\r\n", b"*", b"-", b"(", b"%",
)  # fmt: skip
LONGEST = 20_000  # bytes; what is larger only takes longer


def mutated(seeds: Sequence[bytes], count: int, *, start: int = 0, seed: int = 0) -> Iterator[bytes]:
    """`count` inputs from the one numbered `start` on. Of the seeds themselves each is given once, first."""
    for number in range(start, start + count):
        if number < len(seeds):
            yield seeds[number]
            continue
        chance = random.Random(f"{seed}:{number}")  # seeded by text, so PYTHONHASHSEED changes nothing
        data = bytearray(chance.choice(seeds))
        for _ in range(1 << chance.randrange(6)):
            _change(data, chance, seeds)
        yield bytes(data[:LONGEST])


def _change(data: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + (1 << chance.randrange(9)))
    match chance.randrange(8):
        case 0 if start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        case 1 if start < len(data):
            data[start] = chance.randrange(256)
        case 2:
            del data[start:end]
        case 3:
            data[start:start] = data[start:end] * chance.choice((1, 2, 30))
        case 4:
            other = chance.choice(seeds)
            where = chance.randrange(len(other) + 1)
            data[start:end] = other[where : where + (1 << chance.randrange(9))]
        case 5:
            del data[start:]
        case _:
            data[start : chance.choice((start, end))] = chance.choice(TELLING)
    del data[LONGEST:]
