"""The records: frozen data, JSON in and out. Offsets are Unicode code points of `Document.text`, end exclusive.

Fields and their meanings follow the annotation guidelines; `null` or `[]` means that the text does not say.
"""

from onrecord.records.reading import Reading, check_spans, statement_key, with_ledger_ids
from onrecord.records.statement import Link, Statement
from onrecord.records.values import (
    ACTS,
    LINK_TYPES,
    QUOTATIONS,
    Act,
    Codes,
    Document,
    Interval,
    LinkType,
    Origin,
    Party,
    PartyKind,
    Precision,
    Quantity,
    Quotation,
    Reader,
    Span,
    Stance,
)

__all__ = [
    "ACTS", "LINK_TYPES", "QUOTATIONS", "Act", "Codes", "Document", "Interval", "Link", "LinkType", "Origin",
    "Party", "PartyKind", "Precision", "Quantity", "Quotation", "Reader", "Reading", "Span", "Stance", "Statement",
    "check_spans", "statement_key", "with_ledger_ids",
]  # fmt: skip
