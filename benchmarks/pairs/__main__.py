"""`python -m benchmarks.pairs [--show]`: precision and recall of same quotation and of answers across articles."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.pairs.corpus import Place, day_of, polnear_texts, statements_at, wikinews_texts
from onrecord.languages import load_language
from onrecord.languages.links import reply_words
from onrecord.ledger import linking
from onrecord.ledger.traces import trace
from onrecord.reader.analysis import analyse_many
from onrecord.reader.links import Told, judge_across, rarity_of, same_quotation, signature, view
from onrecord.register import load_register
from onrecord.scoring.counts import Counts
from onrecord.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.ledger.traces import Trace
    from onrecord.records import Link

PAIRS = Path(__file__).parent / "pairs.tsv"
REPLIES = {"rebuts", "counters", "accepts"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with its labels, what the linker says, and what the ledger keeps of what it looks at."""

    id: str
    kind: str
    same: bool
    answers: str
    one: Told
    other: Told
    link: Link | None
    kept: Link | None


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print what is wrong, with its words")
    options = parser.parse_args()
    judged = judge_all()
    print(
        f"{len(judged)} pairs, {sum(pair.same for pair in judged)} the same, {sum(bool(p.answers) for p in judged)} answers"
    )
    print(f"{'':<34}{'right':>6}{'found':>6}{'gold':>6}{'P':>7}{'R':>7}{'F1':>7}")
    for corpus in ("polnear", "wikinews", ""):
        part = [pair for pair in judged if pair.id.startswith(corpus)]
        row(f"same quotation {corpus}", counts([(_same(p), p.same) for p in part]))
        row(f"shares a key {corpus}", counts([(_shares_key(p), p.same) for p in part]))
        row(f"answers {corpus}", counts([(_reply(p, p.link) is not None, bool(p.answers)) for p in part]))
        row(f"answers, right way {corpus}", counts([(_reply(p, p.link), p.answers or None) for p in part]))
        row(f"answers that a ledger finds {corpus}", counts([(_reply(p, p.kept), p.answers or None) for p in part]))
    odd = [pair for pair in judged if int(pair.id.rpartition("-")[2]) % 2]
    row("answers, right way, odd numbers", counts([(_reply(p, p.link), p.answers or None) for p in odd]))
    if options.show:
        show(judged)


def judge_all() -> list[Judged]:
    """All labelled pairs, their statements' acts and parties read by the reader."""
    rows = read_table(PAIRS)
    told = _told({Place.read(row[end]) for row in rows for end in ("one", "other")})
    held = Counter(stem for each in told.values() for stem in each.view.stems)
    rarity = rarity_of(held, len(told))
    return [
        Judged(
            row["id"],
            row["kind"],
            row["same"] == "1",
            row["answers"],
            one,
            other,
            judge_across(one, other, rarity=rarity),
            linking.judge(_traced(one), _traced(other)),
        )
        for row in rows
        for one, other in [(told[row["one"]], told[row["other"]])]
    ]


def _traced(told: Told) -> Trace:
    return trace(told.view.statement, told.day.isoformat() if told.day else None, load_language().code)


def _told(places: set[Place]) -> dict[str, Told]:
    language, register = load_language(), load_register()
    words = reply_words(language)
    wanted: dict[str, list[Place]] = {}
    for place in sorted(places, key=str):
        wanted.setdefault(place.article, []).append(place)
    texts = {name: text for name, text in (*polnear_texts(), *wikinews_texts()) if name in wanted}
    told = {}
    for name, analysis in zip(texts, analyse_many(texts.values(), language), strict=True):
        for place, statement in zip(
            wanted[name], statements_at(wanted[name], analysis, language, register), strict=True
        ):
            told[str(place)] = Told(view(statement, words), day_of(texts[name]))
    return told


def counts(pairs: Sequence[tuple[object, object]]) -> Counts:
    """Right, found and gold, of what was found and what the label is, for each pair."""
    return Counts(
        sum(bool(found) and found == label for found, label in pairs),
        sum(bool(found) for found, _ in pairs),
        sum(bool(label) for _, label in pairs),
    )


def row(name: str, count: Counts) -> None:
    """Prints one measure."""
    rates = "".join(
        f"{rate:>7.3f}" if rate is not None else f"{'-':>7}" for rate in (count.precision, count.recall, count.f1)
    )
    print(f"{name:<34}{count.right:>6}{count.predicted:>6}{count.gold:>6}{rates}")


def show(judged: Sequence[Judged]) -> None:
    """Prints the pairs that are judged wrongly."""
    for pair in judged:
        wrong = (
            "same"
            if _same(pair) != pair.same
            else "answer"
            if _reply(pair, pair.link) != (pair.answers or None)
            else ""
        )
        if wrong:
            print(
                f"\n{pair.id} {pair.kind}: {wrong}; label {pair.same:d} {pair.answers or '-'}, found {_same(pair)} {pair.link}"
            )
            for told in (pair.one, pair.other):
                statement = told.view.statement
                parties = " to ".join(",".join(p.name for p in who) for who in (statement.speakers, statement.targets))
                words = " … ".join(span.text for span in statement.content)
                print(
                    f"   {told.day} {parties} {statement.act} <{' '.join(c.text for c in statement.cue)}> {words[:200]!r}"
                )


def _same(pair: Judged) -> bool:
    return same_quotation(pair.one.view.statement, pair.other.view.statement) is not None


def _shares_key(pair: Judged) -> bool:
    return bool(set(signature(pair.one.view.statement)) & set(signature(pair.other.view.statement)))


def _reply(pair: Judged, link: Link | None) -> str | None:
    """Which of the two answers by this link, as the label says it."""
    if link is None or link.type not in REPLIES:
        return None
    return "one" if link.from_ == pair.one.view.statement.id else "other"


if __name__ == "__main__":
    main()
