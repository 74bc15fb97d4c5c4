"""What commands read: their options, the readings of their inputs, and what became of each input."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.failures import FAILED, SOME_REJECTED
from onrecord.cli.output import note
from onrecord.cli.steadily import read_steadily
from onrecord.documents import FORMATS, STDIN, Rejection, open_documents, rejection_of
from onrecord.documents.fetching import fetch
from onrecord.errors import DataError, InputError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from onrecord.documents import Format
    from onrecord.languages import Language
    from onrecord.records import Document, Reading

Command = Any  # a click callback, whose arguments its own decorators set
FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(slots=True)
class Inputs:
    """What to read and how, from the options of a command."""

    sources: tuple[str, ...]
    format_: Format | None = None
    columns: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    register: tuple[Path, ...] = ()
    min_confidence: float | None = None
    rejects: Path | None = None
    retry: Path | None = None
    follow: bool = False


def input_options(command: Command) -> Command:
    """The options of commands that read articles; the command gets them as one `inputs`."""

    def gathered(**options: Any) -> None:
        names = Inputs.__dataclass_fields__
        inputs = Inputs(**{name: options.pop(name) for name in names})
        if not inputs.sources and not inputs.retry:
            raise click.UsageError("nothing to read: give FILE..., a folder, or - for standard input")
        command(inputs=inputs, **options)

    gathered.__name__, gathered.__doc__ = command.__name__, command.__doc__
    gathered.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        option(gathered)
    return gathered


def _columns(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    fields = ("text", "title", "url", "outlet", "published", "language")
    if any(name not in fields or not column for name, _, column in pairs):
        raise click.BadParameter(f"give FIELD=COLUMN, with one of {', '.join(fields)} as FIELD")
    return {name: column for name, _, column in pairs}


_OPTIONS: tuple[Callable[[Command], Command], ...] = (
    click.argument("sources", metavar="FILE...", nargs=-1),
    click.option("--input-format", "format_", type=click.Choice(FORMATS), help="What the inputs are, if not as they look."),
    click.option("--column", "columns", metavar="FIELD=COLUMN", multiple=True, callback=_columns,
                 help="The column of a table or JSON that holds text, title, url, outlet, published or language."),
    click.option("--language", default="en", show_default=True, metavar="CODE", help="The articles' language."),
    click.option("--register", type=FILE, multiple=True, help="A CSV file of parties; they go before the package's own."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="Keep statements at least so sure, 0 to 1."),
    click.option("--follow", is_flag=True, help="Fetch the pages that feeds and sitemaps only list."),
    click.option("--rejects", type=FILE, metavar="FILE", help="Write inputs that cannot be read here, as JSON lines."),
    click.option("--retry", type=FILE, metavar="FILE", help="Read the inputs again that --rejects wrote to FILE."),
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """What became of the inputs: how many were taken, how many rejected; writes the rejects file."""

    rejects: Path | None = None
    taken: int = 0
    rejected: int = 0
    file: IO[str] | None = None

    def reject(self, rejection: Rejection) -> None:
        """Tells of a rejected input, and writes it to the rejects file."""
        self.rejected += 1
        note(f"rejected: {rejection}")
        if self.rejects:
            self.file = self.file or self.rejects.open("w", encoding="utf-8")
            print(json.dumps(rejection.to_json(), ensure_ascii=False), file=self.file, flush=True)

    def finish(self) -> None:
        """Ends the command: with 3 where some inputs were rejected, with 1 where all were."""
        if self.file:
            self.file.close()
        elif self.rejects:
            self.rejects.write_text("", encoding="utf-8")
        if self.rejected:
            raise click.exceptions.Exit(SOME_REJECTED if self.taken else FAILED)


def read_inputs(inputs: Inputs, tally: Tally, *, skip: Callable[[Document], bool] | None = None) -> Iterator[Reading]:
    """The readings of the inputs, in order; what cannot be read goes to the tally. Articles to `skip` are passed over."""
    from onrecord.reader import read_many  # noqa: PLC0415 - the reader loads the parser; --help and search do without
    from onrecord.register import load_register  # noqa: PLC0415

    language = language_of(inputs.language)
    wanted = wanted_documents(inputs, language, tally, skip=skip)
    register = load_register(inputs.register)

    def read(some: Iterable[Document]) -> Iterator[Reading]:
        return read_many(some, language=language, register=register, min_confidence=inputs.min_confidence)

    yield from read_steadily(wanted, read, tally)


def wanted_documents(
    inputs: Inputs, language: Language, tally: Tally, *, skip: Callable[[Document], bool] | None = None
) -> Iterator[Document]:
    """The articles of the inputs, in order, but for those to `skip`; what cannot be read goes to the tally."""
    items = opened_documents(inputs, inputs.sources)
    documents = admitted((*_retried(inputs),) if inputs.retry else items, language, tally)
    return (document for document in documents if not (skip and skip(document)))


def opened_documents(inputs: Inputs, sources: Iterable[str]) -> Iterator[Document | Rejection]:
    """What stands in some sources, opened as the options say."""
    return open_documents(sources, format_=inputs.format_, columns=inputs.columns, fetch=fetch, follow=inputs.follow)


def language_of(code: str) -> Language:
    """The language by its code. Raises a usage error where there is no data for it."""
    from onrecord.languages import load_language  # noqa: PLC0415

    try:
        return load_language(code)
    except DataError as error:
        raise click.BadParameter(str(error), param_hint="--language") from error


def admitted(items: Iterable[Document | Rejection], language: Language, tally: Tally) -> Iterator[Document]:
    """The documents that the reader takes, one by one; the others go to the tally."""
    from onrecord.reader.analysis.admission import admit  # noqa: PLC0415

    for item in items:
        if isinstance(item, Rejection):
            tally.reject(item)
            continue
        try:
            document = admit(item, language)
        except InputError as error:
            tally.reject(rejection_of(item, error))
            continue
        tally.taken += 1
        yield document


def _retried(inputs: Inputs) -> Iterator[Document | Rejection]:
    """The inputs of a rejects file, read again: of each source the places that were rejected, or all of it."""
    assert inputs.retry is not None
    places: dict[str, set[str | None]] = {}
    for rejection in _rejections(inputs.retry):
        places.setdefault(rejection.source, set()).add(rejection.place)
    if STDIN in places:
        raise click.UsageError("what came from standard input cannot be read again: give it as FILE or -")
    for source, wanted in places.items():
        for item in opened_documents(inputs, (source,)):
            if None in wanted or _place(item) in wanted or _place(item) is None:
                yield item


def _place(item: Document | Rejection) -> str | None:
    if isinstance(item, Rejection):
        return item.place
    return item.origin.record if item.origin else None


def _rejections(path: Path) -> list[Rejection]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # a message may hold U+2028, which ends no line of JSON
        return [Rejection.from_json(json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, AttributeError, RecordError) as error:
        raise click.UsageError(f"{path}: not a file that --rejects wrote ({error})") from error
