"""`RESULTS.json` and `RESULTS.md`: what the exported model reaches on dev, and how reliable its confidence is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from onrecord.reader.attribution.decode import Tied
from training.attribution.evaluate import Scores, evaluate
from training.attribution.misses import count_misses, table
from training.attribution.reliability import calibration_error, crossed, reliability
from training.attribution.train import as_gold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.attribution.batches import Prepared
    from training.attribution.corpus import Gold

Pairs = list[tuple[tuple[Tied, ...], tuple["Gold", ...]]]
ROWS = {
    "token_content": ("words, content", 0.91),
    "token_source": ("words, source", 0.86),
    "token_cue": ("words, cue", 0.74),
    "exact_content": ("exact spans, content", 0.60),
    "exact_source": ("exact spans, source", None),
    "exact_cue": ("exact spans, cue", None),
    "attributions": ("whole attributions", 0.75),
    "attributions_precision": ("… precision", None),
    "attributions_recall": ("… recall", None),
    "right_source": ("right source, of matched", 0.92),
}


def scores_of(pairs: Pairs) -> Scores:
    """The scores of decoded attributions."""
    return evaluate((as_gold(tied), gold) for tied, gold in pairs)


def first_versions(pairs: Pairs) -> Pairs:
    """One pair an article: those of several annotators follow each other and share their decoded attributions."""
    return [pair for at, pair in enumerate(pairs) if at == 0 or pairs[at - 1][0] is not pair[0]]


def agreement(versions: Sequence[tuple[tuple[Gold, ...], ...]]) -> Scores:
    """The second annotator scored against the first, where there are two."""
    return evaluate((both[1], both[0]) for both in versions if len(both) > 1)


def write_report(quantised: Pairs, whole: Pairs, dev: Sequence[Prepared], out: Path) -> dict[str, Scores]:
    """Writes both files into `out`; gives the scores."""
    scores = {
        "int8": scores_of(quantised),
        "float32": scores_of(whole),
        "int8, one annotator": scores_of(first_versions(quantised)),
        "second annotator": agreement([article.versions for article in dev]),
    }
    confident = crossed(quantised)
    rows = reliability(confident)
    error = calibration_error(confident)
    record = {"dev": scores, "reliability": rows, "calibration_error": round(error, 4)}
    (out / "RESULTS.json").write_text(json.dumps(record, indent=1) + "\n")
    lines = [
        "# Results of the attribution tagger",
        "",
        (
            "PolNeAR dev, micro-averaged F1 (right source: a share). Each annotator's version counts as an article, but in the "
            "column *one annotator*. *Second annotator*: one human scored against another, where an article has two."
        ),
        "",
        "| | floor | " + " | ".join(scores) + " |",
        "| --- | ---: |" + " ---: |" * len(scores),
    ]
    for name, (title, floor) in ROWS.items():
        cells = " | ".join(f"{column[name]:.3f}" for column in scores.values())
        lines.append(f"| {title} | {'' if floor is None else floor} | {cells} |")
    lines += [
        "",
        "## Reliability",
        "",
        (
            "Confidence against the share of attributions that are right (cue overlaps, content by half), every article's "
            f"confidences from a curve fitted without it. Mean distance: {error:.3f}."
        ),
        "",
        "| confidence | attributions | mean confidence | right |",
        "| --- | ---: | ---: | ---: |",
    ]
    for row in rows:
        span = f"{row['from']:.1f} to {row['from'] + 0.1:.1f}"
        lines.append(f"| {span} | {row['count']} | {row['confidence']:.2f} | {row['right']:.2f} |")
    words = [article.words for article in dev for _ in article.versions]
    misses = count_misses([(one, tied, gold) for one, (tied, gold) in zip(words, quantised, strict=True)])
    lines += ["", "## What it misses and makes up", "", *table(misses)]
    (out / "RESULTS.md").write_text("\n".join(lines) + "\n")
    return scores
