"""From a trained network to the model folder that ships: an 8-bit graph, word pieces and settings."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from onrecord.reader.attribution.decode import Floats, Tied
from onrecord.reader.attribution.tagger import decode, onnx_runner, score_words
from onrecord.reader.attribution.windows import Sizes, Vocabulary
from training.attribution.model import Network, plain_tokenizer
from training.attribution.reliability import fit, judged
from training.attribution.train import tie_weights, transition_scores

if TYPE_CHECKING:
    from onrecord.reader.attribution.calibration import Calibration
    from training.attribution.batches import Prepared
    from training.attribution.corpus import Gold

THRESHOLD = 0.3
"""Attributions less sure than this are not made: more of them are wrong than right, and F1 on dev is no lower without."""


class OneWindow(torch.nn.Module):
    """The network on one window without padding: what the exported graph computes."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, pieces: torch.Tensor, features: torch.Tensor, first: torch.Tensor, heads: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        inputs = (pieces.unsqueeze(0), features.unsqueeze(0), first.unsqueeze(0), heads.unsqueeze(0))
        labels, ties, hidden = self.network(*inputs)
        return labels[0], ties[0], hidden[0]


def write_onnx(network: Network, path: Path) -> None:
    """The network as a graph with 32-bit weights."""
    length, count = 24, 17
    sample = (
        torch.randint(1000, 2000, (length,)),
        torch.zeros(length, 5, dtype=torch.long),
        torch.arange(1, count + 1),
        torch.arange(count),
    )
    names = ["pieces", "features", "first", "heads"]
    axes = {"pieces": {0: "pieces"}, "features": {0: "pieces"}, "first": {0: "words"}, "heads": {0: "words"}}
    outputs = {"labels": {0: "words"}, "ties": {0: "words"}, "hidden": {0: "pieces"}}
    torch.onnx.export(
        OneWindow(network).eval(),
        sample,
        str(path),
        input_names=names,
        output_names=list(outputs),
        dynamic_axes=axes | outputs,
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Weights to 8 bits, one scale a column. Processors without VNNI may round a rare large sum down; the seven-bit
    weights that would prevent it cost a point of F1 on cues.
    """
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=False,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=_kept_whole(source),
        extra_options={"MatMulConstBOnly": True},
    )


def _kept_whole(source: Path) -> list[str]:
    """Nodes that stay in 32 bits: the last layers and the small tables of what the parser says, decisive both."""
    graph = onnx.load(source).graph
    return [
        node.name for node in graph.node if any(part in node.name for part in ("/labels/", "/ties/ties", "/features."))
    ]


Runner = Callable[..., tuple[Floats, Floats]]


def decoded(run: Runner, network: Network, dev: Sequence[Prepared]) -> list[tuple[tuple[Tied, ...], tuple[Gold, ...]]]:
    """(decoded attributions, gold version) for every version of every article."""
    transitions, ties = transition_scores(network), tie_weights(network)
    pairs = []
    for article in dev:
        scores, vectors = score_words(run, article.words, article.encoded, Sizes())
        tied = decode(article.words, scores, vectors, transitions, ties)
        pairs += [(tied, version) for version in article.versions]
    return pairs


def write_settings(network: Network, vocabulary: Vocabulary, calibration: Calibration, out: Path) -> None:
    """`model.json`: all that the reader needs beside the graph and the word pieces."""
    ties = tie_weights(network)
    settings = {
        "name": "onrecord-attribution-en",
        "labels": ["none"]
        + [f"{role}-{place}" for role in ("source", "cue", "content") for place in ("begin", "in", "end", "single")],
        "vocabulary": {name: list(getattr(vocabulary, name)) for name in ("tags", "dependencies", "entities")},
        "sizes": {"core": Sizes().core, "before": Sizes().before, "after": Sizes().after},
        "transitions": np.round(transition_scores(network), 5).tolist(),
        "ties": {
            name: np.round(getattr(ties, name), 5).tolist() for name in ("nothing", "distance", "sentence", "relation")
        },
        "calibration": {"scores": calibration.scores, "shares": calibration.shares},
        "threshold": THRESHOLD,
        "sha256": {name: digest(out / name) for name in ("attribution.onnx", "tokenizer.json")},
    }
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n")


def digest(path: Path) -> str:
    """A file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def average(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of several checkpoints of one line of training, weight by weight."""
    states = [torch.load(path) for path in paths]
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}


def export(network: Network, vocabulary: Vocabulary, dev: Sequence[Prepared], out: Path) -> None:
    """Writes the model folder: graph, word pieces, settings with the calibration measured on `dev`; and the report."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        write_onnx(network, whole)
        quantise(whole, out / "attribution.onnx")
    plain_tokenizer().save(str(out / "tokenizer.json"))
    pairs = decoded(onnx_runner(out / "attribution.onnx", 1), network, dev)
    write_settings(network, vocabulary, fit(judged(pairs)), out)
