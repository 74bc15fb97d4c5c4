"""`onrecord parties`: who is in a ledger, and what people say of which parties are one."""

from __future__ import annotations

from getpass import getuser
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.ledgers import open_ledger, read_ledger
from onrecord.cli.output import note
from onrecord.cli.surveying import as_format, emit_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.ledger import Ledger
    from onrecord.ledger.identities import PartyEvent

LIST = "list"


class Parties(click.Group):
    """The group of commands about parties; without a command it lists them, as `onrecord parties NAME` does."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `list` before what is no command and asks for no help."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [LIST, *args]
        return super().parse_args(ctx, args)


def _who(_: click.Context, __: click.Parameter, value: str | None) -> str:
    try:
        return value or getuser()
    except (KeyError, OSError, ImportError) as error:
        raise click.UsageError("who says so? give --by NAME") from error


by = click.option("--by", metavar="NAME", callback=_who, help="Who says so; else the name you are logged in by.")
why = click.option("--why", metavar="TEXT", help="The reason, kept with it.")
limited = click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many.")
passing = click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many.")


@click.group(cls=Parties, short_help="Lists the parties of a ledger; merges and splits them.")
def parties() -> None:
    """Lists the parties of a ledger, with NAME in theirs if given; merges and splits them.

    \b
      onrecord parties [NAME]       how often each spoke, was spoken about and to
      onrecord parties suggestions  which may be one

    What people say of parties stands beside the machine's records, with who, when and why, and can be undone.
    """  # noqa: D301 - click's mark for lines that it must not join


@parties.command(LIST)
@click.argument("name", required=False)
@read_ledger
@limited
@passing
@as_format
def list_(name: str | None, where: str, output_format: str, **page: int) -> None:
    """Lists the parties of a ledger, with NAME in theirs if given: how often each spoke, was spoken about and to."""
    with open_ledger(where) as ledger:
        found, total = ledger.parties(name, limit=page["limit"], offset=page["offset"])
    records = [party.to_json() for party in found]
    if output_format == "table":  # where there is an id, the handle says it
        records = [{"handle": record.pop("handle"), **record} for record in records]
        for record in records:
            del record["id"]
    emit_found(records, output_format)
    if len(found) < total:
        note(f"{len(found)} of {total}; more with --limit and --offset")


@parties.command()
@click.argument("one", metavar="PARTY")
@click.argument("into", metavar="INTO")
@read_ledger
@by
@why
def merge(one: str, into: str, where: str, **said: Any) -> None:
    """Keeps that PARTY is INTO, under whose name both are listed from now on.

    Either is a handle, as `onrecord parties` prints it, or a whole name. Searching for one finds the other, too.
    """
    _keep(where, lambda ledger: ledger.merge_parties(one, into, **said))


@parties.command()
@click.argument("one", metavar="PARTY")
@click.argument("other", metavar="OTHER")
@read_ledger
@by
@why
def split(one: str, other: str, where: str, **said: Any) -> None:
    """Keeps that PARTY is not OTHER: parts them where they were merged, and suggests them no more."""
    _keep(where, lambda ledger: ledger.split_parties(one, other, **said))


@parties.command()
@click.argument("event")
@read_ledger
@by
@why
def undo(event: str, where: str, **said: Any) -> None:
    """Takes a merge or split back. EVENT is its id, as `onrecord parties log` prints it."""
    _keep(where, lambda ledger: ledger.undo_party_event(event, **said))


@parties.command()
@read_ledger
@limited
@as_format
def suggestions(where: str, limit: int, output_format: str) -> None:
    """Lists the pairs of parties that may be one and of which nobody said so or otherwise, the most alike first."""
    with open_ledger(where) as ledger:
        found = list(islice(ledger.suggestions(), limit + 1))
    if not found:
        note("no two parties may be one and are not decided yet")
        return
    emit_found([pair.to_json() for pair in found[:limit]], output_format)
    if len(found) > limit:
        note(f"the first {limit}; more with --limit")


@parties.command()
@read_ledger
@limited
@passing
@as_format
def log(where: str, output_format: str, **page: int) -> None:
    """Lists what people said of which parties are one, the newest first."""
    with open_ledger(where) as ledger:
        found, total = ledger.party_events(limit=page["limit"], offset=page["offset"])
    if not found:
        note("nobody merged or split parties")
        return
    emit_found([event.to_json() for event in found], output_format)
    if len(found) < total:
        note(f"{len(found)} of {total}; more with --limit and --offset")


def _keep(where: str, say: Callable[[Ledger], PartyEvent]) -> None:
    with open_ledger(where) as ledger:
        event = say(ledger)
    words = {"merge": "is now", "split": "is not", "undo": "and"}[event.action]
    undone = f"; {event.undoes} is taken back" if event.undoes else ""
    note(f"{event.id}: {event.party} {words} {event.other}{undone}, says {event.by}")
