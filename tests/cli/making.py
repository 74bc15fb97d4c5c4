"""Readings made by hand, small enough to check by eye."""

from __future__ import annotations

from onrecord.records import Codes, Document, Interval, Link, Party, Reading, Span, Statement

TEXT = "Norland accused Sudia of [bold]piracy[/]. Sudia denied it on Friday. “=1+1,” said Ana Ruiz."


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def made() -> Reading:
    """An accusation, its denial, and words that a terminal or a spreadsheet must not take for its own."""
    norland, sudia = Party("Norland", "NOR", "state:NOR", "state"), Party("Sudia", "SDN", "state:SDN", "state")
    accuse = Statement(
        "s1", span("Norland"), (span("accused"),), (span("Sudia of [bold]piracy[/]"),), "indirect", "accuse",
        speakers=(norland,), targets=(sudia,), codes=Codes(plover="ACCUSE", cameo="112"),
    )  # fmt: skip
    deny = Statement(
        "s2", Span(42, 47, TEXT[42:47]), (span("denied"),), (span("it"),), "indirect", "deny", speakers=(sudia,),
        targets=(norland,), time="on Friday", said_at=Interval("2031-05-02", "2031-05-02", "day"),
    )  # fmt: skip
    state = Statement("s3", span("Ana Ruiz"), (span("said"),), (span("=1+1,"),), "direct", "state", confidence=0.5)
    document = Document(
        TEXT, "Sudia \x1b[31mdenies piracy", "https://gazette.example/a", "The Gazette", "2031-05-04", "en"
    )
    return Reading(document, (accuse, deny, state), (Link("s2", "rebuts", "s1"),))
