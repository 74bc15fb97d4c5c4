"""`python -m training.attribution.cut`: a smaller tagger, cut from the whole one and taught by it.

Layers go whose absence costs least, then the heads and inner units on which the loss depends least (the mean size of
gradient times activation: Michel, Levy and Neubig 2019; Molchanov et al. 2017). What is left trains on the annotations and on
the whole network's scores, ties and hidden states of the same windows (Jiao et al. 2020).
"""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from onrecord.reader.attribution.windows import Vocabulary
from training.attribution.__main__ import HERE, write
from training.attribution.batches import epoch_batches, prepare
from training.attribution.corpus import load_articles
from training.attribution.export import average
from training.attribution.model import Network, Shape, allowed_transitions, plain_tokenizer
from training.attribution.train import Plan, annotated_loss, batch_loss, outputs, train
from training.attribution.whole import load_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from training.attribution.batches import Batch

SMALL = Shape(heads=6, layers=6, inner=640, dropout=0.05)
PLAN = Plan(epochs=6, rate=2e-4, head_rate=2e-4, layer_decay=1.0, warmup=0.05)
JUDGED = 60
"""Articles of train on which the cuts are judged."""
LABELS, TIES, HIDDEN = 1.0, 0.5, 0.5
"""What the whole network's label scores, tie vectors and hidden states weigh beside the annotations."""
WARMTH = 2.0
"""Temperature at which label scores are compared."""


def main() -> None:
    """Cuts, trains, exports and reports."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution.cut", description=__doc__)
    parser.add_argument("--whole", type=Path, required=True, help="model folder of the network to cut")
    parser.add_argument(
        "--teacher", type=Path, help="model folder of the network to learn from; default: the one to cut"
    )
    parser.add_argument("--heads", type=int, default=SMALL.heads, help="how many a layer keeps")
    parser.add_argument("--inner", type=int, default=SMALL.inner, help="how many inner units a layer keeps")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/polnear")
    parser.add_argument("--out", type=Path, default=HERE / "out" / "cut", help="where checkpoints and the log go")
    parser.add_argument("--model", type=Path, help="the model folder to write; default: model/ in --out")
    parser.add_argument("--cache", type=Path, default=HERE / "cache", help="where parsed articles are kept")
    parser.add_argument("--limit", type=int, help="only so many articles of train and dev, to try the recipe")
    parser.add_argument("--epochs", type=int, default=PLAN.epochs)
    parser.add_argument("--bf16", action="store_true", help="multiply in bfloat16: faster where the processor can")
    parser.add_argument("--export-only", action="store_true", help="export the final.pt that is in --out already")
    options = parser.parse_args()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    articles = load_articles(options.shared, "train", options.cache, options.limit)
    dev_articles = load_articles(options.shared, "dev", options.cache, options.limit)
    settings = json.loads((options.whole / "model.json").read_text("utf-8"))
    vocabulary = Vocabulary(**{name: tuple(labels) for name, labels in settings["vocabulary"].items()})
    tokenizer = plain_tokenizer()
    prepared = [prepare(article, tokenizer, vocabulary) for article in articles]
    dev = [prepare(article, tokenizer, vocabulary) for article in dev_articles]
    plan, whole = replace(PLAN, epochs=options.epochs), load_whole(options.whole)
    shape = replace(SMALL, heads=options.heads, inner=options.inner)
    final = options.out / "final.pt"
    if options.export_only:
        small = Network(replace(shape, features=whole.shape.features))
    else:
        batches = list(epoch_batches(prepared[:JUDGED], plan.batch, np.random.default_rng(plan.seed)))
        small = cut(whole, shape, batches, bf16=options.bf16)
        teacher = load_whole(options.teacher) if options.teacher else whole
        train(small, prepared, dev, plan, options.out, bf16=options.bf16, loss_of=taught_by(teacher))
        kept = range(plan.epochs // 2 + 1, plan.epochs + 1)
        torch.save(average([options.out / f"epoch-{epoch}.pt" for epoch in kept]), final)
    small.load_state_dict(torch.load(final))
    report = HERE if options.limit is None else options.out
    write(small.eval(), vocabulary, dev, options.model or options.out / "model", report)


def cut(whole: Network, shape: Shape, batches: Sequence[Batch], *, bf16: bool) -> Network:
    """The whole network in a smaller shape: of its layers, heads and inner units those that the loss on these batches needs."""
    layers = _needed_layers(whole, shape.layers, batches, bf16=bf16)
    heads, units = _importance(whole, layers, batches, bf16=bf16)
    small = Network(replace(shape, features=whole.shape.features))
    state = {name: weight for name, weight in whole.state_dict().items() if ".layers." not in name}
    for new, old in enumerate(layers):
        kept = heads[new].topk(shape.heads).indices.sort().values
        rows = (kept[:, None] * shape.head + torch.arange(shape.head)).flatten()
        inner = units[new].topk(shape.inner).indices.sort().values
        for name, weight in whole.encoder.layers[old].state_dict().items():
            state[f"encoder.layers.{new}.{name}"] = _part(name, weight, rows, inner)
    small.load_state_dict(state)
    print(f"kept layers {layers}", flush=True)
    return small


def _part(name: str, weight: Tensor, rows: Tensor, inner: Tensor) -> Tensor:
    part, _, _ = name.partition(".")
    if part in ("query", "key", "value"):
        return weight[rows]
    if part == "inner":
        return weight[inner]
    if name == "out.weight":
        return weight[:, rows]
    return weight[:, inner] if name == "outer.weight" else weight


def _needed_layers(whole: Network, count: int, batches: Sequence[Batch], *, bf16: bool) -> tuple[int, ...]:
    every = list(whole.encoder.layers)
    losses = {}
    for layers in itertools.combinations(range(len(every)), count):
        whole.encoder.layers = torch.nn.ModuleList(every[layer] for layer in layers)
        with torch.no_grad():
            losses[layers] = _mean_loss(whole, batches[::3], bf16=bf16)
        print(f"layers {layers}: loss {losses[layers]:.4f}", flush=True)
    whole.encoder.layers = torch.nn.ModuleList(every)
    return min(losses, key=lambda layers: losses[layers])


def _mean_loss(network: Network, batches: Sequence[Batch], *, bf16: bool) -> float:
    pairs = [batch_loss(network, batch, allowed_transitions(), bf16=bf16) for batch in batches]
    return float(sum(loss for loss, _ in pairs)) / sum(size for _, size in pairs)


def _importance(
    whole: Network, layers: Sequence[int], batches: Sequence[Batch], *, bf16: bool
) -> tuple[list[Tensor], list[Tensor]]:
    """For each kept layer, how much the loss depends on each head and on each inner unit."""
    shape, every = whole.shape, list(whole.encoder.layers)
    kept = [every[layer] for layer in layers]
    heads = [torch.zeros(shape.heads) for _ in kept]
    units = [torch.zeros(shape.inner) for _ in kept]

    def watch(into: Tensor, groups: int) -> Callable[[torch.nn.Module, tuple[Tensor, ...]], None]:
        def hook(_module: torch.nn.Module, inputs: tuple[Tensor, ...]) -> None:
            activation = inputs[0]

            def arrived(gradient: Tensor) -> None:
                into.add_(
                    (gradient * activation.detach()).float().unflatten(-1, (groups, -1)).sum(-1).abs().sum((0, 1))
                )

            activation.register_hook(arrived)

        return hook

    hooks = []
    for at, layer in enumerate(kept):
        hooks.append(layer.out.register_forward_pre_hook(watch(heads[at], shape.heads)))
        hooks.append(layer.outer.register_forward_pre_hook(watch(units[at], shape.inner)))
    for batch in batches:
        loss, size = batch_loss(whole, batch, allowed_transitions(), bf16=bf16)
        (loss / size).backward()  # type: ignore[no-untyped-call]
        whole.zero_grad()
    for one in hooks:
        one.remove()
    return heads, units


def taught_by(whole: Network) -> Callable[..., tuple[Tensor, float]]:
    """A loss as `batch_loss` that weighs the whole network's own answers too."""

    def loss(network: Network, batch: Batch, allowed: Tensor, *, bf16: bool) -> tuple[Tensor, float]:
        with torch.no_grad():
            told, tied, seen = outputs(whole, batch, bf16=bf16)
        labels, ties, hidden = outputs(network, batch, bf16=bf16)
        own = annotated_loss(network, batch, allowed, labels, ties)
        words = batch.word_mask.unsqueeze(-1)
        pieces = batch.mask[:, 0, 0, :, None].float()
        soft = F.kl_div(
            F.log_softmax(labels / WARMTH, -1), F.log_softmax(told / WARMTH, -1), log_target=True, reduction="none"
        )
        taught = LABELS * WARMTH**2 * (soft * words).sum()
        taught = taught + TIES * ((ties - tied).pow(2).mean(-1, keepdim=True) * words).sum()
        taught = taught + HIDDEN * ((hidden - seen).pow(2).mean(-1, keepdim=True) * pieces).sum()
        return own + taught, float(batch.word_mask.sum())

    return loss


if __name__ == "__main__":
    main()
