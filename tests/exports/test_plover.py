"""PLOVER records: which statements give one, what stands in it."""

from __future__ import annotations

import json

from onrecord.exports.plover import plover_records
from onrecord.records import Codes, Document, Party, Reading, Span, Statement

TEXT = "Norland accused Sudia of piracy. Sudia denied it. The AAA thanked Norland."
CHARGE = Codes(plover="ACCUSE", plover_mode="disapprove", cameo="112", goldstein=-2.0, quad=3)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def reading() -> Reading:
    accuse = Statement(
        "s1", span("Norland"), (span("accused"),), (span("Sudia of piracy"),), "indirect", "accuse",
        speakers=(Party("Norland", "NOR"),), targets=(Party("Sudia", "SDN"),), codes=CHARGE,
    )  # fmt: skip
    deny = Statement("s2", None, (span("denied"),), (span("it"),), "indirect", "deny", codes=Codes(cameo="016"))
    thank = Statement(
        "s3", span("The AAA"), (span("thanked"),), (span("Norland."),), "indirect", "praise",
        speakers=(Party("AAA", "AAA", kind="organisation"),), addressees=(Party("Norland", "NOR"),),
        codes=Codes(plover="SUPPORT", cameo="051"),
    )  # fmt: skip
    return Reading(Document(TEXT, outlet="The Gazette", published="2031-05-04"), (accuse, deny, thank))


def test_only_statements_with_a_type_give_records() -> None:
    assert [record["event_type"] for record in plover_records(reading())] == ["ACCUSE", "SUPPORT"]


def test_record_names_actors_codes_and_provenance() -> None:
    record = next(plover_records(reading()))
    assert record["event_mode"] == "disapprove"
    assert record["source"][0]["country"] == "NOR"
    assert record["target"][0]["country"] == "SDN"
    assert record["text"] == "Norland accused Sudia of piracy"
    assert record["publication"] == "The Gazette"
    assert record["provenance"]["statement"] == "s1"
    assert record["event_date"] is None  # the text does not say: no date is guessed from the day of publication


def test_organisation_has_no_country_and_addressee_stands_in_for_target() -> None:
    record = list(plover_records(reading()))[1]
    assert record["source"][0]["country"] is None
    assert record["source"][0]["actor"] == "AAA"
    assert record["target"][0]["country"] == "NOR"


def test_excerpt_is_limited() -> None:
    record = next(plover_records(reading(), excerpt=12))
    assert len(record["text"]) <= 12
    assert record["text"].endswith("…")


def test_records_are_json_with_unique_ids() -> None:
    records = list(plover_records(reading()))
    assert json.loads(json.dumps(records)) == records
    assert len({record["event_id"] for record in records}) == len(records)
