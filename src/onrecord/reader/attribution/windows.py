"""From a parsed article to what the tagger reads: words, word pieces and overlapping windows of them.

In goes a spaCy `Doc`; out come arrays. The same code feeds training and reading, so that both see the same thing.
Quotation marks of any style are normalised to one, offsets always refer to the text as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
"""States of a word with regard to quotation marks; what the tagger's fourth feature means."""

MIDDLE, SENTENCE_START, PARAGRAPH_START = range(3)
"""Places of a word; what the tagger's fifth feature means."""

DOUBLE_OPEN = frozenset("“„«") | {"``"}
DOUBLE_CLOSE = frozenset("”»")
DOUBLE_EITHER = frozenset({'"', "''"})
SINGLE = frozenset("'‘’‚")
STRAIGHT = str.maketrans("“”„‟«»‘’‚‛", '""""""' + "''''")
CLS, SEP = 101, 102
"""BERT's pieces at the start and the end of a window."""
LONGEST_WORD = 12
"""Word pieces kept of one word: web addresses and the like need no more."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one article (white space left out), each with offsets, its parse and its place."""

    starts: Ints
    ends: Ints
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    dependencies: tuple[str, ...]
    entities: tuple[str, ...]
    heads: Ints
    sentences: Ints
    places: Ints
    quotes: Ints

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of tags, dependencies and entities that the tagger knows; 0 stands for any other."""

    tags: tuple[str, ...]
    dependencies: tuple[str, ...]
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article's word pieces: `pieces[offsets[i]:offsets[i + 1]]` are word `i`'s; `features` has a row a word."""

    pieces: Ints
    offsets: Ints
    features: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start:end` that are read together; what is read of `core_start:core_end` counts."""

    start: int
    end: int
    core_start: int
    core_end: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many word pieces a window holds at most: its core, and what it sees before and after."""

    core: int = 320
    before: int = 64
    after: int = 16


def words_of(doc: Doc) -> Words:
    """A parsed article's words. Heads that are white space are followed up to a word."""
    text = doc.text
    columns = doc.to_array(["IDX", "LENGTH", "IS_SPACE", "TAG", "DEP", "ENT_TYPE", "HEAD", "SENT_START"])
    kept = np.flatnonzero(columns[:, 2] == 0)
    starts = columns[kept, 0].astype(np.int64)
    ends = starts + columns[kept, 1].astype(np.int64)
    sentences = (np.cumsum(columns[:, 7] == 1) - 1)[kept]
    places = _places(text, starts, ends, sentences)
    texts = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    quotes = quotation_states(texts, starts, ends, places == PARAGRAPH_START)
    strings = doc.vocab.strings
    tags, dependencies, entities = (tuple(strings[label] for label in columns[kept, at].tolist()) for at in (3, 4, 5))
    return Words(
        starts=starts,
        ends=ends,
        texts=tuple(_normalised(text, state) for text, state in zip(texts, quotes.tolist(), strict=True)),
        tags=tags,
        dependencies=dependencies,
        entities=entities,
        heads=_word_heads(columns, kept),
        sentences=sentences,
        places=places,
        quotes=quotes,
    )


def _word_heads(columns: NDArray[Any], kept: Ints) -> Ints:
    """Each word's head as a number of words; its own number where no word governs it."""
    heads = np.arange(len(columns)) + columns[:, 6].astype(np.int64)
    space = columns[:, 2] == 1
    for _ in range(4):
        heads = np.where(space[heads], heads[heads], heads)
    number = np.cumsum(~space) - 1
    own = np.arange(len(kept))
    return np.where(space[heads[kept]], own, number[heads[kept]])


def _places(text: str, starts: Ints, ends: Ints, sentences: Ints) -> Ints:
    places = np.zeros(len(starts), dtype=np.int64)
    for position in range(len(starts)):
        gap = text[ends[position - 1] : starts[position]] if position else "\n"
        if "\n" in gap:
            places[position] = PARAGRAPH_START
        elif sentences[position] != sentences[position - 1]:
            places[position] = SENTENCE_START
    return places


def _normalised(text: str, state: int) -> str:
    if state in (OPENING, CLOSING):
        return '"'
    return text.translate(STRAIGHT)


def quotation_states(texts: Sequence[str], starts: Ints, ends: Ints, paragraphs: NDArray[np.bool_]) -> Ints:
    """Whether each word is outside or inside a quotation or is its mark.

    Double marks of any style count; single ones where no double one is open and a partner stands in the paragraph. A
    quotation ends with its paragraph unless the next one begins with an opening mark.
    """
    states = np.zeros(len(texts), dtype=np.int64)
    is_open, single = False, False
    for position, text in enumerate(texts):
        spaced = position == 0 or starts[position] > ends[position - 1]
        tight = position + 1 < len(texts) and starts[position + 1] == ends[position]
        if paragraphs[position]:
            is_open, single = False, False
        turn = None
        if text in DOUBLE_OPEN:
            turn = OPENING
        elif text in DOUBLE_CLOSE:
            turn = CLOSING
        elif text in DOUBLE_EITHER:
            turn = CLOSING if is_open and not (spaced and tight) else OPENING
        elif text in SINGLE and single and not (spaced and tight):
            turn = CLOSING
        elif text in SINGLE and not is_open and spaced and tight and text != "’":
            turn = OPENING if _closes(texts, starts, ends, paragraphs, position) else None
            single = turn == OPENING
        if turn is None:
            states[position] = INSIDE if is_open else OUTSIDE
        else:
            states[position] = turn
            is_open = turn == OPENING
            single = single and is_open
    return states


def _closes(texts: Sequence[str], starts: Ints, ends: Ints, paragraphs: NDArray[np.bool_], opening: int) -> bool:
    for position in range(opening + 1, len(texts)):
        if paragraphs[position]:
            return False
        last = position + 1 == len(texts)
        if texts[position] in ("'", "’") and starts[position] == ends[position - 1]:
            spaced = last or starts[position + 1] > ends[position] or not texts[position + 1][0].isalnum()
            if spaced and not texts[position - 1].endswith("s"):
                return True
    return False


def encode(words: Words, tokenizer: Tokenizer, vocabulary: Vocabulary) -> Encoded:
    """The word pieces and feature numbers of an article's words."""
    encoding = tokenizer.encode(list(words.texts), is_pretokenized=True, add_special_tokens=False)
    unknown = tokenizer.token_to_id("[UNK]")
    by_word: list[list[int]] = [[] for _ in words.texts]
    for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None and len(by_word[word]) < LONGEST_WORD:
            by_word[word].append(piece)
    by_word = [pieces or [unknown or 0] for pieces in by_word]
    offsets = np.zeros(len(by_word) + 1, dtype=np.int64)
    offsets[1:] = np.cumsum([len(pieces) for pieces in by_word])
    features = np.stack(
        [
            _numbers(words.tags, vocabulary.tags),
            _numbers(words.dependencies, vocabulary.dependencies),
            _numbers(words.entities, vocabulary.entities),
            words.quotes,
            words.places,
        ],
        axis=1,
    )
    pieces = np.array([piece for word in by_word for piece in word], dtype=np.int64)
    return Encoded(pieces=pieces, offsets=offsets, features=features)


def _numbers(labels: Sequence[str], known: Sequence[str]) -> Ints:
    index = {label: number for number, label in enumerate(known, start=1)}
    return np.array([index.get(label, 0) for label in labels], dtype=np.int64)


def window_inputs(encoded: Encoded, words: Words, window: Window) -> tuple[Ints, Ints, Ints, Ints]:
    """What the network takes of a window: pieces in their frame, features a piece, each word's first piece and its head
    within the window.
    """
    offsets = encoded.offsets[window.start : window.end + 1]
    pieces = np.concatenate([[CLS], encoded.pieces[offsets[0] : offsets[-1]], [SEP]])
    rows = np.repeat(encoded.features[window.start : window.end], np.diff(offsets), axis=0)
    features = np.zeros((len(pieces), rows.shape[1]), dtype=np.int64)
    features[1:-1] = rows
    heads = words.heads[window.start : window.end] - window.start
    own = np.arange(len(heads))
    return pieces, features, offsets[:-1] - offsets[0] + 1, np.where((heads < 0) | (heads >= len(own)), own, heads)


def windows_of(words: Words, offsets: Ints, sizes: Sizes) -> Iterator[Window]:
    """Cuts an article into windows of about equal cores, at paragraphs where it can, else at sentences, else at words."""
    total = len(words)
    start = 0
    while start < total:
        remaining = int(offsets[total] - offsets[start])
        parts = -(-remaining // sizes.core)
        end = _cut(words, offsets, start, remaining // parts, sizes.core) if parts > 1 else total
        before = int(np.searchsorted(offsets, offsets[start] - sizes.before))
        after = int(np.searchsorted(offsets, offsets[end] + sizes.after, side="right")) - 1
        yield Window(_at_sentence(words, before, start), min(max(after, end), total), start, end)
        start = end


def _cut(words: Words, offsets: Ints, start: int, wanted: int, most: int) -> int:
    """The best place to end a core: near `wanted` pieces, not over `most`."""
    last = max(int(np.searchsorted(offsets, offsets[start] + most, side="right")) - 1, start + 1)
    candidates = np.arange(start + 1, min(last, len(words) - 1) + 1)
    sizes = offsets[candidates] - offsets[start]
    for least, place in ((0.5, PARAGRAPH_START), (0.5, SENTENCE_START), (0.0, MIDDLE)):
        fitting = candidates[(words.places[candidates] >= place) & (sizes >= least * wanted)]
        if len(fitting):
            return int(fitting[np.argmin(np.abs(offsets[fitting] - offsets[start] - wanted))])
    return start + 1


def _at_sentence(words: Words, before: int, start: int) -> int:
    """Where the words seen before a core begin: at a sentence if one begins between."""
    for position in range(before, start):
        if words.places[position] != MIDDLE:
            return position
    return before
