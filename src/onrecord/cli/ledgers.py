"""Which ledger a command means: `--ledger`, else ONRECORD_LEDGER, else, for reading, `onrecord.db` in this folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from onrecord.ledger import Ledger

DEFAULT = "onrecord.db"
HELP = "The ledger: a file, or postgresql://...; else the variable ONRECORD_LEDGER"


def _named(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if not value:
        raise click.UsageError("which ledger? give --ledger FILE, or set ONRECORD_LEDGER")
    return value


def _found(_: click.Context, __: click.Parameter, value: str | None) -> str:
    if value or Path(DEFAULT).exists():
        return value or DEFAULT
    raise click.UsageError(f"which ledger? give --ledger FILE, or set ONRECORD_LEDGER (there is no {DEFAULT} here)")


Decorator = Callable[[Any], Any]
written_ledger: Decorator = click.option(
    "--ledger", "where", metavar="LEDGER", envvar="ONRECORD_LEDGER", callback=_named, help=f"{HELP}; made if it is new."
)
read_ledger: Decorator = click.option(
    "--ledger", "where", metavar="LEDGER", envvar="ONRECORD_LEDGER", callback=_found, help=f"{HELP}, or {DEFAULT} here."
)
linking: Decorator = click.option(
    "--links/--no-links", default=True, show_default=True,
    help="Look for what is repeated or answered in other articles.",
)  # fmt: skip


def open_ledger(where: str, *, create: bool = False) -> Ledger:
    """The ledger at a place. Raises LedgerError or NotFound where it cannot be opened."""
    from onrecord.ledger import Ledger  # noqa: PLC0415 - the database's library is loaded where a ledger is used

    return Ledger(where, create=create)
