"""Readable views of what a ledger answers: found statements, threads, one statement, articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.cli.views import content_words, heading, listing
from onrecord.exports.acts import LINK_WORDS, UNNAMED
from onrecord.exports.words import act_words, day, party_words, plain, short_id, shortened, who

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from onrecord.ledger import Article, Entry, Thread, ThreadItem
    from onrecord.records import LinkType, Party, Reading, Statement

    Answer = tuple[LinkType, Entry]  # how a statement takes another up, and the other

AROUND = 200  # characters of the article shown before and after a statement


def entries_view(entries: Iterable[Entry], answers: Mapping[str, Sequence[Answer]], left: Mapping[str, str]) -> Table:
    """Found statements, each with its day, who does what, the words, what it answers, how people left it and where it
    stands; the last two by the statement's id.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for entry in entries:
        text = entry_text(entry, answers.get(entry.id, ()), left.get(entry.id, ""))
        grid.add_row(Text(short_id(entry.id), "bold cyan"), text)
    return grid


def entry_text(entry: Entry, answers: Iterable[Answer] = (), left: str = "") -> Text:
    """A found statement on a few lines."""
    text = Text().append(who(entry), "bold")
    text.append(f" {act_words(entry.act, entry.targets, negated=entry.negated)}")
    if entry.addressees:
        text.append(f" · to {plain(', '.join(entry.addressees))}", "dim")
    if entry.answered:
        text.append(f" · answered {entry.answered}×", "magenta")
    if left:
        text.append(f" · {left} by people", "bold red")
    text.append(f"\n{shortened(entry.content)}", "yellow")
    for answer in answers:
        text.append(f"\n{answer_line(answer)}", "magenta")
    others = f"and {entry.outlets - 1} other outlet{'s' * (entry.outlets > 2)}" if entry.outlets > 1 else None
    outlet = " ".join(filter(None, (entry.outlet, others)))
    where = [plain(item) for item in (day(entry), outlet, shortened(entry.title or "", 80)) if item]
    return text.append(f"\n{' · '.join(where)}", "dim") if where else text


def answer_line(answer: Answer) -> str:
    """What a statement answers, on a line: how, the other's id, speaker and words."""
    type_, other = answer
    act = act_words(other.act, other.targets, negated=other.negated)
    return f"{LINK_WORDS[type_][0]} {short_id(other.id)} {who(other)} {act}: {shortened(other.content, 80)}"


def entries_table(entries: Iterable[Entry]) -> Table:
    """Found statements as a table, a row each."""
    table = listing("id", "day", "act", speaker=3, target=3, content=5, ans=2)
    for entry in entries:
        act = f"not {entry.act}" if entry.negated else entry.act
        cells = (
            short_id(entry.id), day(entry) or "", act, who(entry),
            plain(", ".join(entry.targets)), shortened(entry.content, 120), f"{entry.answered}×" if entry.answered else "",
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    return table


def thread_view(thread: Thread) -> Iterator[RenderableType]:
    """A thread: its status, the statement at its root, and what answers it, each under what it answers."""
    yield Text(thread.status, "bold")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(short_id(thread.root.id), "bold cyan"), entry_text(thread.root))
    for item in thread.items:
        if item.type is None:
            continue
        head = Text().append(f"↳ {LINK_WORDS[item.type][1]} ", "magenta")
        text = head.append_text(entry_text(item.entry))
        grid.add_row(Text(short_id(item.entry.id), "bold cyan"), Padding(text, (0, 0, 0, 2 * min(item.depth, 8))))
    yield grid


def statement_view(
    reading: Reading, statement: Statement, answering: Iterable[Answer], answers: Sequence[ThreadItem]
) -> Iterator[RenderableType]:
    """All that is known of a statement, its place in the article, what it is `answering`, and what answers it."""
    document = reading.document
    yield from heading(document, len(reading.statements), len(reading.links))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for name, value in _facts(statement):
        if value:
            grid.add_row(Text(name), Text(plain(value)))
    grid.add_row(Text("in the article"), _excerpt(document.text, statement))
    for type_, other in answering:
        grid.add_row(Text(LINK_WORDS[type_][0]), Text(f"{short_id(other.id)} ").append_text(entry_text(other)))
    for item in answers:
        if item.type:
            grid.add_row(
                Text(LINK_WORDS[item.type][1]), Text(f"{short_id(item.entry.id)} ").append_text(entry_text(item.entry))
            )
    yield grid


def _facts(statement: Statement) -> Iterator[tuple[str, str]]:
    codes, said_at = statement.codes, statement.said_at
    yield "id", statement.id
    yield "speaker", _parties(statement.speakers) or (statement.source.text if statement.source else UNNAMED)
    yield "act", act_words(statement.act, (), negated=statement.negated, hypothetical=statement.hypothetical)
    yield "target", _parties(statement.targets)
    yield "addressee", _parties(statement.addressees)
    yield "content", content_words(statement)
    yield "quotation", statement.quotation
    yield "time", statement.time or ""
    yield "said", f"{said_at.start} to {said_at.end} ({said_at.precision})" if said_at else ""
    yield "occasion", statement.occasion or ""
    yield "codes", " ".join(filter(None, (codes.plover, codes.plover_mode, codes.cameo and f"CAMEO {codes.cameo}")))
    yield "inside", short_id(statement.inside) if statement.inside else ""
    yield "confidence", f"{statement.confidence:.2f}"


def _parties(parties: Iterable[Party]) -> str:
    return "; ".join(f"{party_words(party)}{f', {party.role}' if party.role else ''}" for party in parties)


def _excerpt(text: str, statement: Statement) -> Text:
    start = statement.start
    end = max(span.end for span in statement.spans)
    before = plain(text[max(0, start - AROUND) : start])
    after = plain(text[end : end + AROUND])
    excerpt = Text().append(f"… {before} " if before else "", "dim")
    excerpt.append(plain(text[start:end]))
    return excerpt.append(f" {after} …" if after else "", "dim")


def articles_table(articles: Iterable[Article]) -> Table:
    """Articles as a table, a row each."""
    table = listing("id", "published", "statements", outlet=1, title=3)
    for article in articles:
        cells = (
            article.id[:14], (article.published or "")[:10], str(article.statements), plain(article.outlet or ""),
            shortened(article.title or "", 100),
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    return table
