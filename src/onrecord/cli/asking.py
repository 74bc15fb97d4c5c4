"""Commands that ask a ledger: search, thread, show, articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.found import answered_by, hint
from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import emit, emit_json, emit_records, emit_view, note
from onrecord.exports.told import found_rows, left_by_people, thread_rows
from onrecord.records import ACTS

if TYPE_CHECKING:
    from onrecord.ledger import Entries, Ledger


DATE = re.compile(r"\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?")
LIST_FORMATS = ("text", "table", "json", "jsonl", "csv")


def _date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value and not DATE.fullmatch(value):
        raise click.BadParameter(f"{value!r} is no date: give 2024-07-11, or a month or year such as 2024-07 or 2024")
    return value


@click.command()
@click.argument("words", nargs=-1)
@read_ledger
@click.option("--by", metavar="PARTY", help="Said by a party, or by anybody who speaks for it: CHN, NATO, a name.")
@click.option("--about", metavar="PARTY", help="About a party: the one accused, praised, asked ...")
@click.option("--to", metavar="PARTY", help="Said to a party.")
@click.option("--act", type=click.Choice(ACTS), metavar="ACT", help=f"One of {', '.join(ACTS)}.")
@click.option("--since", metavar="DATE", callback=_date, help="Said on this day or later; else published then.")
@click.option(
    "--until", metavar="DATE", callback=_date, help="Said on this day or earlier; a month or year is meant whole."
)
@click.option(
    "--answered/--unanswered", default=None, help="Rebutted, countered or accepted by another statement, or not."
)
@click.option("--outlet", metavar="NAME", help="Reported by an outlet.")
@click.option(
    "--review", type=click.Choice(("machine", "confirmed", "rejected")), help="As people left it; machine: untouched."
)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many.")
@click.option("--format", "output_format", type=click.Choice(LIST_FORMATS), default="text", show_default=True)
def search(words: tuple[str, ...], where: str, output_format: str, **conditions: Any) -> None:
    """Finds statements in a ledger, the newest first.

    All WORDS must occur in a statement, its source or its article's title; '"quoted words"' stand together, a word with *
    after it is the beginning of one, and after -- a word with - before it must not occur. Conditions may stand among the
    words: by:CHN act:deny since:2024 unanswered.
    """
    asked = " ".join(words)
    with open_ledger(where) as ledger:
        entries = ledger.search(asked or None, **conditions)
        _emit_entries(ledger, entries, output_format)
    last = conditions["offset"] + len(entries)
    if not entries.total:
        note("nothing in the ledger matches; ask for less, or see `onrecord articles`")
    elif len(entries) < entries.total:
        note(f"{conditions['offset'] + 1} to {last} of {entries.total}; more with --limit and --offset")
    if advice := hint(asked, entries.total):
        note(advice)


def _emit_entries(ledger: Ledger, entries: Entries, output_format: str) -> None:
    if output_format not in {"text", "table"}:
        emit_records(found_rows(ledger, entries), output_format)
        return
    from onrecord.cli.results import entries_table, entries_view  # noqa: PLC0415 - lays out with rich

    if output_format == "table":
        emit_view(entries_table(entries))
        return
    answers = answered_by(ledger, (entry.id for entry in entries))
    emit_view(entries_view(entries, answers, left_by_people(ledger, entries)))


@click.command(short_help="Shows what a statement answers and what answers it.")
@click.argument("id_", metavar="ID")
@read_ledger
@click.option(
    "--format",
    "output_format",
    type=click.Choice(("text", "json", "jsonl", "csv", "svg")),
    default="text",
    show_default=True,
)
def thread(id_: str, where: str, output_format: str) -> None:
    """Shows the thread that a statement is part of: what it answers, and all that answers that.

    ID is a statement's, as `onrecord search` prints it; its beginning is enough.
    """
    with open_ledger(where) as ledger:
        found = ledger.thread(id_)
        if output_format in {"jsonl", "csv"}:
            emit_records(thread_rows(ledger, found), output_format)
            return
    if output_format == "json":
        emit_json(found.to_json())
        return
    if output_format == "svg":
        from onrecord.exports.pictures import thread_picture  # noqa: PLC0415

        emit(thread_picture(found))
        return
    from onrecord.cli.results import thread_view  # noqa: PLC0415

    emit_view(*thread_view(found))


@click.command(short_help="Shows a statement or an article.")
@click.argument("id_", metavar="ID")
@read_ledger
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", show_default=True)
def show(id_: str, where: str, output_format: str) -> None:
    """Shows a statement or an article of a ledger with all that is known of it.

    ID begins with st: or doc:, as the other commands print it; the beginning of an id is enough.
    """
    with open_ledger(where) as ledger:
        if id_.startswith("doc:"):
            _show_article(ledger, id_, output_format)
        else:
            _show_statement(ledger, id_, output_format)


def _show_article(ledger: Ledger, id_: str, output_format: str) -> None:
    reading = ledger.reading(id_)
    if output_format == "json":
        emit_json(reading.to_json())
        return
    from onrecord.cli.views import reading_view  # noqa: PLC0415

    emit_view(*reading_view(reading))


def _show_statement(ledger: Ledger, id_: str, output_format: str) -> None:
    entry = ledger.statement(id_)
    reading = ledger.reading(entry.article)
    statement = reading.statement(entry.id)
    answers = [item for item in ledger.thread(entry.id).items if item.answers == entry.id]
    answering = answered_by(ledger, [entry.id]).get(entry.id, [])
    if output_format == "json":
        document = reading.document
        article = {
            "id": document.id, "title": document.title, "url": document.url, "outlet": document.outlet,
            "published": document.published,
        }  # fmt: skip
        links = [{"type": type_, "to": other.to_json()} for type_, other in answering]
        emit_json(
            statement.to_json() | {"article": article, "links": links, "answers": [item.to_json() for item in answers]}
        )
        return
    from onrecord.cli.results import statement_view  # noqa: PLC0415

    emit_view(*statement_view(reading, statement, answering, answers))


@click.command()
@read_ledger
@click.option("--format", "output_format", type=click.Choice(LIST_FORMATS), default="text", show_default=True)
def articles(where: str, output_format: str) -> None:
    """Lists the articles of a ledger."""
    with open_ledger(where) as ledger:
        if output_format not in {"text", "table"}:
            emit_records((article.to_json() for article in ledger.articles()), output_format)
            return
        from onrecord.cli.results import articles_table  # noqa: PLC0415

        emit_view(articles_table(ledger.articles()))
