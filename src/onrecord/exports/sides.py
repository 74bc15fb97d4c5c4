"""What a side of the matrix is called: a side is the code of a state or organisation, else a name already."""

from __future__ import annotations

from functools import cache

from onrecord.register import load_register


@cache
def _names() -> dict[str, str]:
    """Names by code, of the states before the organisations; the newest row where a code has several."""
    found: dict[str, str] = {}
    for kind in ("state", "org"):
        for id_, entries in load_register().entries.items():
            of, _, code = id_.partition(":")
            if of == kind:
                found.setdefault(code, max(entries, key=lambda entry: entry.since or "").name)
    return found


def side_name(side: str) -> str:
    """The name of a side (`China` for `CHN`); a side that no table knows, or that is no code, as it is."""
    return _names().get(side, side)
