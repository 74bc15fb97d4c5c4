"""Commands that look at a ledger from above: matrix, network, timeline."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import emit, emit_records, emit_view, note
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.ledger.overview import Day, Moment
    from onrecord.records import Act

of_act = click.option("--act", type=click.Choice(ACTS), metavar="ACT", help="Of one act only, such as accuse.")
FORMATS = ("table", "json", "jsonl", "csv")
NOTHING = "nothing in the ledger matches; see `onrecord articles`"
as_format = click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
as_format_or_picture = click.option(
    "--format", "output_format", type=click.Choice((*FORMATS, "svg")), default="table", show_default=True,
    help="svg: a picture.",
)  # fmt: skip


@click.command()
@read_ledger
@of_act
@as_format_or_picture
def matrix(where: str, act: Act | None, output_format: str) -> None:
    """Tells who does what to whom, how often, and how often somebody answered, the most frequent first.

    What is said about nobody in particular has no place in it, as many denials: `onrecord search --act deny` has them, too.
    """
    with open_ledger(where) as ledger:
        cells = ledger.matrix(act=act)
    if output_format != "svg":
        emit_found([cell.to_json() for cell in cells], output_format)
        return
    _can_draw()
    from onrecord.exports.chart_pictures import matrix_picture  # noqa: PLC0415 - an optional package draws

    _emit_picture(matrix_picture(cells, act), empty=not cells)


@click.command()
@read_ledger
@of_act
@as_format_or_picture
def network(where: str, act: Act | None, output_format: str) -> None:
    """Shows who speaks of whom as a network of the most frequent parties: one line for all that one says of another."""
    from onrecord.exports.network import network_of  # noqa: PLC0415

    with open_ledger(where) as ledger:
        cells = ledger.matrix(act=act)
    if output_format != "svg":
        emit_found([tie.to_json() for tie in network_of(cells).ties], output_format)
        return
    from onrecord.exports.network_picture import network_picture  # noqa: PLC0415

    _emit_picture(network_picture(cells, act), empty=not cells)


@click.command()
@read_ledger
@of_act
@click.option(
    "--by", "period", type=click.Choice(("month", "day")), default="month", show_default=True,
    help="day: without statements whose day is not known.",
)  # fmt: skip
@as_format_or_picture
def timeline(where: str, act: Act | None, period: str, output_format: str) -> None:
    """Counts the statements of each month or day, by act."""
    with open_ledger(where) as ledger:
        moments: Sequence[Moment | Day] = ledger.days(act=act) if period == "day" else ledger.timeline(act=act)
    records = [moment.to_json() for moment in moments]
    if output_format != "svg":
        emit_found(records, output_format)
        return
    _can_draw()
    from onrecord.exports.chart_pictures import timeline_picture  # noqa: PLC0415 - likewise

    counts = ((record[period], record["act"], record["statements"]) for record in records)
    _emit_picture(timeline_picture(counts, act), empty=not records)


def _can_draw() -> None:
    if find_spec("vl_convert") is None:
        raise click.ClickException("svg: install what draws it with `pip install 'onrecord[pictures]'`")


def _emit_picture(picture: str, *, empty: bool) -> None:
    if empty:
        note(NOTHING)
    emit(picture)


def emit_found(records: Sequence[dict[str, Any]], output_format: str) -> None:
    """Prints flat records, or says that there are none."""
    if not records:
        note(NOTHING)
    if output_format != "table":
        emit_records(records, output_format)
    elif records:
        from onrecord.cli.views import record_table  # noqa: PLC0415 - lays out with rich

        emit_view(record_table(records))
