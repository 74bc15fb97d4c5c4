"""What the tagger misses and what it makes up, counted by kind."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.reader.attribution.windows import OUTSIDE
from training.attribution.evaluate import match
from training.attribution.train import as_gold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.reader.attribution.decode import Tied
    from onrecord.reader.attribution.windows import Words
    from training.attribution.corpus import Gold

Case = tuple["Words", "Sequence[Tied]", "Sequence[Gold]"]
Counts = dict[str, Counter[str]]


def kinds(one: Gold, words: Words) -> list[str]:
    """The kinds that an attribution belongs to: by quotation, cue, source and number of content spans."""
    quoted = [words.quotes[at] != OUTSIDE for start, end in one.content for at in range(start, end)]
    manner = "direct" if all(quoted) else "mixed" if any(quoted) else "indirect"
    start, end = one.cue[0]
    tags = {tag[:2] for tag in words.tags[start:end]}
    cue = "verb" if "VB" in tags else "noun" if "NN" in tags else "other"
    if "according" in {text.lower() for text in words.texts[start:end]}:
        cue = "according to"
    return [
        f"quotation: {manner}",
        f"cue: {cue}",
        f"source: {'named' if one.source else 'none'}",
        f"content: {'one span' if len(one.content) == 1 else 'several spans'}",
    ]


def count_misses(cases: Sequence[Case]) -> Counts:
    """For each kind: gold attributions, those missed and why; tagged ones, and those that no gold one matches."""
    counts: Counts = {}
    for words, tied, gold in cases:
        found = as_gold(tied)
        pairs = match(found, gold)
        ours, theirs = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        cues = {word for one in found for start, end in one.cue for word in range(start, end)}
        for number, one in enumerate(gold):
            seen = any(word in cues for start, end in one.cue for word in range(start, end))
            miss = "" if number in theirs else "content differs" if seen else "cue not found"
            for kind in kinds(one, words):
                counts.setdefault(kind, Counter()).update(["gold", miss] if miss else ["gold"])
        for number, one in enumerate(found):
            for kind in kinds(one, words):
                counts.setdefault(kind, Counter()).update(["tagged"] if number in ours else ["tagged", "not in gold"])
    return counts


def table(counts: Counts) -> list[str]:
    """The counts as lines of Markdown."""
    columns = ("gold", "cue not found", "content differs", "tagged", "not in gold")
    lines = ["| kind | recall | " + " | ".join(columns) + " |", "| --- |" + " ---: |" * (len(columns) + 1)]
    for kind in sorted(counts):
        row = counts[kind]
        recall = 1 - (row["cue not found"] + row["content differs"]) / max(1, row["gold"])
        lines.append(f"| {kind} | {recall:.2f} | " + " | ".join(str(row[column]) for column in columns) + " |")
    return lines
