"""Commands that look after ledgers: verify, merge, relink."""

from __future__ import annotations

import click

from onrecord.cli.failures import FAILED
from onrecord.cli.ledgers import linking, open_ledger, read_ledger, written_ledger
from onrecord.cli.output import emit, note


@click.command(short_help="Checks that a ledger holds together.")
@read_ledger
def verify(where: str) -> None:
    """Computes all hashes, ids and spans of a ledger anew, and prints what does not hold.

    Exits with 1 where something does not. Nothing is mended.
    """
    problems = 0
    with open_ledger(where) as ledger:
        for problem in ledger.verify():
            problems += 1
            place = " ".join(filter(None, (problem.article, problem.statement))) or where
            emit(f"{place}: {problem.what}")
        counts = ledger.counts()
    if problems:
        note(f"{where}: {problems} problems; restore a copy, or remove those articles and add them again")
        raise click.exceptions.Exit(FAILED)
    note(f"{where}: {counts['articles']} articles with {counts['statements']} statements hold")


@click.command(short_help="Takes other ledgers into one.")
@click.argument("others", metavar="LEDGER...", nargs=-1, required=True)
@written_ledger
@linking
def merge(others: tuple[str, ...], where: str, *, links: bool) -> None:
    """Takes all that other ledgers hold into the one that --ledger names.

    Merging is a union: the order, and doing it twice, make no difference.
    """
    with open_ledger(where, create=True) as ledger:
        for other in others:
            with open_ledger(other) as source:
                merged = ledger.merge(source, links=links)
            counts = f"{merged.articles} articles, {merged.statements} statements, {merged.links} links"
            note(f"{where}: {counts}, {merged.reviews} reviews from {other}")


@click.command(short_help="Finds the links between articles anew.")
@read_ledger
def relink(where: str) -> None:
    """Finds what is repeated or answered in other articles anew: after adding with --no-links, or with a newer onrecord.

    Links that were imported stay.
    """
    with open_ledger(where) as ledger:
        note(f"{where}: {ledger.relink()} links between articles")
