"""Commands that compare articles of a ledger: what copies one, and how one page changed."""

from __future__ import annotations

import difflib
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.asking import LIST_FORMATS
from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import emit, emit_json, emit_records, emit_view, note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.ledger import Ledger
    from onrecord.records import Reading


@click.command(short_help="Lists an article with its near copies.")
@click.argument("id_", metavar="ID")
@read_ledger
@click.option("--format", "output_format", type=click.Choice(LIST_FORMATS), default="text", show_default=True)
def copies(id_: str, where: str, output_format: str) -> None:
    """Lists an article with the near copies of it in the ledger: one agency's report, as several outlets print it.

    ID is an article's; its beginning is enough. Near copies share nine tenths of the runs of five words that either has, and
    a family is all that hangs together by such pairs.
    """
    with open_ledger(where) as ledger:
        family = ledger.family(id_)
    if output_format not in {"text", "table"}:
        emit_records((article.to_json() for article in family), output_format)
        return
    from onrecord.cli.results import articles_table  # noqa: PLC0415 - lays out with rich

    emit_view(articles_table(family))
    if len(family) == 1:
        note("no near copy of it is in the ledger")


@click.command(short_help="Shows how an article changed.")
@click.argument("which", metavar="ID")
@read_ledger
@click.option("--format", "output_format", type=click.Choice(("text", "json")), default="text", show_default=True)
def versions(which: str, where: str, output_format: str) -> None:
    """Shows the versions of a page that the ledger holds, the oldest first: what each changed in its text, and which statements
    it has or has no more.

    ID is an article's or its beginning, or the page's address. The versions are articles of their own, and so are their
    statements.
    """
    with open_ledger(where) as ledger:
        found = list(_versions(ledger, which))
    if output_format == "json":
        emit_json(found)
        return
    for version in found:
        emit("\n".join(_lines(version)))
    if len(found) == 1:
        note("the ledger has one version of it")


def _versions(ledger: Ledger, which: str) -> Iterator[dict[str, Any]]:
    known = [ledger.reading(article.id) for article in ledger.versions(which)]
    yield _version(known[0], ((), ()), ((), ()))
    for before, after in pairwise(known):
        texts = (before.document.text.split("\n"), after.document.text.split("\n"))
        changed = list(difflib.unified_diff(*texts, n=0, lineterm=""))[2:]
        lines = tuple([line[1:] for line in changed if line.startswith(mark) and line[1:].strip()] for mark in "-+")
        said, says = _said(before), _said(after)
        gone = [words for words in said if words not in says]
        new = [words for words in says if words not in said]
        yield _version(after, (lines[0], lines[1]), (gone, new))


def _version(reading: Reading, lines: tuple[Any, Any], said: tuple[Any, Any]) -> dict[str, Any]:
    document = reading.document
    return {
        "id": document.id, "url": document.url, "title": document.title, "published": document.published,
        "captured_at": document.origin.captured_at if document.origin else None, "sha256": document.sha256,
        "statements": len(reading.statements),
        "text_removed": list(lines[0]), "text_added": list(lines[1]),
        "statements_removed": list(said[0]), "statements_added": list(said[1]),
    }  # fmt: skip


def _said(reading: Reading) -> list[str]:
    """The statements as words, by which those of two versions are compared: their places differ."""
    from onrecord.cli.views import content_words  # noqa: PLC0415 - lays out with rich
    from onrecord.exports.words import act_words, speakers_words  # noqa: PLC0415

    return [
        f"{speakers_words(one.speakers, one.source)} "
        f"{act_words(one.act, (party.name for party in one.targets), negated=one.negated, hypothetical=one.hypothetical)}"
        f": {content_words(one)}"
        for one in reading.statements
    ]


def _lines(version: Mapping[str, Any]) -> Iterator[str]:
    from onrecord.exports.words import plain, short_id  # noqa: PLC0415

    many = version["statements"]
    told = [short_id(version["id"]), version["captured_at"] or "", version["title"] or ""]
    yield " · ".join(plain(words) for words in told if words) + f" · {many} statement{'s' * (many != 1)}"
    text = (("- ", "text_removed"), ("+ ", "text_added"))
    statements = (("- statement: ", "statements_removed"), ("+ statement: ", "statements_added"))
    for mark, name in chain(text, statements):
        for words in version[name]:
            yield f"  {mark}{plain(words)}"
