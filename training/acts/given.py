"""`python -m training.acts.given`: the type of PLOVER's gold records by the coder alone, the event's words given.

The first word that a record marks as the event is the cue, the rest of its sentence the content; no attribution or
party is asked for. Verbal types only; the rules were not written on these records.
"""

from __future__ import annotations

import json
import re

from onrecord.languages import load_language
from onrecord.reader.acts import code
from onrecord.reader.analysis import analyse
from onrecord.reader.stages import Attribution
from onrecord.records import Document, Span
from training.acts.gold import report
from training.acts.gsr import RECORDS, VERBAL, gold_event

EVENT = re.compile(r"\(EVT: ([^)]*)\)")
MARK = re.compile(r"\((?:SRC|TAR|EVT|SRC/TAR|[A-Z/]+): ([^)]*)\)")


def attribution_of(markup: str) -> tuple[str, Attribution] | None:
    """The text without marks, and the event's first word with what follows it."""
    event = EVENT.search(markup)
    if event is None:
        return None
    before, words = MARK.sub(r"\1", markup[: event.start()]), event[1]
    text = before + words + MARK.sub(r"\1", markup[event.end() :])
    first = words.split()[0]
    cue = Span(len(before), len(before) + len(first), first)
    start = cue.end + len(text[cue.end :]) - len(text[cue.end :].lstrip())
    content = (Span(start, len(text), text[start:]),) if start < len(text) else ()
    return text, Attribution(None, (cue,), content, "indirect")


def main() -> None:
    records = json.loads(RECORDS.read_text(encoding="utf-8"))
    language = load_language()
    pairs: list[tuple[str, str]] = []
    for record in records:
        kind = gold_event(record)[0]
        info = record.get("textInfo")
        marked = attribution_of(info["markup"]) if isinstance(info, dict) and "markup" in info else None
        if kind not in VERBAL or marked is None:
            continue
        coding = code(analyse(Document(marked[0]), language), (marked[1],), language)[0]
        pairs.append((kind, coding.codes.plover or "none"))
    report(pairs)


if __name__ == "__main__":
    main()
