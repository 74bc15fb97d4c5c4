"""Commands that look at a ledger from above: parties, matrix, timeline."""

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
@click.argument("name", required=False)
@read_ledger
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many.")
@as_format
def parties(name: str | None, where: str, output_format: str, **page: int) -> None:
    """Lists the parties of a ledger, with NAME in theirs if given: how often each spoke, was spoken about and to."""
    with open_ledger(where) as ledger:
        found, total = ledger.parties(name, **page)
    _emit([party.to_json() for party in found], output_format)
    if len(found) < total:
        note(f"{len(found)} of {total}; more with --limit and --offset")


@click.command()
@read_ledger
@of_act
@as_format
def matrix(where: str, act: Act | None, output_format: str) -> None:
    """Tells who does what to whom, and how often, the most frequent first."""
    with open_ledger(where) as ledger:
        cells = ledger.matrix(act=act)
    _emit([cell.to_json() for cell in cells], output_format)


@click.command()
@read_ledger
@of_act
@as_format
def timeline(where: str, act: Act | None, output_format: str) -> None:
    """Counts the statements of each month, by act."""
    with open_ledger(where) as ledger:
        moments = ledger.timeline(act=act)
    _emit([moment.to_json() for moment in moments], output_format)


def _emit(records: Sequence[dict[str, Any]], output_format: str) -> None:
    if not records:
        note("nothing in the ledger matches; see `onrecord articles`")
    if output_format != "table":
        emit_records(records, output_format)
    elif records:
        from onrecord.cli.views import record_table  # noqa: PLC0415 - lays out with rich

        emit_view(record_table(records))
