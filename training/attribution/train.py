"""The training loop: joint likelihood of labels and ties, a running mean of the weights, dev scores every epoch."""

from __future__ import annotations

import copy
import json
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from onrecord.reader.attribution.decode import Floats, Tied, TieWeights
from onrecord.reader.attribution.tagger import decode, score_words
from onrecord.reader.attribution.windows import Ints, Sizes, Vocabulary
from training.attribution.batches import Batch, Prepared, Ties, epoch_batches
from training.attribution.corpus import Gold
from training.attribution.evaluate import Scores, evaluate
from training.attribution.model import FORBIDDEN, TIE, Network, allowed_transitions, crf_loss

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Loss = Callable[..., tuple[Tensor, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training run is: everything that decides its result but the data."""

    epochs: int = 8
    batch: int = 2400
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    warmup: float = 0.08
    weight_decay: float = 0.01
    mean: float = 0.998
    seed: int = 4


def train(
    network: Network,
    articles: Sequence[Prepared],
    dev: Sequence[Prepared],
    plan: Plan,
    out: Path,
    *,
    bf16: bool,
    loss_of: Loss | None = None,
) -> Network:
    """Trains the network; keeps the running mean of its weights as `epoch-N.pt` in `out` and returns the last."""
    loss_of = loss_of or batch_loss
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    groups = _groups(network, plan)
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.weight_decay, betas=(0.9, 0.98), fused=True)
    rates = [float(group["lr"]) for group in groups]
    steps = plan.epochs * sum(1 for _ in epoch_batches(articles, plan.batch, np.random.default_rng(0)))
    allowed = allowed_transitions()
    mean = copy.deepcopy(network).eval()
    step, started = 0, time.time()
    for epoch in range(1, plan.epochs + 1):
        network.train()
        total, words = 0.0, 0.0
        for batch in epoch_batches(articles, plan.batch, rng):
            step += 1
            share = min(1.0, step / (plan.warmup * steps)) * max(0.02, 1 - step / (steps + 1))
            for group, rate in zip(groups, rates, strict=True):
                group["lr"] = rate * share
            loss, size = loss_of(network, batch, allowed, bf16=bf16)
            (loss / size).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            _follow(mean, network, min(plan.mean, step / (step + 10)))
            total, words = total + float(loss.detach()), words + size
            if step % 50 == 0:
                print(f"step {step}/{steps} loss {total / words:.4f} at {time.time() - started:.0f} s", flush=True)
        torch.save(mean.state_dict(), out / f"epoch-{epoch}.pt")
        scores = score(mean, dev, bf16=bf16)
        record = {"epoch": epoch, "loss": total / words, "seconds": round(time.time() - started), **scores}
        with (out / "log.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
        print(json.dumps({name: round(value, 4) for name, value in record.items()}), flush=True)
    (out / "plan.json").write_text(json.dumps(asdict(plan), indent=1))
    return mean


def _groups(network: Network, plan: Plan) -> list[dict[str, Any]]:
    """Parameters with their learning rates: lower down the encoder, lower; the embeddings of word pieces stay."""
    network.encoder.words.weight.requires_grad_(False)  # noqa: FBT003
    depth = len(network.encoder.layers)
    groups: list[dict[str, Any]] = []
    for number, layer in enumerate(network.encoder.layers):
        groups.append({"params": list(layer.parameters()), "lr": plan.rate * plan.layer_decay ** (depth - 1 - number)})
    bottom = [network.encoder.positions.weight, network.encoder.types.weight, *network.encoder.norm.parameters()]
    groups.append({"params": bottom, "lr": plan.rate * plan.layer_decay**depth})
    groups.append({"params": list(network.encoder.features.parameters()), "lr": plan.head_rate / 2})
    heads = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    groups.append({"params": heads, "lr": plan.head_rate})
    return groups


@torch.no_grad()
def _follow(mean: Network, network: Network, keep: float) -> None:
    ours: list[Tensor] = [weight for weight in mean.parameters() if weight.shape[0] != network.shape.vocabulary]
    theirs: list[Tensor] = [weight for weight in network.parameters() if weight.shape[0] != network.shape.vocabulary]
    torch._foreach_lerp_(ours, theirs, 1 - keep)


def batch_loss(network: Network, batch: Batch, allowed: Tensor, *, bf16: bool) -> tuple[Tensor, float]:
    """The summed negative log likelihood of a batch's labels and ties, and its number of words."""
    labels, vectors, _ = outputs(network, batch, bf16=bf16)
    return annotated_loss(network, batch, allowed, labels, vectors), float(batch.word_mask.sum())


def outputs(network: Network, batch: Batch, *, bf16: bool) -> tuple[Tensor, Tensor, Tensor]:
    """A batch's label scores, tie vectors and hidden states."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        labels, vectors, hidden = network(batch.pieces, batch.features, batch.first, batch.heads, batch.mask)
    return labels.float(), vectors.float(), hidden.float()


def annotated_loss(network: Network, batch: Batch, allowed: Tensor, labels: Tensor, vectors: Tensor) -> Tensor:
    """The summed negative log likelihood of a batch's labels and ties, given what the network put out."""
    transitions = network.transitions.masked_fill(~allowed, FORBIDDEN)
    loss = crf_loss(labels, batch.labels, batch.word_mask, transitions)
    for number, pair in enumerate(batch.ties):
        for row, ties in enumerate(pair):
            if ties is not None:
                loss = loss + _tie_loss(network, vectors[number], row, ties)
    return loss


def _tie_loss(network: Network, vectors: Tensor, row: int, ties: Ties) -> Tensor:
    count = ties.asking.shape[1]
    queries = ties.asking @ vectors[:count, 2 * row * TIE : (2 * row + 1) * TIE]
    keys = ties.answering @ vectors[:count, (2 * row + 1) * TIE : (2 * row + 2) * TIE]
    distance, apart, relation = ties.features
    scores = queries @ keys.T / 8 + network.distance[row][distance] + network.sentence[row][apart]
    scores = scores + network.relation[row][relation]
    none = queries @ network.nothing[row, :TIE] / 8 + network.nothing[row, TIE]
    return F.cross_entropy(torch.cat([scores, none[:, None]], 1), ties.right, reduction="sum")


def tie_weights(network: Network) -> TieWeights:
    """What the network has learned of ties besides vectors, for the reader's decoder."""
    tables = (network.nothing, network.distance, network.sentence, network.relation)
    return TieWeights(*(table.detach().numpy().astype(np.float32) for table in tables))


def transition_scores(network: Network) -> Floats:
    """The transitions, with those that break a span forbidden."""
    scores = network.transitions.detach().masked_fill(~allowed_transitions(), FORBIDDEN)
    return scores.numpy().astype(np.float32)


def torch_runner(network: Network, *, bf16: bool) -> Callable[..., tuple[Floats, Floats]]:
    """Runs one window through the network, as the reader runs it through ONNX."""

    @torch.no_grad()
    def run(*inputs: Ints) -> tuple[Floats, Floats]:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            labels, vectors, _ = network(*(torch.from_numpy(array).unsqueeze(0) for array in inputs))
        return labels[0].float().numpy(), vectors[0].float().numpy()

    return run


def as_gold(tied: Sequence[Tied]) -> list[Gold]:
    """Decoded attributions as ranges of words, the shape of the annotations."""
    return [
        Gold(
            ((one.source.start, one.source.end),) if one.source else (),
            ((one.cue.start, one.cue.end),),
            tuple((part.start, part.end) for part in one.content),
        )
        for one in tied
    ]


def score(network: Network, dev: Sequence[Prepared], *, bf16: bool) -> Scores:
    """Scores on dev, every annotator's version counted as an article."""
    run = torch_runner(network, bf16=bf16)
    transitions, ties = transition_scores(network), tie_weights(network)
    pairs = []
    for article in dev:
        scores, vectors = score_words(run, article.words, article.encoded, Sizes())
        found = as_gold(decode(article.words, scores, vectors, transitions, ties))
        pairs += [(found, version) for version in article.versions]
    return evaluate(pairs)


def learn_vocabulary(articles: Sequence[object]) -> Vocabulary:
    """The labels that the parser gives in these articles."""
    words = [article.words for article in articles]  # type: ignore[attr-defined]

    def known(name: str) -> tuple[str, ...]:
        return tuple(sorted({label for one in words for label in getattr(one, name) if label}))

    return Vocabulary(known("tags"), known("dependencies"), known("entities"))
