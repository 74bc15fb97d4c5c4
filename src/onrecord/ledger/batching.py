"""Many values a few at a time: no database takes any number in one command."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value = TypeVar("Value")
BATCH = 500


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in their order, at most `BATCH` at a time."""
    rest = iter(values)
    while some := list(islice(rest, BATCH)):
        yield some


def given() -> Any:
    """What stands for a batch of values, called `given`, in a query that is put together once."""
    return bindparam("given", expanding=True)
