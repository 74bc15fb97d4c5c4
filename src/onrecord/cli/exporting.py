"""`onrecord export`: a whole ledger, or a part of it, in the formats of others."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.choosing import across, chosen
from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import check_stdout, note
from onrecord.exports.chosen import links_of, readings_of
from onrecord.exports.excerpts import link_without_words, withheld
from onrecord.exports.options import Options
from onrecord.exports.reviewed import links_left, readings_left, standing_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from onrecord.ledger import Ledger
    from onrecord.ledger.review import ReviewStatus
    from onrecord.records import Link, Reading

    Stream = Callable[[Iterable[Reading], Iterable[Link], Options], Iterator[bytes]]

# By format: the function that makes it; each is loaded when it is asked for.
STREAMS = {
    "jsonl": "lossless.json_lines", "csv": "delimited.statements_csv", "parquet": "parquet.statements_parquet",
    "xlsx": "workbook.workbook", "graphml": "graph.graphml", "web-annotation": "web_annotation.web_annotations",
    "prov": "prov.provenance", "schema-org": "schema_org.quotations_and_claims",
    "ftm": "follow_the_money.entities", "plover": "plover.plover_lines", "label-studio": "label_studio.tasks",
}  # fmt: skip
FOLDERS = ("data-package", "brat")
NEEDED = {"parquet": ("pyarrow", "parquet"), "xlsx": ("xlsxwriter", "xlsx")}  # the module, and the extra that brings it
BINARY = ("parquet", "xlsx")
WITH_TEXT = ("brat", "label-studio")
WHOLE = ("jsonl", *WITH_TEXT)  # can be imported: what is not in them would be lost, or count as taken out


@click.command(short_help="Writes a ledger or a part of it, in one of many formats.")
@read_ledger
@click.option("--format", "format_", type=click.Choice((*STREAMS, *FOLDERS)), default="jsonl", show_default=True,
              help="jsonl holds everything and can be imported; the others are told in docs/commands.md.")  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH",
              help="Write to this file, not to standard output; for data-package and brat, the folder to write to.")  # fmt: skip
@click.option(
    "--no-text",
    is_flag=True,
    help="For texts that may not travel: offsets, hashes and at most 25 words of each statement.",
)
@click.option(
    "--raw-cells", is_flag=True, help="In tables, leave cells as they are, even where a spreadsheet would run them."
)
@click.option("--search", metavar="WORDS",
              help="Only statements that a search in one line finds: 'bridge act:deny since:2024', and the links among them.")  # fmt: skip
@click.option("--thread", "threads", metavar="ID", multiple=True,
              help="Only the thread that a statement belongs to, with its links; may be given again.")  # fmt: skip
@click.option("--with-threads", is_flag=True,
              help="With --search: also all of the threads that the statements found belong to: what they answer, and what "
              "answers it.")  # fmt: skip
@click.option("--review", type=click.Choice(("machine", "confirmed", "rejected")),
              help="Only statements that people left so (machine: untouched), with the links among them.")  # fmt: skip
def export(
    where: str, format_: str, output: Path | None, *, no_text: bool, raw_cells: bool, search: str | None,
    threads: tuple[str, ...], with_threads: bool, review: ReviewStatus | None,
) -> None:  # fmt: skip
    """Writes the whole ledger, or a part of it, always in the same order."""
    if with_threads and search is None:
        raise click.UsageError("--with-threads says what comes with what --search finds: give --search WORDS")
    _check(format_, output, no_text=no_text, whole=review is None and search is None and not threads)
    with open_ledger(where) as ledger:
        part = chosen(ledger, search, threads, whole_threads=with_threads)
        standing = standing_in(ledger)
        options = Options(not no_text, raw_cells, standing, across(ledger, part, standing, review))
        if format_ in FOLDERS:
            assert output is not None
            with _named(output):
                _write_folder(format_, *_contents(ledger, options, part, review), output, options)
        elif output:
            _write_file(_pieces(ledger, format_, options, part, review), output)
        else:
            check_stdout()
            for piece in _pieces(ledger, format_, options, part, review):
                sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
    if output:
        note(f"{output}: written")


def _check(format_: str, output: Path | None, *, no_text: bool, whole: bool) -> None:
    module, extra = NEEDED.get(format_, ("", ""))
    if module and find_spec(module) is None:
        raise click.ClickException(f"{format_}: install what writes it with `pip install 'onrecord[{extra}]'`")
    if format_ in FOLDERS and not output:
        raise click.UsageError(f"{format_} is a folder of files: name it with --output FOLDER")
    if format_ in WITH_TEXT and no_text:
        raise click.UsageError(f"{format_} is for annotating texts, and has no form without them: leave out --no-text")
    if format_ in WHOLE and not whole:
        raise click.UsageError(
            f"{format_} can be imported and is always whole: leave out --search, --thread and --review, or take "
            "another format"
        )
    if format_ in BINARY and not output and sys.stdout is not None and sys.stdout.isatty():
        raise click.UsageError(f"{format_} is no text to show on a terminal: give --output FILE")


def _contents(
    ledger: Ledger, options: Options, part: Mapping[str, str] | None, review: ReviewStatus | None
) -> tuple[Iterable[Reading], Iterable[Link]]:
    readings: Iterable[Reading] = ledger.export() if part is None else readings_of(ledger, part)
    links: Iterable[Link] = ledger.each_link() if part is None else links_of(ledger, part)
    if review:
        readings, links = readings_left(readings, options.standing, review), links_left(links, options.standing, review)
    return (readings, links) if options.text else (map(withheld, readings), map(link_without_words, links))


def _pieces(
    ledger: Ledger, format_: str, options: Options, part: Mapping[str, str] | None, review: ReviewStatus | None
) -> Iterator[bytes]:
    if format_ == "jsonl":
        from onrecord.exports.lossless import ledger_lines  # noqa: PLC0415

        return ledger_lines(ledger.dump(), options)
    module, _, function = STREAMS[format_].partition(".")
    stream: Stream = getattr(import_module(f"onrecord.exports.{module}"), function)
    return stream(*_contents(ledger, options, part, review), options)


def _write_file(pieces: Iterable[bytes], path: Path) -> None:
    """Writes a file beside its place and moves it there when it is whole; to a pipe or device it writes at once."""
    if path.exists() and not path.is_file():
        with _named(path), path.open("wb") as device:
            device.writelines(pieces)
        return
    begun = path.with_name(f"{path.name}.part")
    try:
        with _named(path), begun.open("wb") as file:
            file.writelines(pieces)
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Within it a failure to write, which the system tells without a name, gets that of the path."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _write_folder(
    format_: str, readings: Iterable[Reading], links: Iterable[Link], folder: Path, options: Options
) -> None:
    if format_ == "brat":
        from onrecord.exports.brat import write_brat  # noqa: PLC0415

        write_brat(readings, folder)
    else:
        from onrecord.exports.package import write_package  # noqa: PLC0415

        write_package(readings, links, folder, options)
