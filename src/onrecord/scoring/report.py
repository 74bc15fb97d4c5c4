"""Tallies as tables and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.scoring.counts import Counts, Tally, bootstrap, total

if TYPE_CHECKING:
    from collections.abc import Sequence


def summary(tallies: Sequence[Tally], *, samples: int = 1000) -> dict[str, Any]:
    """Each measure's counts, precision, recall, F1 and the F1's 95 % interval over articles, and macro-F1 over acts."""
    whole = total(tallies)
    intervals = bootstrap(tallies, samples=samples)
    measures = {
        name: {
            "right": count.right, "predicted": count.predicted, "gold": count.gold,
            "precision": count.precision, "recall": count.recall, "f1": count.f1,
            "interval": intervals.get(name),
        }
        for name, count in whole.counts.items()
    }  # fmt: skip
    return {
        "articles": len(tallies),
        "measures": measures,
        "acts": {act: _rates(count) for act, count in act_counts(whole).items()},
        "act_macro_f1": macro_f1(whole),
    }


def table(tallies: Sequence[Tally], *, samples: int = 1000) -> str:
    """The measures as an aligned text table, a row each."""
    data = summary(tallies, samples=samples)
    rows = [f"{'measure':<22}{'right':>7}{'found':>7}{'gold':>7}{'P':>8}{'R':>8}{'F1':>8}   95 % of F1"]
    for name, row in data["measures"].items():
        if row["gold"] or row["predicted"]:
            low_high = "{:.2f} to {:.2f}".format(*row["interval"]) if row["interval"] else ""
            figures = "".join(_cell(row[key]) for key in ("precision", "recall", "f1"))
            rows.append(f"{name:<22}{row['right']:>7}{row['predicted']:>7}{row['gold']:>7}{figures}   {low_high}")
    rows.append(f"{'act macro-F1':<22}{'':>37}{_cell(data['act_macro_f1'])}")
    return "\n".join(rows)


def confusion(tally: Tally) -> dict[str, dict[str, int]]:
    """How often each act was given for each act of the gold, the most frequent first, over matched statements."""
    rows: dict[str, dict[str, int]] = {}
    for gold in sorted({gold for _, gold in tally.acts}):
        given = sorted(((n, one) for (one, other), n in tally.acts.items() if other == gold), reverse=True)
        rows[gold] = {one: n for n, one in given}
    return rows


def confusion_table(tally: Tally) -> str:
    """Which act was given for which: a row a gold act, its predictions by how often."""
    return "\n".join(
        f"{gold:<11}" + ", ".join(f"{one} {n}" for one, n in given.items()) for gold, given in confusion(tally).items()
    )


def act_counts(tally: Tally) -> dict[str, Counts]:
    """Counts of each act that occurs in the gold, over matched statements."""
    acts = sorted({gold for _, gold in tally.acts})
    return {
        act: Counts(
            tally.acts[act, act],
            sum(n for (one, _), n in tally.acts.items() if one == act),
            sum(n for (_, other), n in tally.acts.items() if other == act),
        )
        for act in acts
    }


def macro_f1(tally: Tally) -> float | None:
    """The mean F1 of the acts that occur in the gold."""
    scores = [count.f1 or 0.0 for count in act_counts(tally).values()]
    return sum(scores) / len(scores) if scores else None


def _rates(count: Counts) -> dict[str, float | int | None]:
    return {"gold": count.gold, "precision": count.precision, "recall": count.recall, "f1": count.f1}


def _cell(value: float | None) -> str:
    return f"{value:>8.3f}" if value is not None else f"{'-':>8}"
