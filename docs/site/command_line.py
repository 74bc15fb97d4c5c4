"""The reference of the command line, from its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# Every command

As `onrecord COMMAND --help` prints them; [the command line](../docs/commands.md) tells how they go together.
"""


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([HEAD, *_commands(main, "onrecord")])


def _commands(group: click.Group, name: str) -> Iterator[str]:
    with click.Context(group) as context:
        for one in group.list_commands(context):
            command = group.get_command(context, one)
            assert command is not None
            yield from _command(command, f"{name} {one}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    with click.Context(command, info_name=name) as context:
        usage = " ".join(command.collect_usage_pieces(context))
        yield f"## {name}\n\n```text\n{name} {usage}\n```\n\n{_words(command.help or command.short_help or '')}\n"
        options = [found for one in command.get_params(context) if (found := one.get_help_record(context))]
    if options:
        yield "| option | |\n| --- | --- |"
        yield "\n".join(f"| `{flags.replace('|', '¦')}` | {_cell(told)} |" for flags, told in options) + "\n"
    if isinstance(command, click.Group):
        yield from _commands(command, name)


def _words(told: str) -> str:
    """A help text as Markdown: paragraphs are joined by click, those behind its mark stand as written."""
    parts = [part.strip("\n") for part in told.replace("\f", "").split("\n\n")]
    return "\n\n".join(f"```text\n{part[2:]}\n```" if part.startswith("\b\n") else _plain(part) for part in parts)


def _plain(part: str) -> str:
    return " ".join(part.split()).replace("<", "\\<")


def _cell(told: str) -> str:
    return _plain(told).replace("|", "\\|").replace("*", "\\*")
