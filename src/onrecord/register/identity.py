"""Who is the same across articles."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Party, PartyKind

PREFIXES: dict[PartyKind, str] = {"person": "per", "state": "state", "organisation": "org", "collective": "coll"}
NAMELESS = frozenset({"anonymous", "collective", "unknown"})


def party_id(name: str, for_: str | None, kind: PartyKind) -> str | None:
    """A stable id from name and affiliation: `per:donald-trump|USA`. None for anonymous and unknown parties: two
    articles' "officials" are not one party.
    """
    if kind in NAMELESS:
        return None
    slug = re.sub(r"[^\w]+", "-", _plain(name)).strip("-")
    return f"{PREFIXES.get(kind, 'party')}:{slug}" + (f"|{for_}" if for_ and kind == "person" else "")


def same_party(one: Party, other: Party) -> float:
    """How likely two parties of different articles are one, 0 to 1: the id decides, then name and affiliation.

    1.0 same id; 0.9 same full name and no contradiction; 0.5 a surname of the other with the same affiliation: for a
    reviewer. Anonymous and collective sources are never the same.
    """
    if one.kind in NAMELESS or other.kind in NAMELESS:
        return 0.0
    if one.id and one.id == other.id:
        return 1.0
    first, second = _plain(one.name).split(), _plain(other.name).split()
    clash = bool(one.for_ and other.for_ and one.for_ != other.for_)
    if first == second:
        return 0.4 if clash else 0.9
    surname = bool(first and second and first[-1] == second[-1] and 1 in {len(first), len(second)})
    return 0.5 if surname and one.for_ and one.for_ == other.for_ else 0.0


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in folded if not unicodedata.combining(mark)).removeprefix("the ")
