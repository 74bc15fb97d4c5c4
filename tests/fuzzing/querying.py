"""The target of the query language: whatever is typed finds statements, none, or raises a LedgerError."""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import LedgerError
from onrecord.ledger.query import Query, understood
from onrecord.ledger.words import fts5, terms, tsquery
from tests.ledger.making import dispute, fresh_file, simple, thick

if TYPE_CHECKING:
    from onrecord import Ledger

FIELDS = ("words", "by", "about", "to", "act", "since", "until", "outlet")
SEEDS = (
    'pipeline "gas price" -oil by:CHN about:"Wang Yi" act:deny since:2024 unanswered',
    'by:state:CHN to:NATO until:2024-07-15 outlet:"Example Times" claims', 'charge* -"of aiding a war" by:"per:wang-yi|CHN"',
    "since:2024-07-01T00:00:00Z until:2024-12 member", 'about:%_\\ OR NEAR( ^ {a b} : "unclosed', "by: -- ' ; DROP TABLE statement",
    "deny\u2028“plan” naïve re\u0301sume\u0301 \u202edrow 計画 план \ud800 \0 \uffff",
)  # fmt: skip


def seeds(_: str = "") -> list[bytes]:
    """Queries, each after a byte that chooses where it is given: as words, or as one of the other conditions."""
    return [bytes([number * 5]) + query.encode("utf-8", "surrogatepass") for number, query in enumerate(SEEDS)]


def asked(data: bytes) -> None:
    """Takes a query apart, and asks a ledger for it."""
    text = data[1:].decode("utf-8", "surrogateescape")
    for term in terms(text):
        assert term.words
        assert fts5(term).count('"') == 2
        assert tsquery(term).count("'") == 2 * len(term.words)
    number = data[0] if data else 0
    field = FIELDS[number // 5 % len(FIELDS)] if number % 5 == 0 else "words"
    try:
        understood(Query(words=text))
        found = _ledger().search(**{field: text}, limit=number % 7)
    except LedgerError:
        return
    assert found.total >= len(found) <= number % 7
    for entry in found:
        assert entry.id


@cache
def _ledger() -> Ledger:
    stack = ExitStack()
    atexit.register(stack.close)
    ledger = stack.enter_context(fresh_file())
    for reading in (
        dispute(),
        *(simple(number, published="2024-07-01", outlet="Example Times") for number in range(9)),
        thick(1),
    ):
        ledger.add(reading)
    return ledger
