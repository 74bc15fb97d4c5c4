"""A reading as the ledger keeps it: with content-addressed ids, each statement and link once, and what it hashes to."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from onrecord.errors import RecordError
from onrecord.records import Reading, with_ledger_ids

RESOLUTION = timedelta(microseconds=1)


def canonical(reading: Reading) -> Reading:
    """The reading with ledger ids. Of statements with the same spans the first stays, and of equal links; a link from a
    statement to itself goes. Raises RecordError where two statements share an id, a link leads nowhere, a span is not
    the text it says, or the text holds half a character.
    """
    ids = {statement.id for statement in reading.statements}
    if len(ids) < len(reading.statements):
        raise RecordError(f"{reading.document.id}: two statements have the same id: number them apart")
    for link in reading.links:
        if not {link.from_, link.to} <= ids:
            raise RecordError(f"{reading.document.id}: a link from {link.from_} to {link.to}, which are not both in it")
    addressed = with_ledger_ids(reading)
    statements = {statement.id: statement for statement in reversed(addressed.statements)}
    links = {(link.from_, link.type, link.to): link for link in reversed(addressed.links) if link.from_ != link.to}
    once = replace(
        addressed, statements=tuple(reversed(statements.values())), links=tuple(reversed(links.values()))
    )  # fmt: skip
    # Through JSON and back, so that what is stored is what will be exported, to the letter.
    return replace(Reading.from_json(once.to_json()), document=reading.document)


def digest(reading: Reading) -> str:
    """The hash of a reading's JSON. Raises RecordError where its text cannot be written as UTF-8."""
    try:
        return hashlib.sha256(compact(reading.to_json()).encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise RecordError(
            f"{reading.document.id}: the text holds half a character (a lone surrogate): decode its file anew"
        ) from error


def compact(data: Any) -> str:
    """JSON in one line, without what is null: reading it back gives the same record."""
    return exact(_filled(data))


def exact(data: Any) -> str:
    """JSON in one line, always the same for the same data."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _filled(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value) for key, value in data.items() if value is not None}
    return [_filled(item) for item in data] if isinstance(data, list) else data


def rank(version: str | None, statements: int, hashed: str) -> tuple[tuple[int, ...], int, str]:
    """Which of two readings of one article stays, the greater: by the newer reader, with more statements, and then any
    order that does not depend on which came first.
    """
    return tuple(int(number) for number in re.findall(r"\d+", version or "")[:4]), statements, hashed


def addressed(kind: str, row: dict[str, Any]) -> dict[str, Any]:
    """What somebody said, as it is stored, with an id made from all of it: its `kind` and a hash."""
    said = {name: value for name, value in row.items() if name != "id"}
    hashed = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return {"id": f"{kind}{hashed[:24]}", **said}


def next_time(last: str | None) -> str:
    """Now, in UTC to the microsecond, or just after `last`: clocks go back, the order of what people say does not."""
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    if last is None or now > last:
        return now
    return (datetime.fromisoformat(last) + RESOLUTION).isoformat(timespec="microseconds")
