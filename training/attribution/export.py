"""`python -m training.attribution.export`: a checkpoint to the model folder that ships, quantised and calibrated."""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from onrecord.reader.attribution.calibration import evidence
from onrecord.reader.attribution.decode import Floats
from onrecord.reader.attribution.tagger import _onnx_runner, decode, score_words
from onrecord.reader.attribution.windows import Sizes, Vocabulary
from training.attribution.__main__ import checkpoint
from training.attribution.batches import Prepared, prepare
from training.attribution.corpus import load_articles
from training.attribution.evaluate import evaluate, match
from training.attribution.model import Network, read_shape
from training.attribution.train import as_gold, tie_weights, torch_runner, transition_scores


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
    """Weights to 8 bits, one scale a column; 7 bits are used, as older processors overflow with 8."""
    quantize_dynamic(
        source,
        target,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=_kept_whole(source),
        extra_options={"MatMulConstBOnly": True},
    )


def _kept_whole(source: Path) -> list[str]:
    """Nodes that stay in 32 bits: the last layers, small and decisive."""
    graph = onnx.load(source).graph
    return [node.name for node in graph.node if any(part in node.name for part in ("/labels/", "/ties/ties"))]


Runner = Callable[..., tuple[Floats, Floats]]


def decoded(run: Runner, network: Network, dev: Sequence[Prepared]) -> list[tuple[Any, Any]]:
    """(decoded attributions, gold version) for every version of every article."""
    transitions, ties = transition_scores(network), tie_weights(network)
    pairs = []
    for article in dev:
        scores, vectors = score_words(run, article.words, article.encoded, Sizes())
        tied = decode(article.words, scores, vectors, transitions, ties)
        pairs += [(tied, version) for version in article.versions]
    return pairs


def calibration_points(pairs: Sequence[tuple[Any, Any]], bins: int = 12) -> tuple[list[float], list[float]]:
    """A rising curve from evidence to the share of attributions that are right, by pooling neighbours that fall."""
    scored = []
    for tied, gold in pairs:
        right = {number for number, _ in match(as_gold(tied), gold)}
        scored += [(evidence(one), number in right) for number, one in enumerate(tied)]
    scored.sort()
    groups = [part for part in np.array_split(np.array(scored, dtype=np.float64), bins) if len(part)]
    blocks: list[list[float]] = []
    for part in groups:
        blocks.append([part[:, 0].mean(), part[:, 1].mean(), len(part)])
        while len(blocks) > 1 and blocks[-2][1] > blocks[-1][1]:
            last, before = blocks.pop(), blocks.pop()
            size = last[2] + before[2]
            mean = [(last[at] * last[2] + before[at] * before[2]) / size for at in (0, 1)]
            blocks.append([*mean, size])
    return [round(block[0], 5) for block in blocks], [round(block[1], 4) for block in blocks]


def write_settings(
    network: Network, vocabulary: Vocabulary, points: tuple[list[float], list[float]], out: Path
) -> None:
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
        "calibration": {"scores": points[0], "shares": points[1]},
        "threshold": 0.0,
        "sha256": {name: digest(out / name) for name in ("attribution.onnx", "tokenizer.json")},
    }
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n")


def digest(path: Path) -> str:
    """A file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load_network(run: Path, name: str) -> tuple[Network, Vocabulary]:
    """A checkpoint of a training run and the vocabulary that it was trained with."""
    network = Network(read_shape(checkpoint()))
    network.load_state_dict(torch.load(run / f"{name}.pt"))
    stored = json.loads((run / "vocabulary.json").read_text())
    return network.eval(), Vocabulary(**{key: tuple(labels) for key, labels in stored.items()})


def plain_tokenizer() -> Tokenizer:
    """MiniLM's word pieces, neither padded nor cut."""
    tokenizer = Tokenizer.from_file(str(checkpoint() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def main() -> None:
    """Exports, quantises, calibrates and scores."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution.export", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--run", type=Path, required=True, help="the folder that training wrote")
    parser.add_argument("--cache", type=Path, help="where parsed articles are kept; default: in --run")
    parser.add_argument("--checkpoint", default="final")
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/languages/en/model"))
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    network, vocabulary = load_network(options.run, options.checkpoint)
    tokenizer = plain_tokenizer()
    articles = load_articles(options.shared, "dev", options.cache or options.run, options.limit)
    dev = [prepare(article, tokenizer, vocabulary) for article in articles]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        write_onnx(network, whole)
        quantise(whole, options.out / "attribution.onnx")
    tokenizer.save(str(options.out / "tokenizer.json"))
    pairs = decoded(_onnx_runner(options.out / "attribution.onnx", 1), network, dev)
    write_settings(network, vocabulary, calibration_points(pairs), options.out)
    scores = evaluate((as_gold(tied), gold) for tied, gold in pairs)
    whole_pairs = decoded(torch_runner(network, bf16=False), network, dev)
    before = evaluate((as_gold(tied), gold) for tied, gold in whole_pairs)
    for name, value in scores.items():
        print(f"{name:28} {value:.4f}  (32 bits {before[name]:.4f})")


if __name__ == "__main__":
    main()
