"""What annotators gave back, and what it says of the statements that the ledger holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from onrecord.records import statement_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Reading, Span, Statement


@dataclass(frozen=True, slots=True)
class Returned:
    """An annotated article: the id of the ledger's article that it was made from, where it says so, and its statements,
    with ledger ids where they were exported.
    """

    article: str | None
    reading: Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an annotator's change says of a statement; `correction` holds the fields that change."""

    statement: str
    action: Literal["accept", "reject", "correct"]
    correction: dict[str, Any] | None = None


def verdicts(machine: Reading, returned: Reading, *, accept: bool = False) -> Iterator[Verdict]:
    """The verdicts on the machine's statements, in its order: taken out is rejected, changed is corrected (act, negation,
    source, cue, content). What was left as it is says nothing, unless `accept`: then it is accepted.
    """
    given = _by_key(machine, returned)
    for statement in machine.statements:
        if not statement.content:
            continue  # no annotation tool was given it
        other = given.get(statement.id)
        if other is None:
            yield Verdict(statement.id, "reject")
        elif correction := changes(statement, other):
            yield Verdict(statement.id, "correct", correction)
        elif accept:
            yield Verdict(statement.id, "accept")


def added(machine: Reading, returned: Reading) -> list[Statement]:
    """The statements that an annotator added."""
    known = {statement.id for statement in machine.statements}
    return [statement for key, statement in _by_key(machine, returned).items() if key not in known]


def changes(old: Statement, new: Statement) -> dict[str, Any]:
    """The fields of a correction that makes the old statement the new one, of those that annotators mark. Blanks at the ends
    of spans make no difference: not every tool can mark them.
    """
    fields: dict[str, Any] = {}
    if new.act != old.act:
        fields["act"] = new.act
    if new.negated != old.negated:
        fields["negated"] = new.negated
    if _solid(new.source) != _solid(old.source):
        fields["source"] = new.source.to_json() if new.source else None
    if _solid(*new.cue) != _solid(*old.cue):
        fields["cue"] = [span.to_json() for span in sorted(new.cue)]
    if _solid(*new.content) != _solid(*old.content):
        fields["content"] = [span.to_json() for span in sorted(new.content)]
    return fields


def _solid(*spans: Span | None) -> list[tuple[int, int]]:
    """Where the spans' words begin and end, in order."""
    found = []
    for span in spans:
        if span:
            words = span.text.strip()
            start = span.start + span.text.index(words)
            found.append((start, start + len(words)))
    return sorted(found)


def _by_key(machine: Reading, returned: Reading) -> dict[str, Statement]:
    """The statements given back by the machine's id: what lost its id is known again by its spans."""
    known = {statement.id for statement in machine.statements}
    return {
        statement.id if statement.id in known else statement_key(machine.document.id, statement): statement
        for statement in returned.statements
    }
