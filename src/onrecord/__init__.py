"""onrecord: who said what about whom, to whom, when, in whose words, and who answered it.

>>> import onrecord
>>> reading = onrecord.read("Ministers denied the claims. “There is no plan,” said Ana Ruiz, a spokeswoman.")
>>> [statement.act for statement in reading.statements]
['deny', 'deny']

The names below are the public API. They are loaded when first used, so that importing the package loads
neither the parser nor the ledger's database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError
from onrecord.records import Document, Interval, Link, Party, Quantity, Reading, Span, Statement

if TYPE_CHECKING:
    from onrecord.languages import load_language
    from onrecord.ledger import Ledger
    from onrecord.reader import read, read_many
    from onrecord.register import load_register

__all__ = [
    "Document", "Interval", "Ledger", "Link", "OnrecordError", "Party", "Quantity", "Reading", "Span", "Statement",
    "load_language", "load_register", "read", "read_many",
]  # fmt: skip

_ROOMS = {
    "Ledger": "onrecord.ledger",
    "load_language": "onrecord.languages",
    "load_register": "onrecord.register",
    "read": "onrecord.reader",
    "read_many": "onrecord.reader",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
