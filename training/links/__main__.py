"""`python -m training.links [--write]`: weighs links by the gold, leaving one article out at a time, with baselines.

Deterministic: no random choice is made. `--write` writes `weights.tsv` of the package from all the gold.
"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.reader.links.article import choose
from onrecord.reader.links.judging import WEIGHTS, load_weights
from onrecord.scoring import total
from training.links.baselines import likest, nearest, verbs
from training.links.fit import fit
from training.links.gold import GOLD, MODELS, Article, choices, load_articles, measure
from training.links.written import load_written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onrecord.records import Link

PRIORS = Path(__file__).parent / "priors.tsv"
SPREAD = 0.3  # standard deviation of each weight around the one set by hand
HEAD = """# Weights of the features that speak for a link. model: reply (an answer across parties), same (the same side says it
# again or more), across (an answer in another article). origin: `python -m training.links --write`, from training/links/priors.tsv. licence: Apache-2.0
# model	feature	weight
"""


def train(articles: Sequence[Article], spread: float = SPREAD) -> dict[str, Mapping[str, float]]:
    """The weights from these articles and the written texts; the priors themselves where `spread` is 0."""
    priors = load_weights(PRIORS)
    if not spread:
        return dict(priors)
    articles = [*articles, *written()]
    fitted = {m: fit([c for article in articles for c in choices(article, m)], priors[m], spread) for m in MODELS}
    return {**priors, **fitted}  # across articles there is no gold to fit by


@cache
def written() -> tuple[Article, ...]:
    """The written texts, read once."""
    return tuple(load_written())


def left_out(
    articles: Sequence[Article], spread: float = SPREAD, *, linked: Sequence[Article] | None = None
) -> list[tuple[Article, Sequence[Link]]]:
    """Each article's links by weights from the others. `linked` are the same articles with other statements to link."""
    return [
        (one, choose(one.pairs, train([other for other in articles if other.name != one.name], spread)))
        for one in linked or articles
    ]


def written_left_out(articles: Sequence[Article], spread: float = SPREAD) -> list[tuple[Article, Sequence[Link]]]:
    """Each written text's links by weights from the gold and the other texts."""
    priors = load_weights(PRIORS)
    linked = []
    for one in written():
        others = [*articles, *(text for text in written() if text.name != one.name)]
        weights = {m: fit([c for other in others for c in choices(other, m)], priors[m], spread) for m in MODELS}
        linked.append((one, choose(one.pairs, weights)))
    return linked


def report(name: str, linked: Sequence[tuple[Article, Sequence[Link]]]) -> None:
    """Prints one row: right, found, gold and F1, untyped and typed."""
    counts = total([measure(article, links) for article, links in linked]).counts
    cells = "".join(
        f"{c.right:>6}{c.predicted:>7}{c.gold:>6}{c.f1 or 0.0:>8.3f}"
        for c in (counts["links untyped"], counts["links"])
    )
    print(f"{name:<34}{cells}")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="print each article's links, right and wrong")
    options = parser.parse_args()
    articles = load_articles(options.gold)
    print(f"{'':<34}{'untyped right, found, gold, F1':>27}{'typed':>27}")
    baselines: dict[str, Callable[[Article], list[Link]]] = {
        "nearest earlier of the other side": nearest,
        "likest content (cosine 0.3)": lambda article: likest(article, 0.3),
        "verbs alone": verbs,
    }
    for name, rule in baselines.items():
        report(name, [(article, rule(article)) for article in articles])
    for spread in (0.0, 0.1, 0.2, 0.3, 0.5, 1.0):
        report(f"left out, spread {spread}", left_out(articles, spread))
    report("left out, the reader's statements", left_out(articles, linked=load_articles(options.gold, own=True)))
    report("written texts, each left out", written_left_out(articles))
    if options.show:
        show(left_out(articles))
    if options.write:
        WEIGHTS.write_text(HEAD + rows(train(articles)), encoding="utf-8")


def show(linked: Sequence[tuple[Article, Sequence[Link]]]) -> None:
    """Prints the links found, each with its mark, and those missed."""
    for article, links in linked:
        gold = {(link.from_, link.to): link.type for link in article.reading.links}
        print(article.name)
        for link in links:
            type_ = gold.pop((link.from_, link.to), None)
            mark = "right" if type_ == link.type else type_ or "wrong"
            print(f"  {mark:<9}{link.from_:>4} {link.type:<9}{link.to:<5}{link.confidence}")
        for (start, end), type_ in gold.items():
            print(f"  missed   {start:>4} {type_:<9}{end}")


def rows(weights: Mapping[str, Mapping[str, float]]) -> str:
    """The weights as rows of a table."""
    return "".join(f"{m}\t{name}\t{value:.3f}\n" for m in weights for name, value in weights[m].items())


if __name__ == "__main__":
    main()
