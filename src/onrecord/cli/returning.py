"""What annotators gave back in brat or Label Studio, kept as reviews; articles that the ledger lacks are added."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.ledgers import open_ledger
from onrecord.cli.output import note
from onrecord.documents import Rejection
from onrecord.errors import InputError, NotFound, RecordError
from onrecord.exports.returned import added, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.cli.inputs import Tally
    from onrecord.exports.returned import Returned, Verdict
    from onrecord.ledger import Ledger
    from onrecord.records import Reading

RETURNED = ("brat", "label-studio")


def give_back(sources: Iterable[str], where: str, format_: str, *, by: str | None, accept: bool, tally: Tally) -> None:
    """Keeps what annotators said. Doing it again changes nothing."""
    if not by:
        raise click.UsageError(f"{format_}: say who annotated, with --by NAME")
    counts: Counter[str] = Counter()
    with open_ledger(where, create=True) as ledger:
        for source in sources:
            for place, item in _items(source, format_, tally):
                try:
                    _keep(ledger, item, by, accept=accept, counts=counts)
                except (RecordError, NotFound) as error:
                    tally.reject(Rejection(source, place, "broken", str(error)))
                    continue
                tally.taken += 1
    done = ", ".join(f"{counts[name]} {words}" for name, words in (
        ("correct", "corrected"), ("reject", "rejected"), ("accept", "accepted"), ("article", "articles added"),
    ))  # fmt: skip
    note(f"{where}: {done}")
    if counts["new"]:
        note(f"{counts['new']} statements that annotators added are not kept: a review says something of a statement")
    tally.finish()


def _items(source: str, format_: str, tally: Tally) -> Iterator[tuple[str | None, Returned]]:
    from onrecord.exports.brat import read_brat  # noqa: PLC0415 - loaded where it is asked for
    from onrecord.exports.label_studio import returned_tasks  # noqa: PLC0415

    path = Path(source)
    try:
        if format_ == "label-studio":
            for number, item in enumerate(returned_tasks(json.loads(path.read_text(encoding="utf-8"))), 1):
                yield f"annotated task {number}", item
            return
    except (RecordError, ValueError) as error:
        tally.reject(Rejection(source, None, "broken", str(error)))
        return
    except OSError as error:
        tally.reject(Rejection(source, None, "missing", f"{error.strerror or error}; check the path"))
        return
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        tally.reject(Rejection(source, None, "empty", "no .ann files in this folder; check the path"))
    for file in files:
        try:
            yield None if file == path else file.name, read_brat(file)
        except InputError as error:
            tally.reject(Rejection(str(file), None, "broken", str(error)))


def _keep(ledger: Ledger, item: Returned, by: str, *, accept: bool, counts: Counter[str]) -> None:
    machine = _known(ledger, item)
    if machine is None:
        counts["article"] += ledger.add(item.reading).new
        return
    if machine.document.text != item.reading.document.text:
        raise RecordError(f"{machine.document.id}: its text was changed; annotate the text as it was exported")
    for verdict in verdicts(machine, item.reading, accept=accept):
        if _is_news(ledger, verdict):
            ledger.review(verdict.statement, verdict.action, by=by, correction=verdict.correction)
            counts[verdict.action] += 1
    counts["new"] += len(added(machine, item.reading))


def _known(ledger: Ledger, item: Returned) -> Reading | None:
    try:
        return ledger.reading(item.article or item.reading.document.id)
    except NotFound:
        return None


def _is_news(ledger: Ledger, verdict: Verdict) -> bool:
    """False where the statement stands already as the verdict would leave it."""
    now = ledger.reviewed(verdict.statement)
    if verdict.action == "reject":
        return now.status != "rejected"
    if now.status == "machine":
        return True
    view = now.statement.to_json()
    same = all(view[name] == value for name, value in (verdict.correction or {}).items())
    return now.status == "rejected" or not same
