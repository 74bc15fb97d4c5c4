"""Training windows: cut afresh every epoch, varied a little, and gathered into batches of like length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from onrecord.reader.attribution.decode import tie_features
from onrecord.reader.attribution.windows import Encoded, Ints, Sizes, Window, encode, window_inputs, windows_of
from training.attribution.corpus import label_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

    from onrecord.reader.attribution.windows import Vocabulary, Words
    from training.attribution.corpus import Article, Gold, Range

MASK = 103
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article with its word pieces and, a version each, labels and attributions."""

    words: Words
    encoded: Encoded
    labels: tuple[Ints, ...]
    versions: tuple[tuple[Gold, ...], ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """Spans to pool (rows of `asking`, `answering` over a window's words), their pair features and the right column."""

    asking: Tensor
    answering: Tensor
    features: tuple[Tensor, Tensor, Tensor]
    right: Tensor


@dataclass(frozen=True, slots=True)
class Example:
    """One window as the network takes it."""

    pieces: Ints
    features: Ints
    first: Ints
    heads: Ints
    labels: Ints
    ties: tuple[Ties | None, Ties | None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length."""

    pieces: Tensor
    features: Tensor
    first: Tensor
    heads: Tensor
    labels: Tensor
    mask: Tensor
    word_mask: Tensor
    ties: tuple[tuple[Ties | None, Ties | None], ...]


def prepare(article: Article, tokenizer: Tokenizer, vocabulary: Vocabulary) -> Prepared:
    """An article's pieces and labels."""
    labels = tuple(label_words(version, len(article.words)) for version in article.versions)
    return Prepared(article.words, encode(article.words, tokenizer, vocabulary), labels, article.versions)


def epoch_batches(articles: Sequence[Prepared], size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """All articles once, one annotator's version of each, in batches of at most `size` padded pieces."""
    examples = []
    for article in articles:
        if article.versions:
            version = int(rng.integers(len(article.versions)))
            sizes = Sizes(core=int(rng.integers(160, 401)), before=0, after=0)
            examples += [
                _example(article, version, window, rng)
                for window in windows_of(article.words, article.encoded.offsets, sizes)
            ]
    rng.shuffle(examples)
    batches = []
    for start in range(0, len(examples), 256):
        chunk = sorted(examples[start : start + 256], key=lambda example: len(example.pieces))
        batches += list(_grouped(chunk, size))
    for number in rng.permutation(len(batches)).tolist():
        yield collate(batches[number])


def _grouped(examples: Sequence[Example], size: int) -> Iterator[list[Example]]:
    group: list[Example] = []
    for example in examples:
        if group and (len(group) + 1) * len(example.pieces) > size:
            yield group
            group = []
        group.append(example)
    if group:
        yield group


def _example(article: Prepared, version: int, window: Window, rng: np.random.Generator) -> Example:
    pieces, features, first, heads = window_inputs(article.encoded, article.words, window)
    count = window.end - window.start
    hidden = np.array([label in NAMED for label in article.words.entities[window.start : window.end]])
    masked = rng.random(count) < np.where(hidden, 0.12, 0.04)
    owner = np.repeat(np.arange(count), np.diff(article.encoded.offsets[window.start : window.end + 1]))
    pieces[1:-1][masked[owner]] = MASK
    for column in range(5):
        if rng.random() < 0.07:
            features[:, column] = 0
            if column == 1:
                heads = np.arange(count)
    return Example(
        pieces,
        features,
        first,
        heads,
        article.labels[version][window.start : window.end],
        _ties(article, version, window),
    )


def _ties(article: Prepared, version: int, window: Window) -> tuple[Ties | None, Ties | None]:
    gold = article.versions[version]

    def clipped(spans: Sequence[Range]) -> list[Range]:
        cut = [(max(start, window.start), min(end, window.end)) for start, end in spans]
        return [(start, end) for start, end in cut if start < end]

    cues = [(number, span) for number, one in enumerate(gold) for span in clipped(one.cue[:1])]
    sources = sorted({span for one in gold for span in clipped(one.source)})
    contents = [(number, span) for number, one in enumerate(gold) for span in clipped(one.content)]
    at = {number: column for column, (number, _) in enumerate(cues)}
    to_source = [
        next((sources.index(span) for span in clipped(gold[number].source)), len(sources)) for number, _ in cues
    ]
    to_cue = [at.get(number, len(cues)) for number, _ in contents]
    return (
        _pairs(article.words, window, [span for _, span in cues], sources, to_source),
        _pairs(article.words, window, [span for _, span in contents], [span for _, span in cues], to_cue),
    )


def _pairs(words: Words, window: Window, asking: list[Range], answering: list[Range], right: list[int]) -> Ties | None:
    if not asking:
        return None
    if answering:
        features = tie_features(words, asking, answering)
    else:
        features = (np.zeros((len(asking), 0), dtype=np.int64),) * 3
    distance, apart, relation = (torch.from_numpy(np.ascontiguousarray(feature)) for feature in features)
    pools = _pool(window, asking), _pool(window, answering)
    return Ties(*pools, (distance, apart, relation), torch.tensor(right))


def _pool(window: Window, spans: list[Range]) -> Tensor:
    rows = torch.zeros(len(spans), window.end - window.start)
    for row, (start, end) in enumerate(spans):
        rows[row, start - window.start : end - window.start] = 0.5 / (end - start)
        rows[row, start - window.start] += 0.25
        rows[row, end - 1 - window.start] += 0.25
    return rows


def collate(examples: Sequence[Example]) -> Batch:
    """Pads windows to the longest of them."""
    length = max(len(example.pieces) for example in examples)
    count = max(len(example.first) for example in examples)

    def padded(name: str, size: int) -> Tensor:
        rows = [getattr(example, name) for example in examples]
        out = np.zeros((len(rows), size, *rows[0].shape[1:]), dtype=np.int64)
        for number, row in enumerate(rows):
            out[number, : len(row)] = row
        return torch.from_numpy(out)

    lengths = torch.tensor([len(example.pieces) for example in examples])
    counts = torch.tensor([len(example.first) for example in examples])
    return Batch(
        pieces=padded("pieces", length),
        features=padded("features", length),
        first=padded("first", count),
        heads=padded("heads", count),
        labels=padded("labels", count),
        mask=(torch.arange(length)[None, :] < lengths[:, None])[:, None, None, :],
        word_mask=(torch.arange(count)[None, :] < counts[:, None]).float(),
        ties=tuple(example.ties for example in examples),
    )
