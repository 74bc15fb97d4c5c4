"""Readable views for a terminal; plain enough to be read without colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.exports.acts import LINK_WORDS
from onrecord.exports.words import act_words, plain, short_id, shortened, speakers_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from onrecord.records import Document, Link, Reading, Statement


def reading_view(reading: Reading) -> Iterator[RenderableType]:
    """A title line, then each statement: who does what to whom, the words, and the replies under it."""
    yield from heading(reading.document, len(reading.statements), len(reading.links))
    if not reading.statements:
        yield Text("  no statements found")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for statement in reading.statements:
        answers = [link for link in reading.links if link.to == statement.id]
        grid.add_row(Text(short_id(statement.id), "bold cyan"), _statement(reading, statement, answers))
    yield Padding(grid, (0, 0, 1, 1))


def heading(document: Document, statements: int, links: int) -> Iterator[RenderableType]:
    """The article's title (else its first words), and where and when it appeared."""
    yield Text(shortened(document.title or document.text, 200), "bold")
    known = [plain(item) for item in (document.outlet, document.published) if item]
    found = f"{statements} statement{'s' * (statements != 1)}, {links} link{'s' * (links != 1)}"
    yield Text(" · ".join((*known, found)), "dim")
    if document.url:
        yield Text(plain(document.url), "dim", no_wrap=True, overflow="ignore")


def _statement(reading: Reading, statement: Statement, answers: list[Link]) -> Text:
    act = act_words(
        statement.act, (party.name for party in statement.targets),
        negated=statement.negated, hypothetical=statement.hypothetical,
    )  # fmt: skip
    text = Text().append(speakers_words(statement.speakers, statement.source), "bold").append(f" {act}")
    for extra in _circumstances(statement):
        text.append(f" · {extra}", "dim")
    text.append(f"\n{shortened(content_words(statement))}", "yellow")
    for link in answers:
        answering = reading.statement(link.from_)
        who = speakers_words(answering.speakers, answering.source)
        text.append(f"\n↳ {LINK_WORDS[link.type][1]} {short_id(link.from_)}, {who}", "magenta")
    return text


def _circumstances(statement: Statement) -> Iterator[str]:
    if statement.addressees:
        yield "to " + plain(", ".join(party.name for party in statement.addressees))
    if statement.time:
        yield plain(statement.time)
    if statement.inside:
        yield f"inside {short_id(statement.inside)}"


def content_words(statement: Statement) -> str:
    """The statement's words, its pieces joined."""
    return " … ".join(span.text for span in statement.content)


def statement_table(reading: Reading) -> Table:
    """A reading's statements as a table, a row each."""
    document = reading.document
    table = listing("id", "act", speaker=3, target=3, content=6, answers=2)
    table.title, table.title_justify = Text(shortened(document.title or document.text, 100)), "left"
    for statement in reading.statements:
        answers = (f"{link.type} {short_id(link.to)}" for link in reading.links if link.from_ == statement.id)
        cells = (
            short_id(statement.id), f"not {statement.act}" if statement.negated else statement.act,
            speakers_words(statement.speakers, statement.source),
            plain(", ".join(party.name for party in statement.targets)),
            shortened(content_words(statement), 120), "\n".join(answers),
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    return table


def listing(*narrow: str, **wide: int) -> Table:
    """An empty table: columns as wide as their longest word, then columns that share what is left in proportion."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for column in narrow:
        table.add_column(column, no_wrap=True)
    for column, share in wide.items():
        table.add_column(column, ratio=share, overflow="fold")
    return table


def record_table(records: Sequence[Mapping[str, Any]]) -> Table:
    """Flat records as a table, a column a key."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name, value in records[0].items():
        table.add_column(name.replace("_", " "), justify="right" if isinstance(value, int) else "left", overflow="fold")
    for record in records:
        table.add_row(*(Text(plain("" if value is None else str(value))) for value in record.values()))
    return table
