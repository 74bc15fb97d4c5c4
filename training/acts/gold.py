"""`python -m training.acts.gold`: the acts of the gold articles, coded from the gold's own spans, with a confusion table."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.languages import load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse
from onrecord.reader.stages import Attribution
from onrecord.scoring import load_gold

if TYPE_CHECKING:
    from onrecord.records import Reading, Statement

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "develop"


def coded(reading: Reading) -> list[tuple[Statement, str]]:
    """Each gold statement of an article with the act that the coder gives its spans."""
    language = load_language()
    statements = reading.statements
    attributions = tuple(Attribution(s.source, s.cue, s.content, s.quotation) for s in statements)
    codings = code(analyse(reading.document, language), attributions, language)
    return [(s, coding.act) for s, coding in zip(statements, codings, strict=True)]


def macro_f1(pairs: list[tuple[str, str]]) -> tuple[float, dict[str, float]]:
    """The mean F1 over the labels that occur in the gold (first of each pair), and each label's own."""
    right = Counter(gold for gold, found in pairs if gold == found)
    golds, founds = Counter(gold for gold, _ in pairs), Counter(found for _, found in pairs)
    each = {label: 2 * right[label] / (golds[label] + founds[label]) for label in sorted(golds)}
    return sum(each.values()) / len(each), each


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--misses", action="store_true", help="print each statement that is coded otherwise")
    options = parser.parse_args()
    pairs: list[tuple[str, str]] = []
    for gold in load_gold(options.gold):
        found = coded(gold.reading)
        pairs.extend((s.act, act) for s, act in found)
        print(f"{gold.name:45} {sum(s.act == act for s, act in found):3} of {len(found)}")
        for s, act in found:
            if options.misses and s.act != act:
                print(f"   {s.act} -> {act}: {[c.text for c in s.cue]} {' / '.join(c.text for c in s.content)[:150]}")
    report(pairs)


def report(pairs: list[tuple[str, str]]) -> None:
    """Prints accuracy, macro-F1, each act's F1 and the confusions."""
    macro, each = macro_f1(pairs)
    right = sum(gold == found for gold, found in pairs)
    print(f"right {right} of {len(pairs)} ({right / len(pairs):.3f}), macro-F1 over the acts that occur {macro:.3f}")
    for label, score in each.items():
        confused = Counter(found for gold, found in pairs if gold == label)
        print(f"  {label:10} {score:.2f}  " + ", ".join(f"{act} {n}" for act, n in confused.most_common()))


if __name__ == "__main__":
    main()
