"""Writing: data to standard output, messages and progress to standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from onrecord.cli.failures import check_interrupted
from onrecord.exports.delimited import csv_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from rich.console import Console, RenderableType

NARROW, WIDE = 60, 120  # columns of the readable views


def emit(text: str) -> None:
    """Writes a line of data at once, so that a reader that closes the pipe is noticed."""
    check_stdout()
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def check_stdout() -> None:
    """Raises a message where the shell closed standard output."""
    if sys.stdout is None:  # the shell closed it: `>&-`
        raise click.ClickException("standard output is closed; send it to a file or a pipe")


def note(message: str) -> None:
    """Tells the user something."""
    click.echo(message, err=True)


def emit_view(*views: RenderableType) -> None:
    """Writes readable views; colours on a terminal only, and never under NO_COLOR."""
    check_stdout()
    console = _console()
    if console.is_terminal:
        for view in views:
            _print(console, view)
    else:
        with console.capture() as capture:
            for view in views:
                _print(console, view)
        # Lines are padded to the width while they are laid out; a file or pipe does not want the spaces.
        sys.stdout.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))
    sys.stdout.flush()


def _print(console: Console, view: RenderableType) -> None:
    """What is not to be wrapped, such as an address, goes on one line however long it is."""
    console.print(view, soft_wrap=bool(getattr(view, "no_wrap", False)))


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - loaded by commands that lay something out, so that --help is quick

    console = Console(
        file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=False,
        color_system=None if os.environ.get("NO_COLOR") else "auto",  # then bold type is left out, too
    )  # fmt: skip
    console.width = min(max(console.width, NARROW), WIDE)
    return console


def emit_json(value: Any) -> None:
    """Writes a value as indented JSON."""
    emit(json.dumps(value, ensure_ascii=False, indent=1))


def emit_line(value: Any) -> None:
    """Writes a value as one line of JSON."""
    emit(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def emit_records(records: Iterable[Mapping[str, Any]], format_: str) -> None:
    """Writes flat records as a JSON array (`json`), JSON lines (`jsonl`) or CSV with a header (`csv`)."""
    if format_ == "json":
        emit_json(list(records))
    elif format_ == "jsonl":
        for record in records:
            emit_line(record)
    else:
        emit_csv(records)


def emit_csv(records: Iterable[Mapping[str, Any]]) -> None:
    """Writes records as CSV, the first record's keys as header, lists joined by "; ".

    Cells that a spreadsheet would run as a formula get an apostrophe before them.
    """
    columns: Sequence[str] = ()
    for record in records:
        if not columns:
            columns = tuple(record)
            emit(_csv_line(columns))
        emit(_csv_line([csv_cell(record.get(column)) for column in columns]))


def _csv_line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _is_terminal(stream: IO[str] | None) -> bool:
    return stream is not None and stream.isatty()


@contextmanager
def progress(label: str, total: int | None, *, beside_output: bool = False) -> Iterator[Callable[[], None]]:
    """Within it, each call of the function given counts one; a bar with rate and remaining time stands on a terminal.

    `beside_output`: the command writes to standard output as it goes, so that no bar is shown on a shared terminal.
    """
    if not _is_terminal(sys.stderr) or (beside_output and _is_terminal(sys.stdout)):
        yield check_interrupted
        return
    from rich import progress as bars  # noqa: PLC0415 - loaded where a bar is shown
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[rate]}"), bars.TimeRemainingColumn(),
    )  # fmt: skip
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total, rate="")

        def step() -> None:
            check_interrupted()
            bar.advance(task)
            speed = bar.tasks[0].speed
            bar.update(task, rate=f"{speed:.1f}/s" if speed else "")

        yield step
