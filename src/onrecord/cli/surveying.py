"""Commands that look at a ledger from above: matrix, timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import emit_records, emit_view, note
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.records import Act

of_act = click.option("--act", type=click.Choice(ACTS), metavar="ACT", help="Of one act only, such as accuse.")
as_format = click.option(
    "--format",
    "output_format",
    type=click.Choice(("table", "json", "jsonl", "csv")),
    default="table",
    show_default=True,
)


@click.command()
@read_ledger
@of_act
@as_format
def matrix(where: str, act: Act | None, output_format: str) -> None:
    """Tells who does what to whom, and how often, the most frequent first."""
    with open_ledger(where) as ledger:
        cells = ledger.matrix(act=act)
    emit_found([cell.to_json() for cell in cells], output_format)


@click.command()
@read_ledger
@of_act
@as_format
def timeline(where: str, act: Act | None, output_format: str) -> None:
    """Counts the statements of each month, by act."""
    with open_ledger(where) as ledger:
        moments = ledger.timeline(act=act)
    emit_found([moment.to_json() for moment in moments], output_format)


def emit_found(records: Sequence[dict[str, Any]], output_format: str) -> None:
    """Prints flat records, or says that there are none."""
    if not records:
        note("nothing in the ledger matches; see `onrecord articles`")
    if output_format != "table":
        emit_records(records, output_format)
    elif records:
        from onrecord.cli.views import record_table  # noqa: PLC0415 - lays out with rich

        emit_view(record_table(records))
