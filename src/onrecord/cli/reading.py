"""`onrecord read`: articles in, readings out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from onrecord.cli.inputs import Inputs, Tally, input_options, read_inputs
from onrecord.cli.output import emit, emit_csv, emit_line, emit_view, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.records import Reading

READ_FORMATS = ("text", "json", "jsonl", "table", "csv", "html", "plover")


@click.command()
@input_options
@click.option("--format", "output_format", type=click.Choice(READ_FORMATS), default="text", show_default=True,
              help="text and table are for people; json is one reading, or an array of several; jsonl one a line.")  # fmt: skip
def read(inputs: Inputs, output_format: str) -> None:
    """Reads articles and prints who said what.

    FILE is plain text, Markdown, HTML, JSON, JSON lines, CSV, TSV, an RSS or Atom feed, a WARC file, a folder of them,
    the address of a page (https://...), or - for standard input.
    """
    tally = Tally(inputs.rejects)
    total = _total(inputs)
    with progress("reading", total, beside_output=True) as step:
        WRITERS[output_format](_counted(read_inputs(inputs, tally), step))
    tally.finish()


def _total(inputs: Inputs) -> int | None:
    from onrecord.documents import count_documents  # noqa: PLC0415

    return count_documents(inputs.sources) if inputs.sources else None


def _counted(readings: Iterable[Reading], step: Callable[[], None]) -> Iterator[Reading]:
    for reading in readings:
        yield reading
        step()


def write_text(readings: Iterable[Reading]) -> None:
    """Writes the readable view of each reading."""
    from onrecord.cli.views import reading_view  # noqa: PLC0415 - lays out with rich

    for reading in readings:
        emit_view(*reading_view(reading))


def write_json(readings: Iterable[Reading]) -> None:
    """Writes one reading as a JSON object, several as an array."""
    texts = (json.dumps(reading.to_json(), ensure_ascii=False, indent=1) for reading in readings)
    first = next(texts, None)
    second = next(texts, None)
    if first is None or second is None:
        emit(first or "[]")
        return
    emit(f"[\n{first},")
    held = second
    for text in texts:
        emit(f"{held},")
        held = text
    emit(f"{held}\n]")


def write_lines(readings: Iterable[Reading]) -> None:
    """Writes each reading as a line of JSON."""
    for reading in readings:
        emit_line(reading.to_json())


def write_table(readings: Iterable[Reading]) -> None:
    """Writes a table of statements for each reading."""
    from onrecord.cli.views import statement_table  # noqa: PLC0415

    for reading in readings:
        emit_view(statement_table(reading), "")


def write_csv(readings: Iterable[Reading]) -> None:
    """Writes a CSV row for each statement."""
    from onrecord.exports.rows import statement_rows  # noqa: PLC0415

    emit_csv(row for reading in readings for row in statement_rows(reading))


def write_html(readings: Iterable[Reading]) -> None:
    """Writes one self-contained page with all readings."""
    from onrecord.exports.html import page  # noqa: PLC0415 - loads the templates

    for piece in page(readings):
        emit(piece)


def write_plover(readings: Iterable[Reading]) -> None:
    """Writes PLOVER event records as JSON lines, for the statements whose act has a PLOVER type."""
    from onrecord.exports.plover import plover_records  # noqa: PLC0415

    for reading in readings:
        for record in plover_records(reading):
            emit_line(record)


WRITERS: dict[str, Callable[[Iterable[Reading]], None]] = {
    "text": write_text, "json": write_json, "jsonl": write_lines, "table": write_table, "csv": write_csv,
    "html": write_html, "plover": write_plover,
}  # fmt: skip
