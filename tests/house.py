"""The house in one drawing, made from the imports: docs/contributing/house.md.

`python -m tests.house` prints the page; `--write` writes it. tests/test_house.py holds that it is current.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from tests.test_directions import FILES, LEVELS, module_of, modules_imported, room_of

PAGE = Path(__file__).parent.parent / "docs" / "contributing" / "house.md"
# What a room is for, in a line; a room without one fails the page.
PURPOSE = {
    "errors": "one tree of errors",
    "records": "Document, Span, Party, Statement, Link, Reading: frozen, JSON in and out",
    "tables": "tables as data files",
    "languages": "the words of a language, as data",
    "register": "parties, offices and code tables, as data",
    "documents": "in: a file a format",
    "reader.stages": "what the stages hand each other",
    "reader.analysis": "text → tokens, sentences, paragraphs, quotations",
    "reader.attribution": "who says what: spans of source, cue and content",
    "reader.acts": "what kind of saying: act, codes, negation, quantities",
    "reader.parties": "who is meant: speakers, addressees, targets, time",
    "reader.links": "what answers what",
    "reader": "the order of the stages",
    "ledger": "the store, cut by verb",
    "exports": "out: a file a format",
    "scoring": "a reading against gold",
    "runs": "many documents, many workers",
    "web": "pages and an API over a ledger",
    "component": "the reading on a spaCy Doc",
    "cli": "the commands",
}


def imports() -> dict[str, set[str]]:
    """Each room with the rooms that its files import at run time."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FILES:
        own = room_of(module_of(path))
        found[own].update(room_of(name) for name in modules_imported(path))
    return {room: rooms - {room, ""} for room, rooms in found.items() if room}


def direct(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows that are left when each that follows from two others is taken out, so that a drawing can be read."""
    reached = {room: below(graph, room) for room in graph}
    return {
        room: {other for other in rooms if not any(other in reached[between] for between in rooms - {other})}
        for room, rooms in graph.items()
    }


def below(graph: dict[str, set[str]], room: str) -> set[str]:
    """All rooms that a room's imports lead to."""
    found: set[str] = set()
    pending = list(graph[room])
    while pending:
        other = pending.pop()
        if other not in found:
            found.add(other)
            pending.extend(graph[other])
    return found


def page() -> str:
    """The page with the drawing and the table."""
    graph = imports()
    levels = [sorted(rooms & set(graph)) for rooms in reversed(LEVELS)]
    levels = [rooms for rooms in levels if rooms]
    drawing = [f"    {name(room)}[{room}]" for rooms in levels for room in rooms]
    arrows = direct(graph)
    drawing += [
        f"    {name(room)} --> {name(other)}" for rooms in levels for room in rooms for other in sorted(arrows[room])
    ]
    rows = [
        f"| `{room}` | {PURPOSE[room]} | {', '.join(sorted(graph[room])) or 'nothing'} |"
        for rooms in levels
        for room in rooms
    ]
    return TEMPLATE.format(drawing="\n".join(drawing), rows="\n".join(rows))


def name(room: str) -> str:
    """A room's name as the drawing's language takes it."""
    return room.replace(".", "_")


TEMPLATE = """# The house in one drawing

Made from the imports by `python -m tests.house --write`; a test holds it to them. An arrow leads from a room to one
that it imports; an arrow that follows from others is left out. All lead down: no room imports one above it, and no stage
of the reader imports another: they share `reader.stages` only.

```mermaid
flowchart TD
{drawing}
```

| room | what it is for | imports |
| --- | --- | --- |
{rows}

A room is a folder or file under `src/onrecord`; `tests/test_directions.py` holds the levels.
"""


def main() -> None:
    """Prints or writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())


if __name__ == "__main__":
    main()
