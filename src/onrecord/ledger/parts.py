"""Which codes take part in a statement, and how: kept beside the mentions, because that is what is searched for most.

A party is meant by its affiliation's code and by its own; a statement has a row for each code and role, however many
parties share it. With the date and the act in it, a row is all that a search looks at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from onrecord.ledger.batching import batches
from onrecord.ledger.schema import mention, part, party, statement
from onrecord.ledger.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

# How a role is called where it is asked for.
NAMES = {"speaker": "by", "addressee": "to", "target": "about"}
CODED = ("state:", "org:")  # ids that are codes


def term(role: str, code: str) -> str:
    """What a code in a role is found by: `by:usa`."""
    return f"{NAMES[role]}:{fold(code)}"


def codes(party_row: Any) -> set[str]:
    """The codes that a party's row (its `side` and `id`) is meant by."""
    found = {party_row["side"]} if party_row["side"] else set()
    for kind in CODED:
        if (party_row["id"] or "").startswith(kind):
            code = party_row["id"].removeprefix(kind)
            found |= {fold(code)} if code == code.upper() else set()
    return found


def part_rows(places: dict[int, Any], mentioned: Iterable[tuple[int, str, Any]]) -> list[dict[str, Any]]:
    """The rows of statements (`date` and `act` by their keys) whose parties' rows are mentioned: key, role, party."""
    named = {(term(role, code), key) for key, role, of in mentioned for code in codes(of)}
    return [
        {"term": name, "date": places[key]["date"], "statement": key, "act": places[key]["act"]}
        for name, key in sorted(named)
    ]


def parts_of(connection: Connection, article_id: str) -> list[dict[str, Any]]:
    """The rows of an article's statements, as these and their mentions have it."""
    columns = (statement.c.key, statement.c.date, statement.c.act, mention.c.role, party.c.side, party.c.id)
    there = select(*columns).join_from(statement, mention, mention.c.statement == statement.c.key)
    there = there.join(party, party.c.key == mention.c.party).where(statement.c.article == article_id)
    rows = connection.execute(there).mappings().all()
    return part_rows({row["key"]: row for row in rows}, [(row["key"], row["role"], row) for row in rows])


def forget_parts(connection: Connection, article_id: str) -> None:
    """Takes out the rows of an article's statements, while these and their mentions are still there."""
    gone = parts_of(connection, article_id)
    if gone:
        this = (column == bindparam(f"this_{column.name}") for column in part.c)
        connection.execute(delete(part).where(*this), [{f"this_{name}": row[name] for name in row} for row in gone])


def missing_parts(connection: Connection, rows: Iterable[dict[str, Any]]) -> int:
    """How many of these rows are not there."""
    columns, missing = (part.c.term, part.c.date, part.c.statement, part.c.act), 0
    for some in batches(rows):
        wanted = {tuple(row[column.name] for column in columns) for row in some}
        # Column by column, which the index serves; not all that meets them is wanted.
        among = (column.in_({row[column.name] for row in some}) for column in columns[:3])
        missing += len(wanted - {tuple(row) for row in connection.execute(select(*columns).where(*among))})
    return missing
