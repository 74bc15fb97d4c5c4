"""`python -m training.attribution`: trains the attribution tagger on PolNeAR, exports it and reports its scores.

Eight epochs from MiniLM's weights; the mean of the last four is the model.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from onrecord.reader.attribution.tagger import onnx_runner
from training.attribution.batches import Prepared, prepare
from training.attribution.corpus import load_articles
from training.attribution.export import average, decoded, export
from training.attribution.model import Network, checkpoint, load_encoder, plain_tokenizer, read_shape
from training.attribution.report import write_report
from training.attribution.train import Plan, learn_vocabulary, torch_runner, train

if TYPE_CHECKING:
    from onrecord.reader.attribution.windows import Vocabulary

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m training.attribution", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder that holds corpora/polnear")
    parser.add_argument("--out", type=Path, default=HERE / "out", help="where checkpoints and the log go")
    parser.add_argument("--model", type=Path, help="the model folder to write; default: model/ in --out")
    parser.add_argument("--cache", type=Path, default=HERE / "cache", help="where parsed articles are kept")
    parser.add_argument("--limit", type=int, help="only so many articles of train and dev, to try the recipe")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--bf16", action="store_true", help="multiply in bfloat16: faster where the processor can")
    parser.add_argument("--export-only", action="store_true", help="export the final.pt that is in --out already")
    return parser.parse_args()


def train_all(options: argparse.Namespace, articles: list[Prepared], dev: list[Prepared]) -> None:
    """The run and the mean of its later half, `final.pt`."""
    plan = replace(Plan(), epochs=options.epochs)
    torch.manual_seed(plan.seed)
    network = Network(read_shape(checkpoint()))
    load_encoder(network.encoder, checkpoint())
    train(network, articles, dev, plan, options.out, bf16=options.bf16)
    kept = range(plan.epochs // 2 + 1, plan.epochs + 1)
    torch.save(average([options.out / f"epoch-{epoch}.pt" for epoch in kept]), options.out / "final.pt")


def main() -> None:
    """Trains, exports and reports."""
    options = arguments()
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    train_articles = load_articles(options.shared, "train", options.cache, options.limit)
    dev_articles = load_articles(options.shared, "dev", options.cache, options.limit)
    vocabulary: Vocabulary = learn_vocabulary(train_articles)
    (options.out / "vocabulary.json").write_text(json.dumps(asdict(vocabulary)))
    tokenizer = plain_tokenizer()
    articles, dev = (
        [prepare(article, tokenizer, vocabulary) for article in part] for part in (train_articles, dev_articles)
    )
    if not options.export_only:
        train_all(options, articles, dev)
    network = Network(read_shape(checkpoint()))
    network.load_state_dict(torch.load(options.out / "final.pt"))
    network.eval()
    write(
        network, vocabulary, dev, options.model or options.out / "model", HERE if options.limit is None else options.out
    )


def write(network: Network, vocabulary: Vocabulary, dev: list[Prepared], model: Path, report: Path) -> None:
    """The model folder, and how good it is, 8 bits beside 32, into the folder `report`."""
    export(network, vocabulary, dev, model)
    quantised = decoded(onnx_runner(model / "attribution.onnx", 1), network, dev)
    whole = decoded(torch_runner(network, bf16=False), network, dev)
    scores = write_report(quantised, whole, dev, report)
    if (HERE / "README.md").exists():
        shutil.copy(HERE / "README.md", model / "README.md")
    for name, value in scores["int8"].items():
        print(f"{name:28} {value:.4f}  (32 bits {scores['float32'][name]:.4f})")


if __name__ == "__main__":
    main()
