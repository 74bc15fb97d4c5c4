"""The learned tagger: a parsed article in, its attributions with confidences out.

It needs a model folder with `attribution.onnx`, `tokenizer.json` and `model.json`; without them it refuses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import ModelMissing
from onrecord.reader.attribution.calibration import Calibration, calibrate, evidence
from onrecord.reader.attribution.decode import (
    Floats,
    Found,
    Scored,
    Tied,
    TieWeights,
    best_path,
    find_spans,
    marginals,
    tie,
)
from onrecord.reader.attribution.windows import (
    Encoded,
    Sizes,
    Vocabulary,
    Words,
    encode,
    window_inputs,
    windows_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.tokens import Doc
    from tokenizers import Tokenizer

Range = tuple[int, int]
Runner = "Callable[..., tuple[Floats, Floats]]"
FILES = ("attribution.onnx", "tokenizer.json", "model.json")


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """Who says what, as ranges of characters, cues as they stand with their auxiliaries. `confidence` is the calibrated
    probability that all of it is right; the parts' confidences are the model's own and not calibrated.
    """

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    confidence: float
    source_confidence: float
    cue_confidence: float
    content_confidence: float


@dataclass(frozen=True, slots=True)
class Tagger:
    """A loaded model. `threshold` is the confidence under which an attribution is not worth making."""

    run: Callable[..., tuple[Floats, Floats]]
    tokenizer: Tokenizer
    vocabulary: Vocabulary
    transitions: Floats
    ties: TieWeights
    sizes: Sizes
    calibration: Calibration
    threshold: float


def load_tagger(folder: Path, *, threads: int = 1) -> Tagger:
    """Loads a model folder. Raises ModelMissing where a file of it is not there."""
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise ModelMissing(
            f"the attribution model is not installed: {folder / missing[0]} is missing; "
            "reinstall onrecord, or build the model with `python -m training.attribution`"
        )
    from tokenizers import Tokenizer  # noqa: PLC0415  # heavy, and only needed where a model is

    settings = json.loads((folder / "model.json").read_text("utf-8"))
    return Tagger(
        run=onnx_runner(folder / "attribution.onnx", threads),
        tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")),
        vocabulary=Vocabulary(**{name: tuple(labels) for name, labels in settings["vocabulary"].items()}),
        transitions=np.array(settings["transitions"], dtype=np.float32),
        ties=TieWeights(**{name: np.array(table, dtype=np.float32) for name, table in settings["ties"].items()}),
        sizes=Sizes(**settings["sizes"]),
        calibration=Calibration(tuple(settings["calibration"]["scores"]), tuple(settings["calibration"]["shares"])),
        threshold=settings["threshold"],
    )


def onnx_runner(path: Path, threads: int) -> Callable[..., tuple[Floats, Floats]]:
    """Runs one window at a time: activations are quantised per run, so a batch would make windows depend on each other."""
    import onnxruntime  # noqa: PLC0415  # heavy, and only needed where a model is

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def run(*inputs: Any) -> tuple[Floats, Floats]:
        names = ("pieces", "features", "first", "heads")
        labels, ties = session.run(["labels", "ties"], dict(zip(names, inputs, strict=True)))
        return labels, ties

    return run


def score_words(
    run: Callable[..., tuple[Floats, Floats]], words: Words, encoded: Encoded, sizes: Sizes
) -> tuple[Floats, Floats]:
    """Label scores and tie vectors of all words of an article, each from the window whose core holds it."""
    scores, vectors = [], []
    for window in windows_of(words, encoded.offsets, sizes):
        labels, ties = run(*window_inputs(encoded, words, window))
        core = slice(window.core_start - window.start, window.core_end - window.start)
        scores.append(labels[core])
        vectors.append(ties[core])
    return np.concatenate(scores), np.concatenate(vectors)


def decode(words: Words, scores: Floats, vectors: Floats, transitions: Floats, ties: TieWeights) -> tuple[Tied, ...]:
    """The attributions that an article's scores amount to."""
    spans = find_spans(best_path(scores, transitions), marginals(scores, transitions))
    return tie(Scored(words, vectors, ties), spans)


def tag(doc: Doc, model: Tagger) -> tuple[TaggedAttribution, ...]:
    """The attributions of a parsed article that are at least as sure as the model's threshold, in order of their cues.

    The result depends on the article alone: not on other articles, their number or their order.
    """
    words = words_of(doc)
    if not len(words):
        return ()
    encoded = encode(words, model.tokenizer, model.vocabulary)
    scores, vectors = score_words(model.run, words, encoded, model.sizes)
    tagged = [_tagged(one, words, model) for one in decode(words, scores, vectors, model.transitions, model.ties)]
    return tuple(one for one in tagged if one.confidence >= model.threshold)


def _tagged(tied: Tied, words: Words, model: Tagger) -> TaggedAttribution:
    def characters(span: Found) -> Range:
        return int(words.starts[span.start]), int(words.ends[span.end - 1])

    source = tied.source
    return TaggedAttribution(
        source=(characters(source),) if source else (),
        cue=(characters(tied.cue),),
        content=tuple(characters(part) for part in tied.content),
        confidence=calibrate(evidence(tied), model.calibration),
        source_confidence=tied.source_tie * (source.ends if source else 1.0),
        cue_confidence=tied.cue.ends,
        content_confidence=tied.content_tie * min(part.ends for part in tied.content),
    )
