"""`python -m training.acts.gsr`: PLOVER's gold event records, read whole: type, source and target country.

Each record's text is read as an article of its own. A record is right where one statement gives its type, the country
of a source and the country of a target, and counts where the gold marks all three; each part is scored beside it, where it is marked. All types
count, those that no statement can have too (fights, aid, arrests); the verbal ones are counted apart.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord import read_many
from onrecord.exports.plover import plover_records

RECORDS = Path(__file__).parents[3] / "shared" / "corpora" / "plover" / "PLOVER_GSR_CAMEO.txt"
TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
VERBAL = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
COUNTRIES = {"JAP": "JPN"}
NO_COUNTRY = {"", "IGO", "NGO", "IMG", "ISM"}
Event = tuple[str, frozenset[str], frozenset[str]]


@dataclass(slots=True)
class Tally:
    """Right, found and wanted, for one measure."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __str__(self) -> str:
        precision, recall = self.right / max(self.found, 1), self.right / max(self.wanted, 1)
        f1 = 2 * self.right / max(self.found + self.wanted, 1)
        return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({self.right} of {self.wanted})"


def gold_event(record: dict[str, Any]) -> Event:
    """The type and the countries of a gold record, in today's names."""
    return (
        TYPES.get(record["event"], record["event"]),
        _gold_countries(record, "source"),
        _gold_countries(record, "target"),
    )


def _gold_countries(record: dict[str, Any], role: str) -> frozenset[str]:
    actors = record.get(role)
    codes = {actor.get("code") or "" for actor in actors} if isinstance(actors, list) else set()
    return frozenset(COUNTRIES.get(code, code) for code in codes - NO_COUNTRY)


def found_events(records: list[dict[str, Any]]) -> list[list[Event]]:
    """The events that the reader finds in each record's text."""
    return [
        [(event["event_type"], _countries(event["source"]), _countries(event["target"])) for event in plover_records(r)]
        for r in read_many(record["text"] for record in records)
    ]


def _countries(actors: list[dict[str, Any]]) -> frozenset[str]:
    return frozenset(actor["country"] for actor in actors if actor["country"])


def score(golds: list[Event], founds: list[list[Event]]) -> dict[str, Tally]:
    """Each part by itself and all together; one event a record at most counts as right."""
    tallies = {name: Tally() for name in ("type", "source", "target", "all three")}
    for (kind, source, target), events in zip(golds, founds, strict=True):
        parts = {
            "type": (1, [event[0] == kind for event in events]),
            "source": (bool(source), [bool(event[1] & source) for event in events if event[1]]),
            "target": (bool(target), [bool(event[2] & target) for event in events if event[2]]),
            "all three": (
                bool(source and target),
                [
                    event[0] == kind and bool(event[1] & source) and bool(event[2] & target)
                    for event in events
                    if event[1] and event[2]
                ],
            ),
        }
        for name, (wanted, hits) in parts.items():
            tallies[name].wanted += int(wanted)
            tallies[name].found += len(hits)
            tallies[name].right += int(bool(wanted) and any(hits))
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=Path, default=RECORDS)
    options = parser.parse_args()
    records = [r for r in json.loads(options.records.read_text(encoding="utf-8")) if r["event"] != "DOCUMENT"]
    golds, founds = [gold_event(record) for record in records], found_events(records)
    verbal = [i for i, gold in enumerate(golds) if gold[0] in VERBAL]
    for name, kept in (("all", list(range(len(golds)))), ("verbal", verbal)):
        print(f"{name}: {len(kept)} records")
        for part, tally in score([golds[i] for i in kept], [founds[i] for i in kept]).items():
            print(f"  {part:10} {tally}")


if __name__ == "__main__":
    main()
