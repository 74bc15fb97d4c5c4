"""Who speaks, for whom, to whom and about whom, with the gold's own spans given: this stage's errors, not the tagger's.

    python -m benchmarks.parties [-v] [--gold-acts] [GOLD]

Prints the share of statements whose speakers, and for whom they speak, are right, and the F1 of addressees and targets;
-v prints each miss. Acts are the reader's own unless --gold-acts.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import SHARED
from onrecord import reader, scoring
from onrecord.languages import load_language
from onrecord.reader.stages import Attribution
from onrecord.register import load_register
from onrecord.scoring.measures import same_name

if TYPE_CHECKING:
    from onrecord.records import Party, Reading, Statement

MEASURES = ("speakers", "for", "targets", "addressees", "act")


def main() -> None:
    """Prints the figures, and with -v the misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path, default=SHARED / "gold" / "develop")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--gold-acts", action="store_true")
    options = parser.parse_args()
    golds = list(scoring.load_gold(options.gold))
    language = load_language()
    began = time.perf_counter()
    analyses = list(reader.analyse_many([gold.reading.document for gold in golds], language))
    parsed = time.perf_counter() - began
    tallies, spent = [], 0.0
    for gold, analysis in zip(golds, analyses, strict=True):
        began = time.perf_counter()
        predicted = resolved(gold.reading, analysis, gold_acts=options.gold_acts)
        spent += time.perf_counter() - began
        tallies.append(scoring.score(predicted, gold.reading))
        if options.verbose:
            show_misses(gold.name, predicted, gold.reading)
    counts = scoring.total(tallies).counts
    for name in MEASURES:
        c = counts[name]
        print(f"{name:<12}{c.f1 or 0:.3f}   right {c.right}, predicted {c.predicted}, gold {c.gold}")
    print(f"code and resolve {spent:.2f} s, parse {parsed:.2f} s: {spent / parsed:.0%}")


def resolved(gold: Reading, analysis: reader.Analysis, *, gold_acts: bool) -> Reading:  # type: ignore[name-defined]
    """The gold's statements with the parties that the reader finds for their spans."""
    language, register = load_language(), load_register()
    number = {statement.id: index for index, statement in enumerate(gold.statements)}
    attributions = tuple(
        Attribution(s.source, s.cue, s.content, s.quotation, inside=number.get(s.inside) if s.inside else None)
        for s in gold.statements
    )
    codings = reader.code(analysis, attributions, language)
    if gold_acts:
        codings = tuple(replace(c, act=s.act) for c, s in zip(codings, gold.statements, strict=True))
    roles = reader.resolve(analysis, attributions, codings, language, register)
    statements = tuple(
        replace(s, act=c.act, speakers=r.speakers, addressees=r.addressees, targets=r.targets)
        for s, c, r in zip(gold.statements, codings, roles, strict=True)
    )
    return replace(gold, statements=statements)


def show_misses(name: str, predicted: Reading, gold: Reading) -> None:
    """Each statement whose parties are not the gold's, with both."""
    print(f"== {name}")
    for one, other in zip(predicted.statements, gold.statements, strict=True):
        for role in ("speakers", "addressees", "targets"):
            found, wanted = getattr(one, role), getattr(other, role)
            if differ(found, wanted, houses=role == "speakers"):
                print(f"{other.id:<5}{role:<11}{shown(found)}  for  {shown(wanted)}   | {excerpt(one)}")


def differ(found: tuple[Party, ...], wanted: tuple[Party, ...], *, houses: bool) -> bool:
    """True where names differ, or where asked for, whom they speak for."""
    names = {same_name(p.name) for p in found} != {same_name(p.name) for p in wanted}
    return names or (houses and {p.for_ for p in found} != {p.for_ for p in wanted})


def shown(parties: tuple[Party, ...]) -> str:
    """Parties on a line."""
    return ", ".join(f"{party.name} [{party.for_ or ''}]" for party in parties) or "nobody"


def excerpt(statement: Statement) -> str:
    """Source, cue and the beginning of the content."""
    source = statement.source.text if statement.source else "-"
    content = " / ".join(span.text for span in statement.content)
    return f"{source} | {' '.join(span.text for span in statement.cue)} ({statement.act}) | {content[:90]}"


if __name__ == "__main__":
    main()
