"""`python -m benchmarks.quantities`: numbers of MEANTIME (its VALUE marks) found by their words.

A quantity is found where its words are the same (exact) or share at least half of both (soft). As for times,
what is found after the annotated sentences does not count. The corpus spells the pound sign as a number sign.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.time import f1, read_articles
from onrecord.languages import load_language
from onrecord.reader.acts.quantities import quantities_between
from onrecord.reader.analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.records import Span


def score(found: Sequence[Span], gold: Sequence[Span]) -> Counter[str]:
    """Counts of found, wanted, exact and soft; each mark is matched once, exact ones first."""
    counts = Counter(found=len(found), wanted=len(gold), exact=len(set(found) & set(gold)))
    left = [span for span in gold if span not in set(found)]
    for span in (one for one in found if one not in set(gold)):
        match = max(left, key=lambda other: _shared(span, other), default=None)
        if match is not None and _shared(span, match) >= 0.5:
            left.remove(match)
            counts["soft"] += 1
    counts["soft"] += counts["exact"]
    return counts


def _shared(one: Span, other: Span) -> float:
    """The share of the longer span's characters that both hold."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(shared, 0) / max(one.end - one.start, other.end - other.start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what differs")
    options = parser.parse_args()
    language, counts = load_language(), Counter[str]()
    for article in read_articles():
        analysis = analyse(article.document, language)
        found = [q.span for q in quantities_between(analysis, 0, article.annotated, language)]
        gold = [mark.span for mark in article.quantities]
        counts += score(found, gold)
        if options.misses:
            print_misses(article.document.text, found, gold)
    for measure in ("exact", "soft"):
        print(f1(counts, measure))
    print(f"{counts['found']} found, {counts['wanted']} marked")


def print_misses(text: str, found: Sequence[Span], gold: Sequence[Span]) -> None:
    """What was found and not marked, and marked and not found, with the words around."""
    for label, ones, others in (("made up", found, gold), ("missed", gold, found)):
        for span in ones:
            if span not in others:
                over = [other.text for other in others if other.overlaps(span)]
                print(f"  {label:8} {span.text!r} {over}  ({text[max(0, span.start - 30) : span.end + 30]!r})")


if __name__ == "__main__":
    main()
