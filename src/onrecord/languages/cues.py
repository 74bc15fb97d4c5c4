"""The cues of a language: which words report a statement, with which complement, and which act each then is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from onrecord.errors import DataError
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language
    from onrecord.records import Act
    from onrecord.tables import Row

Frame = Literal[
    "that", "quote", "to", "of", "for", "against", "as", "obj", "wh", "ing", "about", "clause", "none",
]  # fmt: skip
CuePos = Literal["verb", "noun", "adj", "phrase"]
FRAMES: tuple[Frame, ...] = get_args(Frame)
CUE_POS: tuple[CuePos, ...] = get_args(CuePos)


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or words that report a statement: `words` are its lemma and what goes with it ("call", "for"),
    `frames` the complements that may carry the content, `act` what it then is.
    """

    words: tuple[str, ...]
    pos: CuePos
    frames: frozenset[Frame]
    act: Act


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a language by their first word (lemma, lower case), the longest first."""

    by_head: Mapping[str, tuple[Cue, ...]]

    def starting(self, lemma: str, pos: CuePos | None = None) -> tuple[Cue, ...]:
        """The cues whose first word is this lemma, of one part of speech where it is given."""
        found = self.by_head.get(lemma.lower(), ())
        return tuple(cue for cue in found if pos is None or cue.pos == pos)


@cache
def cues(language: Language) -> Cues:
    """The cues of `cues.tsv`, none where the language has no such table. Raises DataError for an unknown frame or act."""
    by_head: defaultdict[str, list[Cue]] = defaultdict(list)
    for row in language.table("cues"):
        cue = _cue(row)
        by_head[cue.words[0]].append(cue)
    return Cues({head: tuple(sorted(found, key=lambda c: -len(c.words))) for head, found in by_head.items()})


def _cue(row: Row) -> Cue:
    frames = tuple(row["frames"].split(","))
    for kind, values, known in (
        ("frame", frames, FRAMES),
        ("act", (row["act"],), ACTS),
        ("pos", (row["pos"],), CUE_POS),
    ):
        if unknown := set(values) - set(known):
            raise DataError(f"cues.tsv: {row['cue']!r}: unknown {kind} {sorted(unknown)}; known are {', '.join(known)}")
    return Cue(
        words=tuple(row["cue"].split()),
        pos=cast("CuePos", row["pos"]),
        frames=cast("frozenset[Frame]", frozenset(frames)),
        act=cast("Act", row["act"]),
    )
