"""Commands for a service over a ledger: serve, token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.ledgers import DEFAULT, open_ledger, read_ledger
from onrecord.cli.output import emit, note

if TYPE_CHECKING:
    from onrecord.ledger.tokens import Role

ROLES = ("read", "review", "admin")


@click.command(short_help="Serves a ledger: pages and an API.")
@click.argument("ledger", required=False)
@click.option(
    "--ledger", "where", metavar="LEDGER", envvar="ONRECORD_LEDGER", help="The same, as other commands take it."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="The port to listen at.")
@click.option(
    "--open", "open_to_all", is_flag=True, help="Let everybody who reaches the service read, without a token."
)
def serve(ledger: str | None, where: str | None, host: str, port: int, open_to_all: bool) -> None:
    """Serves a ledger's pages and API until it is interrupted.

    LEDGER is a file, or postgresql://... . At 127.0.0.1 the service is open to this machine's users; as soon as the
    ledger has tokens, one is asked for. At another address it starts with tokens, or with --open, only.
    """
    try:
        from onrecord.web import serve as run  # noqa: PLC0415 - an optional extra, with a server in it
    except ImportError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install 'onrecord[web]'") from error
    with open_ledger(ledger or where or DEFAULT) as opened:
        run(opened, host=host, port=port, open_to_all=open_to_all)


@click.group(short_help="Makes, lists and revokes the tokens of a service.")
def token() -> None:
    """Makes, lists and revokes the tokens that a service asks for."""


@token.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="read", show_default=True, help="What its bearer may do.")
@read_ledger
def make(name: str, role: Role, where: str) -> None:
    """Makes a token and prints its secret, once: the ledger keeps a hash of it only."""
    with open_ledger(where) as ledger:
        emit(ledger.make_token(name, role))
    note(
        f"{name} may {role}; the secret is shown this once. A service that runs already asks for tokens from its next start"
    )


@token.command("list")
@read_ledger
def list_(where: str) -> None:
    """Lists the tokens by name, role and when they were made."""
    with open_ledger(where) as ledger:
        for one in ledger.tokens():
            emit(f"{one.name}\t{one.role}\t{one.made_at}")


@token.command()
@click.argument("name")
@read_ledger
def revoke(name: str, where: str) -> None:
    """Takes a token away, at once."""
    with open_ledger(where) as ledger:
        ledger.revoke_token(name)
    note(f"{name} is revoked")
