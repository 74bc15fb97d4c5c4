"""The command line: commands by theme, each a few lines over the API.

Standard output carries data only; messages go to standard error. `-` is standard input. Exit codes: 0 done, 1 failed,
2 wrong usage, 3 some inputs rejected and the good ones done, 130 interrupted.
"""

from __future__ import annotations

import click

from onrecord.cli.asking import articles, search, show, thread
from onrecord.cli.caring import merge, relink, verify
from onrecord.cli.comparing import copies, versions
from onrecord.cli.exporting import export
from onrecord.cli.failures import Commands
from onrecord.cli.keeping import add, import_, remove
from onrecord.cli.measuring import evaluate, schema, version
from onrecord.cli.parties import parties
from onrecord.cli.reading import read
from onrecord.cli.serve import serve, token
from onrecord.cli.surveying import matrix, network, timeline
from onrecord.cli.watching import watch

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="onrecord", prog_name="onrecord", message="%(prog)s %(version)s")
def main() -> None:
    """Reads news and keeps a ledger of who said what about whom, to whom, when, in whose words, and who answered it.

    It records that a party said a thing, never that the thing is so.

    \b
      onrecord read article.txt                      who said what, on the terminal
      onrecord add articles.jsonl --ledger news.db   keep it
      onrecord search --by CHN --ledger news.db      ask for it
    """  # noqa: D301 - click's mark for lines that it must not join


for command in (
    read, add, search, thread, show, articles, copies, versions, parties, matrix, network, timeline, watch,
    remove, export, import_, merge, relink, verify, serve, token,
    evaluate, schema, version,
):  # fmt: skip
    main.add_command(command)
