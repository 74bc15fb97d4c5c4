"""Commands that change a ledger: add, remove, import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.copying import Copies
from onrecord.cli.failures import silence_stdout
from onrecord.cli.importing import imported, take_in
from onrecord.cli.inputs import FILE, Inputs, Tally, input_options, language_of, read_inputs
from onrecord.cli.ledgers import linking, open_ledger, read_ledger, written_ledger
from onrecord.cli.output import emit, note, progress
from onrecord.cli.returning import RETURNED, give_back
from onrecord.cli.running import Running, run_inputs, running_options
from onrecord.documents import count_documents
from onrecord.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onrecord.ledger import Added, Ledger, Merged
    from onrecord.records import Document, Reader, Reading


@click.command(short_help="Reads articles into a ledger.")
@input_options
@running_options
@written_ledger
@linking
@click.option("--ids", "print_ids", is_flag=True, help="Print the id of each article, as it is added.")
@click.option("--read-once", is_flag=True,
              help="Take statements of near copies over from the first, where they say nothing of their own.")  # fmt: skip
def add(inputs: Inputs, running: Running, where: str, *, links: bool, print_ids: bool, read_once: bool) -> None:
    """Reads articles and keeps what they say in a ledger.

    FILE is as for `onrecord read`. Each article is kept whole or not at all; adding it again changes nothing, and what
    the same reader has read before with the same --register and --min-confidence is not read again, nor is an exact copy
    of it from the same day. With --workers or --engine many processes read, and this one
    writes; an article that takes over 30 seconds or 1 GB of memory is rejected then.
    """
    if read_once and running.shards:
        raise click.UsageError("shards are read whole: give either --read-once or --shards")
    tally = Tally(inputs.rejects)
    counts = Counts()
    with open_ledger(where, create=True) as ledger, progress("adding", count_documents(inputs.sources) or None) as step:

        def keep(reading: Reading) -> Added:
            added = ledger.add(reading, links=links)
            counts.count(added, print_ids=print_ids)
            step()
            return added

        def keep_copy(reading: Reading) -> None:
            counts.copies += keep(reading).new

        reader = _reader(inputs)
        copies = Copies(ledger, reader, keep_copy, near=read_once)
        known = _known(ledger, reader, counts, step)

        def skip(document: Document) -> bool:
            return known(document) or copies.take(document)

        for reading in (
            run_inputs(inputs, running, tally, skip=skip) if running else read_inputs(inputs, tally, skip=skip)
        ):
            keep(reading)
            copies.read(reading)
        for rejection in copies.left():
            tally.taken -= 1
            tally.reject(rejection)
    note(f"{where}: {counts}, {tally.rejected} rejected")
    tally.finish()


class Counts:
    """What was added to a ledger."""

    def __init__(self) -> None:
        self.articles = self.known = self.statements = self.links = self.reviews = self.copies = 0

    def __str__(self) -> str:
        return (
            f"{self.articles} articles added with {self.statements} statements and {self.links} links, "
            f"{f'{self.copies} of them copies not read again, ' if self.copies else ''}"
            f"{self.known} known before{f', {self.reviews} reviews' if self.reviews else ''}"
        )

    def count_loaded(self, readings: int, merged: Merged) -> None:
        """Counts what came of some lines, of which so many were readings."""
        self.articles += merged.articles
        self.known += readings - merged.articles
        self.statements += merged.statements
        self.links += merged.links
        self.reviews += merged.reviews

    def count(self, added: Added, *, print_ids: bool = False) -> None:
        """Counts an article that was added."""
        self.articles += added.new
        self.known += not added.new
        self.statements += added.statements
        self.links += added.links
        if print_ids:
            self._print(added.article)

    def _print(self, id_: str) -> None:
        try:
            emit(id_)
        except BrokenPipeError as error:
            silence_stdout()  # not the end of a listing, but of what should be done
            raise click.ClickException(f"nobody reads the ids any more; {self}: add the rest without --ids") from error


def _reader(inputs: Inputs) -> Reader:
    """What the readings of these inputs say of their maker."""
    from onrecord.reader.version import made_with  # noqa: PLC0415 - loads the parser
    from onrecord.register import load_register  # noqa: PLC0415

    return made_with(language_of(inputs.language), load_register(inputs.register), inputs.min_confidence)


def _known(ledger: Ledger, reader: Reader, counts: Counts, step: Callable[[], None]) -> Callable[[Document], bool]:
    """Tells the articles that this very reader has read into the ledger before, with the same settings."""

    def known(document: Document) -> bool:
        try:
            found = ledger.reader(document.id) == reader
        except NotFound:
            return False
        if found:
            counts.known += 1
            step()
        return found

    return known


@click.command(short_help="Takes articles out of a ledger.")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@read_ledger
def remove(ids: tuple[str, ...], where: str) -> None:
    """Takes articles out of a ledger, with their statements and all links to them.

    ID is an article's, as `onrecord articles` prints it; its beginning is enough.
    """
    with open_ledger(where) as ledger:
        for id_ in ids:
            article = ledger.reading(id_).document
            ledger.remove(article.id)
            note(f"removed {article.id} {article.title or ''}".rstrip())


@click.command("import", short_help="Adds exported readings to a ledger.")
@click.argument("sources", metavar="FILE...", nargs=-1, required=True)
@written_ledger
@click.option(
    "--links/--no-links",
    default=None,
    help="Look for what is repeated or answered in other articles, or not. By default not where a whole export goes into a new ledger, which becomes the same.",
)
@click.option("--rejects", type=FILE, metavar="FILE", help="Write lines that are no readings here, as JSON lines.")
@click.option("--format", "format_", type=click.Choice(("jsonl", *RETURNED)), default="jsonl", show_default=True,
              help="brat takes folders or .ann files, label-studio the JSON of a project: what annotators changed is kept as review.")  # fmt: skip
@click.option("--by", metavar="NAME", help="Who annotated; needed for brat and label-studio.")
@click.option("--accept", is_flag=True, help="Take what annotators left as it was for accepted by them.")
def import_(
    sources: tuple[str, ...],
    where: str,
    *,
    links: bool | None,
    rejects: Path | None,
    format_: str,
    by: str | None,
    accept: bool,
) -> None:
    """Adds what `onrecord export` or `onrecord read --format jsonl` wrote, without reading it anew: of an export also the
    links, reviews and who is who; or takes what annotators did in brat or Label Studio as reviews of the statements that
    were exported for them.
    """
    if format_ in RETURNED:
        give_back(sources, where, format_, by=by, accept=accept, tally=Tally(rejects))
        return
    tally = Tally(rejects)
    counts = Counts()
    with open_ledger(where, create=True) as ledger, progress("importing", count_documents(sources) or None) as step:
        for readings, merged in take_in(ledger, imported(sources, tally), tally, links=links):
            counts.count_loaded(readings, merged)
            step()
    note(f"{where}: {counts}, {tally.rejected} rejected")
    tally.finish()
