"""The cue in its sentence: its head, its complement, and the row of the lexicon that both choose."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.languages.cues import cues
from onrecord.languages.polarity import complements, lemmas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue, CuePos, Frame
    from onrecord.reader.stages import Analysis, Attribution
    from onrecord.records import Span

OPENING = "\"“«„‘'"
CUE_POS: dict[str, CuePos] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
# Where a cue has no row for the complement found, these are asked in turn.
NEAREST: tuple[Frame, ...] = ("that", "clause", "quote", "obj", "none")


@dataclass(frozen=True, slots=True)
class ReadCue:
    """A cue as it stands: its head token, the complement that carries the content, and its row, None where unknown."""

    head: Token
    frame: Frame
    row: Cue | None

    @property
    def words(self) -> str:
        """The words of the row, else the lemma."""
        return " ".join(self.row.words) if self.row else self.head.lemma_.lower()


def read_cue(analysis: Analysis, attribution: Attribution, language: Language) -> ReadCue | None:
    """The attribution's cue, None where no token stands at it."""
    tokens = tokens_at(analysis, attribution.cue)
    if not tokens:
        return None
    head = min(tokens, key=lambda token: (len(list(token.ancestors)), token.i))
    frame = find_frame(analysis, attribution, head, language)
    return ReadCue(head, frame, _row(tokens, head, frame, language))


def tokens_at(analysis: Analysis, spans: tuple[Span, ...]) -> tuple[Token, ...]:
    """The tokens that spans touch, spaces left out."""
    found: list[Token] = []
    for span in spans:
        chars: DocSpan | None = analysis.doc.char_span(span.start, span.end, alignment_mode="expand")
        found.extend(token for token in chars or () if not token.is_space)
    return tuple(found)


def find_frame(analysis: Analysis, attribution: Attribution, head: Token, language: Language) -> Frame:
    """The complement that carries the content, by its first words and its place in the parse."""
    tokens = tokens_at(analysis, attribution.content[:1])
    if not tokens:
        return "none"
    opening = complements(language)
    first, before = tokens[0], analysis.doc[tokens[0].i - 1] if tokens[0].i else None
    if first.lower_ in opening:
        return opening[first.lower_]
    if first.text[0] in OPENING:
        return _quoted(tokens, before, opening)
    if before is not None and before.lower_ in opening and before.i > head.i:
        return opening[before.lower_]
    return _by_parse(tokens, head, opening)


def _quoted(tokens: tuple[Token, ...], before: Token | None, opening: Mapping[str, Frame]) -> Frame:
    """A quotation after "as" or "to" is the complement of that word; else it is a quotation."""
    word = before.lower_ if before is not None else ""
    inner = opening.get(tokens[1].lower_) if len(tokens) > 1 else None
    return opening.get(word) or ("to" if inner == "to" else "quote")


def _by_parse(tokens: tuple[Token, ...], head: Token, opening: Mapping[str, Frame]) -> Frame:
    inside = {token.i for token in tokens}
    plain = tuple(takewhile(lambda token: token.text[0] not in OPENING, tokens))
    if any(opening.get(token.lower_) == "to" and token.dep_ == "aux" and token.head.head == head for token in plain):
        return "to"  # "urged the parties to talk": the object stands before its infinitive, and in no quotation
    root = next((token for token in tokens if token.head.i not in inside), tokens[0])
    if tokens[0].tag_ == "VBG" and root == tokens[0]:
        return "ing"
    if root.head == head and root.dep_ in {"dobj", "nsubjpass", "oprd", "attr", "pobj"}:
        named = any(opening.get(child.lower_) == "as" for child in head.children if child.i in inside)
        return "as" if named else "obj"
    return "clause" if any("VerbForm=Fin" in str(token.morph) for token in tokens) else "obj"


def _row(tokens: tuple[Token, ...], head: Token, frame: Frame, language: Language) -> Cue | None:
    candidates = _candidates(tokens, head, language)
    longest = max((len(cue.words) for cue in candidates), default=0)
    rows = [cue for cue in candidates if len(cue.words) == longest]
    for wanted in (frame, *NEAREST):
        for cue in rows:
            if wanted in cue.frames:
                return cue
    return rows[0] if rows else None


def _candidates(tokens: tuple[Token, ...], head: Token, language: Language) -> list[Cue]:
    """The rows whose words stand at the cue, of its part of speech where there are such."""
    lexicon, known = cues(language), lemmas(language)
    found = [
        (cue, token)
        for token in dict.fromkeys((head, tokens[0]))
        for key in dict.fromkeys((known.get(token.lower_, token.lemma_.lower()), token.lower_))
        for cue in lexicon.starting(key)
        if _follows(cue, token)
    ]
    fitting = [cue for cue, token in found if cue.pos in {"phrase", CUE_POS.get(token.pos_)}]
    return fitting or [cue for cue, _ in found]


def _follows(cue: Cue, token: Token) -> bool:
    """True where the further words of a cue come right after its first, an adverb or pronoun between them at most."""
    i = token.i + 1
    for word in cue.words[1:]:
        while i < len(token.doc) and token.doc[i].pos_ in {"ADV", "PRON"} and token.doc[i].lower_ != word:
            i += 1
        if i >= len(token.doc) or word not in {token.doc[i].lower_, token.doc[i].lemma_.lower()}:
            return False
        i += 1
    return len(cue.words) == 1 or token.doc[i - 1].dep_ != "det"  # "said no poison was found" is not "said no"
