"""Reading by many workers: the options for it, and the readings that they give."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.inputs import language_of, wanted_documents
from onrecord.documents import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.cli.inputs import Inputs, Tally
    from onrecord.records import Document, Reading
    from onrecord.runs import Pool, Settings

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True)
class Running:
    """Who reads: how many workers, of which engine (None: this very process), and where finished shards are kept."""

    workers: int | None = None
    engine: str | None = None
    address: str | None = None
    shards: Path | None = None

    def __bool__(self) -> bool:
        return any((self.workers, self.engine, self.shards))


def running_options(command: Any) -> Any:
    """The options of commands that workers may read for; the command gets them as one `running`."""

    def gathered(**options: Any) -> None:
        running = Running(**{name: options.pop(name) for name in Running.__dataclass_fields__})
        if running.address and running.engine != "ray":
            raise click.UsageError("--address is a Ray cluster's: give --engine ray with it")
        command(running=running, **options)

    gathered.__name__, gathered.__doc__ = command.__name__, command.__doc__
    gathered.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        option(gathered)
    return gathered


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--workers", type=click.IntRange(1), metavar="N", help="Read with N processes, about half a GB each."),
    click.option("--engine", type=click.Choice(ENGINES), help="Whose workers: this machine's (local), or Ray's."),
    click.option("--address", metavar="ADDRESS", help="The Ray cluster; without it Ray is started here."),
    click.option("--shards", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
                 help="Keep finished shards in FOLDER, and take from there what is finished already."),
)  # fmt: skip


def run_inputs(
    inputs: Inputs, running: Running, tally: Tally, *, skip: Callable[[Document], bool] | None = None
) -> Iterator[Reading]:
    """The readings of the inputs by workers, in order; what cannot be read goes to the tally.

    Articles to `skip` are passed over, unless a folder of shards is given: then that tells what is read already.
    """
    from onrecord.runs import Finished, Settings, made_by, read_in_shards  # noqa: PLC0415 - loads the reader

    language = language_of(inputs.language)
    documents = wanted_documents(inputs, language, tally, skip=None if running.shards else skip)
    first = next(documents, None)
    if first is None:  # no workers for nothing
        return
    settings = Settings(inputs.language, inputs.register, inputs.min_confidence)
    finished = Finished(running.shards, made_by(settings)) if running.shards else None
    for outcome in read_in_shards(chain((first,), documents), _pool(running, settings), finished=finished):
        if isinstance(outcome, Rejection):
            tally.taken -= 1
            tally.reject(outcome)
        else:
            yield outcome


def _pool(running: Running, settings: Settings) -> Pool:
    from onrecord.runs import Cluster, Processes, maker  # noqa: PLC0415 - loads the reader

    if running.engine == "ray":
        return Cluster(maker(settings), address=running.address, workers=running.workers)
    return Processes(maker(settings), workers=running.workers or os.cpu_count() or 1)
