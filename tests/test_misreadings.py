"""What docs/limits.md says that the reader gets wrong is what it gets wrong: when it gets better, the page is to be mended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord import Document, Ledger, read

if TYPE_CHECKING:
    from onrecord import Reading, Statement

PAGE = Path(__file__).parent.parent / "docs" / "limits.md"
BLOCK = re.compile(r"^```text\n(?P<texts>.*?)(?P<found>(?:^→ [^\n]+\n)+)```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    (match["texts"].splitlines(), match["found"].splitlines())
    for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))
]


def test_every_block_of_the_page_is_an_example() -> None:
    assert len(EXAMPLES) == PAGE.read_text(encoding="utf-8").count("```text\n") > 15


@pytest.mark.parametrize(("texts", "found"), EXAMPLES, ids=[f"{texts[-1][:40]}" for texts, _ in EXAMPLES])
def test_what_the_page_says_comes_out(texts: list[str], found: list[str], tmp_path: Path) -> None:
    told = told_in_one(read(texts[0])) if len(texts) == 1 else told_across(texts, tmp_path)
    assert told == found, "another thing comes out now; is it better? Then mend docs/limits.md"


def told_in_one(reading: Reading) -> list[str]:
    """A line for each statement, and for each link."""
    lines = [told(statement) for statement in reading.statements]
    return [*lines, *(f"→ {link.from_} {link.type} {link.to}" for link in reading.links)] or ["→ nothing"]


def told(statement: Statement) -> str:
    parts = [
        f"→ {statement.id} {', '.join(party.name for party in statement.speakers) or 'nobody'}",
        f"{'not ' * statement.negated}{statement.act}",
        *([f"against {', '.join(party.name for party in statement.targets)}"] if statement.targets else []),
        *([f"inside {statement.inside}"] if statement.inside else []),
        " … ".join(span.text for span in statement.content),
    ]
    return " · ".join(parts)


def told_across(texts: list[str], folder: Path) -> list[str]:
    """A line for each link between the first statements of articles, each a day after the one before."""
    with Ledger(folder / "examples.db") as ledger:
        numbers = {}
        for number, text in enumerate(texts, 1):
            where = Document(
                text, url=f"https://example.org/{number}", outlet=f"Paper {number}", published=f"2024-03-{number:02}"
            )
            added = ledger.add(read(where))
            numbers |= {one.id: number for one in ledger.reading(added.article).statements}
        links = [f"→ s{numbers[link.from_]} {link.type} s{numbers[link.to]}" for link in ledger.links()]
    return links or ["→ no link"]
