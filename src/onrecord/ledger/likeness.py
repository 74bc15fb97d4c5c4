"""Near copies: articles whose texts are alike are a family, such as one agency's report in many newspapers.

Texts are compared by their runs of five words: two are near copies where they share nine tenths of all that either has
(Jaccard). A family is everything that hangs together by such pairs, so that it does not depend on what came first; it is
told from the texts when somebody asks, never kept. What is kept, in `likeness`, are signs by which texts that may be alike
find each other: MinHash in bands. They follow from the text alone and are not exported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from onrecord.ledger.batching import batches
from onrecord.ledger.schema import article, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

LEAST = 0.9  # Jaccard from which two texts are near copies
RUN = 5  # words
WORD = re.compile(r"\w+")
# Twelve bands of eight hashes: two texts that are alike by 0.9 have one in common 999 times of 1,000, by 0.5 once in 20.
BANDS, ROWS = 12, 8
SEED = 20
# Bits that a sign has: it is kept as a whole number with a sign, on both databases.
BITS = 63


def runs_of(text: str) -> frozenset[str]:
    """The runs of five words of a text, without case and marks; of a shorter text all its words as one."""
    words = WORD.findall(text.casefold())
    return frozenset(" ".join(words[start : start + RUN]) for start in range(max(len(words) - RUN + 1, 1)))


def likeness_of(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts share of all runs that either has, 0 to 1."""
    return len(one & other) / len(one | other)


def signs_of(runs: Iterable[str]) -> list[int]:
    """The signs of a text, a number for each band; texts that are alike have one in common."""
    from rensa import RMinHash  # noqa: PLC0415 - loaded when an article is added, not to ask

    hashes = RMinHash(BANDS * ROWS, SEED)
    hashes.update(sorted(runs))
    found = hashes.digest()
    bands = (found[band * ROWS : (band + 1) * ROWS] for band in range(BANDS))
    return [_number(band, hashed) for band, hashed in enumerate(bands)]


def _number(band: int, hashed: Iterable[int]) -> int:
    """One number for a band's hashes. Its place among the bands is part of it, so that bands are told apart."""
    number = band + 1
    for one in hashed:
        number = (number * 0x9E3779B97F4A7C15 + one) % (1 << 64)
        number ^= number >> 29
    return number % (1 << BITS)


def note_signs(connection: Connection, article_id: str, text: str) -> None:
    """Writes the signs of an article that has just come in."""
    rows = [{"sign": sign, "article": article_id} for sign in sorted(set(signs_of(runs_of(text))))]
    connection.execute(insert(likeness), rows)


def forget_signs(connection: Connection, article_id: str, text: str) -> None:
    """Takes the signs of an article out that is leaving."""
    signs = likeness.c.sign.in_(signs_of(runs_of(text)))
    connection.execute(delete(likeness).where(signs, likeness.c.article == article_id))


def near_copies(connection: Connection, runs: frozenset[str], passed: Iterable[str] = ()) -> Iterator[Any]:
    """The rows (`id`, `text`, `url`, `published`, `language`) of articles that are near copies of a text, by their ids; but for
    those that are `passed` over.
    """
    columns = [article.c[name] for name in ("id", "text", "url", "published", "language")]
    among = select(likeness.c.article).where(likeness.c.sign.in_(signs_of(runs)))
    known = set(passed)
    ids = sorted(set(connection.scalars(among)) - known)
    for some in batches(ids):
        for row in connection.execute(select(*columns).where(article.c.id.in_(some)).order_by(article.c.id)):
            if likeness_of(runs, runs_of(row.text)) >= LEAST:
                yield row


def family_of(connection: Connection, article_id: str, text: str) -> list[str]:
    """The ids of all articles of a family, in their order: of one of them, its near copies, theirs, and so on."""
    family = {article_id}
    waiting = {runs_of(text)}
    seen = set(waiting)
    while waiting:
        for row in near_copies(connection, waiting.pop(), family):
            family.add(row.id)
            runs = runs_of(row.text)
            waiting |= {runs} - seen
            seen.add(runs)
    return sorted(family)
