"""`onrecord watch`: what is new in a ledger since the last time, for cron and feeds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import click

from onrecord.cli.inputs import FILE
from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import emit, emit_line, emit_view
from onrecord.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from onrecord.ledger import Entry, Ledger

PAGE = 500  # entries asked for at a time


@click.command(short_help="Prints what is new since the last time.")
@click.argument("words", metavar="QUERY...", nargs=-1)
@read_ledger
@click.option(
    "--state", type=FILE, required=True, metavar="FILE", help="Remembers what was printed; made if it is new."
)
@click.option(
    "--format", "output_format", type=click.Choice(("text", "jsonl", "rss")), default="text", show_default=True
)
def watch(words: tuple[str, ...], where: str, state: Path, output_format: str) -> None:
    """Prints the statements that match and are new, or newly answered, since the last time.

    QUERY is as for `onrecord search`: words, and conditions such as by:CHN act:accuse unanswered. The first time, all
    that matches is printed.
    """
    seen = _seen(state)
    with open_ledger(where) as ledger:
        found = list(_matching(ledger, " ".join(words) or None))
    new = [entry for entry in found if seen.get(entry.id, -1) < entry.answered]
    _print(new, output_format, " ".join(words))
    seen |= {entry.id: entry.answered for entry in found}
    _keep(state, seen)  # last: what could not be printed is new the next time, too


def _matching(ledger: Ledger, words: str | None) -> Iterator[Entry]:
    offset = 0
    while page := ledger.search(words, limit=PAGE, offset=offset):
        yield from page
        offset += len(page)


def _seen(state: Path) -> dict[str, int]:
    """How often each statement printed before was answered then."""
    if not state.exists():
        return {}
    try:
        seen = json.loads(state.read_text(encoding="utf-8"))
        return {str(id_): int(answered) for id_, answered in seen.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{state}: not a file that `onrecord watch` wrote ({error}); give another path") from error


def _keep(state: Path, seen: dict[str, int]) -> None:
    beside = state.with_name(f"{state.name}.new")
    beside.write_text(json.dumps(seen), encoding="utf-8")
    beside.replace(state)


def _print(entries: Sequence[Entry], output_format: str, query: str) -> None:
    if output_format == "jsonl":
        for entry in entries:
            emit_line(entry.to_json())
    elif output_format == "rss":
        emit(_feed(entries, query))
    elif entries:
        from onrecord.cli.results import entries_view  # noqa: PLC0415 - lays out with rich

        emit_view(entries_view(entries, {}, {}))


def _feed(entries: Sequence[Entry], query: str) -> str:
    items = "".join(f"<item>{''.join(_elements(entry))}</item>\n" for entry in entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{_text(f'onrecord: {query}')}</title><link>https://localhost/</link>"
        f"<description>Who said what about whom, and who answered it</description>\n{items}</channel></rss>"
    )


def _elements(entry: Entry) -> Iterator[str]:
    from onrecord.exports.words import act_words, who  # noqa: PLC0415

    yield f"<title>{_text(f'{who(entry)} {act_words(entry.act, entry.targets, negated=entry.negated)}')}</title>"
    yield f"<description>{_text(entry.content)}</description>"
    yield f'<guid isPermaLink="false">{entry.id}-{entry.answered}</guid>'
    if entry.url:
        yield f"<link>{_text(entry.url)}</link>"
    if date := _date(entry.said_at or entry.published):
        yield f"<pubDate>{date}</pubDate>"


def _date(value: str | None) -> str | None:
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return format_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _text(value: Any) -> str:
    """A text as XML can hold it."""
    return escape("".join(character for character in str(value) if character.isprintable() or character in "\n\t"))
