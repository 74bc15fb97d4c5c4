"""Whether two statements report the same words, and keys by which such statements find each other.

Words are compared after normalising: case, typographic marks, punctuation, ellipses and editors' brackets do not count
("[T]he" is "the", "[sic]" is nothing). All depends on the two statements alone, in either order.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.records import Statement

Sameness = Literal["exact", "shortened", "recut"]
WORD = re.compile(r"\w+(?:['’]\w+)*")
BRACKETED = re.compile(r"\[[^\[\]]*\]")
QUOTED = re.compile(r"(?:[“\"„«»]|''|‘‘)((?:(?!''|’’)[^“”\"„«»])+)")
RUN = 3  # words of the runs that are compared
FEWEST = 5  # words in quotation marks that must be the same at least: fewer are a common phrase
FEWEST_TOLD = 8  # the same without quotation marks
LONG = 12  # words that are the same quotation whoever is named for them
CONTAINED, BOTH = 0.75, 0.5  # share of the shorter's runs in the other; of a quotation cut differently
KEY_RUN = 4  # words of a key
WINDOW = 4  # neighbouring keys of which one is kept: a shared run of KEY_RUN + WINDOW - 1 words always shares a key
MOST_KEYS = 96


def same_quotation(one: Statement, other: Statement) -> Sameness | None:
    """How two statements report the same words: `exact`, `shortened` (one is part of the other), `recut` (each holds words
    that the other leaves out), None where they do not. Symmetric.

    Where both quote, what stands in quotation marks is compared, and two named speakers who differ need many words. Else
    the whole contents are: copies of one report, which must be longer, of one speaker and without other figures.
    """
    quoted, others = _quoted(one), _quoted(other)
    if quoted and others:
        return _of_quotations(quoted, others, LONG if _clash(one, other) else FEWEST)
    first, second = _whole(one), _whole(other)
    if _clash(one, other) or _other_figures(first, second):
        return None
    if first == second:
        return "exact" if len(first) >= FEWEST else None
    return "shortened" if _compared(first, second, FEWEST_TOLD) == "shortened" else None


def _of_quotations(some: list[tuple[str, ...]], others: list[tuple[str, ...]], needed: int) -> Sameness | None:
    """All that is quoted, taken together; else any one piece that is in a piece of the other's."""
    whole = _compared(_joined(some), _joined(others), needed)
    pieces = any(_compared(a, b, needed) in {"exact", "shortened"} for a in some for b in others)
    return whole or ("recut" if pieces else None)


def _compared(first: tuple[str, ...], second: tuple[str, ...], needed: int) -> Sameness | None:
    """How much of the words' runs are the same; None where fewer than `needed` words are."""
    if min(len(first), len(second)) < needed:
        return None
    if first == second:
        return "exact"
    runs, others = _runs(first, RUN), _runs(second, RUN)
    shared = len(runs & others)
    if shared + RUN - 1 < needed:
        return None
    contained = shared / min(len(runs), len(others))
    if contained >= CONTAINED:
        return "shortened"
    return "recut" if contained >= BOTH and shared + RUN - 1 >= 2 * FEWEST else None


def _quoted(statement: Statement) -> list[tuple[str, ...]]:
    """The words of each quotation in the content; none where they are too few together."""
    text = " … ".join(span.text for span in statement.content)
    pieces = [words for piece in QUOTED.findall(text) if (words := normal_words(piece))]
    return pieces if sum(map(len, pieces)) >= FEWEST else []


def _whole(statement: Statement) -> tuple[str, ...]:
    return normal_words(" … ".join(span.text for span in statement.content))


def _joined(pieces: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for piece in pieces for word in piece)


def _other_figures(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """True where each has a number that the other has not: the same report of another day."""
    one, other = ({word for word in words if word.isdigit()} for words in (first, second))
    return bool(one - other and other - one)


def normal_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    plain = BRACKETED.sub(_unbracketed, unicodedata.normalize("NFKC", text))
    return tuple(word.casefold().replace("’", "'") for word in WORD.findall(plain))


def signature(statement: Statement, tells: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """Keys of an index: statements that share a run of seven words or more share a key, those that share none hardly do.

    Hashes of four words each, thinned by winnowing; at most MOST_KEYS, the smallest. Sorted; none for very few words.
    `tells` says which words are not common: four that all are make no key, so that no key has very many statements.
    """
    words = _whole(statement)
    if len(words) < FEWEST:
        return ()
    telling = [tells is None or tells(word) for word in words]
    hashes = [
        _hash(words[at : at + KEY_RUN]) if any(telling[at : at + KEY_RUN]) else ""
        for at in range(len(words) - KEY_RUN + 1)
    ]
    windows = (hashes[at : at + WINDOW] for at in range(max(1, len(hashes) - WINDOW + 1)))
    kept: set[str] = set(hashes) if len(hashes) <= WINDOW else {min(filter(None, some), default="") for some in windows}
    return tuple(sorted(kept - {""})[:MOST_KEYS])


def fingerprint(statement: Statement) -> str:
    """What copies of one report share, and statements that differ in words, source, cue, act or parties do not; empty where
    there are too few words to know them again by.
    """
    content = _whole(statement)
    if len(content) < FEWEST:
        return ""
    source = normal_words(statement.source.text) if statement.source else ()
    cue = normal_words(" … ".join(span.text for span in statement.cue))
    roles = (statement.speakers, statement.addressees, statement.targets)
    parties = [[(one.id, one.name, one.for_, one.kind) for one in role] for role in roles]
    return _hash([repr((statement.act, statement.negated, statement.quotation, source, cue, content, parties))])


def _unbracketed(match: re.Match[str]) -> str:
    """What an editor put in brackets: letters that mend a word stay, whole words and remarks go."""
    inner = match[0][1:-1]
    text, end = match.string, match.end()
    return inner if len(inner) == 1 and text[end : end + 1].isalpha() else " "


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def _hash(words: Sequence[str]) -> str:
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _clash(one: Statement, other: Statement) -> bool:
    """True where both name speakers and share none, by a word of a name; an unnamed or anonymous one fits any."""
    first, second = ({w for p in s.speakers for w in normal_words(p.name)} for s in (one, other))
    return bool(first and second and not first & second)
