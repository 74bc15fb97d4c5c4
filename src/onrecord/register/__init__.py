"""The world, as data: parties with their aliases, offices and affiliations, and their loader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Register:
    """Known parties. Replaced by the register's own data."""

    paths: tuple[Path, ...] = ()


def load_register(extra: Iterable[Path] = ()) -> Register:
    """The package's register with the user's own files added, whose entries win."""
    return Register(tuple(extra))
