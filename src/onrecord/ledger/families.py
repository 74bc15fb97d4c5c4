"""Copies of one report are a family, and the earliest stands for all: it alone is found by other statements, and each
copy is linked to it alone. So the hundredth copy costs what the second does.

Who stands for a family depends on its statements and not on which came first: an earlier one that comes in later takes
the place, and where one goes, the next does. In the table `echo` each of a family has its sign, and who stands for it
that sign with all its bits turned.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from onrecord.ledger.batching import batches
from onrecord.ledger.candidates import drop, put, traces_at, traces_of
from onrecord.ledger.schema import echo, link, statement
from onrecord.reader.links.across import COPY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from onrecord.ledger.traces import Trace


# Earlier dates first, unknown ones last, then by id.
Place = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """How statements stand after a change, by key: the traces of those that are `found` by others, the `copies` each with
    the one that stands for it, and those that did and do no more (`fallen`).
    """

    found: dict[int, Trace]
    copies: dict[int, int]
    fallen: set[int] = field(default_factory=set)


def settle(connection: Connection, own: Mapping[int, Trace]) -> Standing:
    """Writes by what statements are found that have no traces yet, and tells how they and their families stand."""
    families = _families(own)
    heads = _heads(connection, families)
    places = _places(connection, {*heads.values(), *(key for keys in families.values() for key in keys)})
    first = {
        family: min((*keys, heads.get(family, keys[0])), key=places.__getitem__) for family, keys in families.items()
    }
    risen = {family: key for family, key in first.items() if heads.get(family) != key}
    fallen = {heads[family]: family for family in risen if family in heads}
    drop(connection, traces_at(connection, fallen))
    _unmark(connection, ((~family, key) for key, family in fallen.items()))
    copies = {key: first[family] for family, keys in families.items() for key in keys if key != first[family]}
    for family, members in _members(connection, fallen.values()).items():
        copies |= dict.fromkeys(members, first[family])
    found = {key: one for key, one in own.items() if key not in copies}
    put(connection, found)
    signs = [(family, key) for family, keys in families.items() for key in keys]
    _mark(connection, [*signs, *((~family, key) for family, key in risen.items())])
    return Standing(found, copies, set(fallen))


def unsettle(connection: Connection, article_id: str) -> Standing:
    """Takes out by what an article's statements are found, while they are still there, and tells how those stand that take
    their place; but for what nothing was linked to, as where links are not wanted.
    """
    own = traces_of(connection, article_id)
    families = _families(own)
    led = {family: key for family, key in _heads(connection, families).items() if key in own}
    linked = _linked(connection, led.values())
    drop(connection, own)
    _unmark(connection, ((family, key) for family, keys in families.items() for key in keys))
    _unmark(connection, ((~family, key) for family, key in led.items()))
    copies: dict[int, int] = {}
    heirs: dict[int, bool] = {}
    for family, members in _members(connection, led).items():
        heir = min(members, key=members.__getitem__)
        heirs[heir] = led[family] in linked
        copies |= dict.fromkeys(members.keys() - {heir}, heir) if heirs[heir] else {}
        _mark(connection, [(~family, heir)])
    found = traces_at(connection, heirs)
    put(connection, found)
    return Standing({key: one for key, one in found.items() if heirs[key]}, copies)


def _families(own: Mapping[int, Trace]) -> dict[int, list[int]]:
    families: dict[int, list[int]] = defaultdict(list)
    for key, one in own.items():
        if one.family is not None:
            families[one.family].append(key)
    return families


def _heads(connection: Connection, families: Iterable[int]) -> dict[int, int]:
    """Who stands for each family that is there."""
    found: dict[int, int] = {}
    for some in batches(~family for family in families):
        rows = connection.execute(select(echo.c.sign, echo.c.statement).where(echo.c.sign.in_(some)))
        found.update((~sign, key) for sign, key in rows)
    return found


def _members(connection: Connection, families: Iterable[int]) -> dict[int, dict[int, Place]]:
    """The statements of each family that has any, with their places."""
    found: dict[int, dict[int, Place]] = defaultdict(dict)
    wanted = select(echo.c.sign, statement.c.key, statement.c.date, statement.c.id)
    wanted = wanted.join_from(echo, statement, echo.c.statement == statement.c.key)
    for some in batches(families):
        for family, key, date, id_ in connection.execute(wanted.where(echo.c.sign.in_(some))):
            found[family][key] = (not date, date, id_)
    return found


def _places(connection: Connection, keys: Iterable[int]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    wanted = select(statement.c.key, statement.c.date, statement.c.id)
    for some in batches(sorted(keys)):
        rows = connection.execute(wanted.where(statement.c.key.in_(some)))
        found.update((key, (not date, date, id_)) for key, date, id_ in rows)
    return found


def _linked(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Those that a copy is linked to."""
    found: set[int] = set()
    for some in batches(keys):
        copied = (link.c.to_key.in_(some), link.c.type == "repeats", link.c.confidence == COPY)
        found.update(connection.scalars(select(link.c.to_key).where(*copied)))
    return found


def _mark(connection: Connection, signs: list[tuple[int, int]]) -> None:
    if signs:
        connection.execute(insert(echo), [{"sign": sign, "statement": key} for sign, key in signs])


def _unmark(connection: Connection, signs: Iterable[tuple[int, int]]) -> None:
    for sign, key in signs:
        connection.execute(delete(echo).where(echo.c.sign == sign, echo.c.statement == key))
