"""What a ledger dumps makes the same ledger elsewhere, with all that people said, on both databases and between them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import LedgerError, NotFound, OnrecordError, RecordError
from onrecord.exports.lossless import ledger_lines
from onrecord.exports.options import Options
from onrecord.ledger import Merged
from onrecord.ledger.schema import tables
from onrecord.records import ACTS, LINK_TYPES, Document, Link, Origin, Reading
from tests.ledger.making import dispute, fresh_file, readings, simple, words

if TYPE_CHECKING:
    from onrecord import Ledger

# What is not carried, and why: keys are a file's own, tokens are secrets of one service, and when an article was added is
# true of one ledger only. Aliases follow from what was said of parties.
LEFT_OUT = {"token": None, "article": {"added_at", "run"}}


def lines(ledger: Ledger) -> bytes:
    return b"".join(ledger_lines(ledger.dump()))


def items(exported: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported.splitlines()]


def rows(ledger: Ledger) -> dict[str, Counter[tuple]]:
    """All rows of all tables, with ids in place of keys."""
    found = {}
    with ledger._store.reading() as connection:
        statements = dict(connection.exec_driver_sql("SELECT key, id FROM statement").all())
        parties = dict(connection.exec_driver_sql("SELECT key, identity FROM party").all())
        names = {"from_key": statements, "to_key": statements, "statement": statements, "party": parties}
        for table in tables.sorted_tables:
            left_out = LEFT_OUT.get(table.name, {"key"})
            if left_out is not None:
                columns = [column.name for column in table.c if column.name not in left_out]
                found[table.name] = Counter(
                    tuple(names.get(name, {}).get(value, value) for name, value in zip(columns, row, strict=True))
                    for row in connection.execute(
                        table.select().with_only_columns(*(table.c[name] for name in columns))
                    )
                )
    return found


# What people do to a ledger, by numbers that pick a statement, a party or an earlier word of theirs.
PICK = st.integers(0, 99)
CORRECTIONS = st.fixed_dictionaries(
    {},
    optional={
        "act": st.sampled_from(ACTS),
        "negated": st.booleans(),
        "source": st.none() | st.just({"start": 0, "end": 3}),
        "content": st.lists(st.builds(lambda start: {"start": start, "end": start + 5}, st.integers(0, 70)), min_size=1, max_size=2),
        "targets": st.lists(st.fixed_dictionaries({"name": words, "for": st.none() | st.just("CHN")}), max_size=2),
    },
).filter(bool)  # fmt: skip
WHY = st.none() | words
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("review"), PICK, st.sampled_from(["accept", "reject"]), WHY),
        st.tuples(st.just("correct"), PICK, CORRECTIONS, WHY),
        st.tuples(st.just("undo"), PICK, WHY),
        st.tuples(st.sampled_from(["merge", "split"]), PICK, PICK, WHY),
        st.tuples(st.just("undo party"), PICK, WHY),
        st.tuples(st.just("link"), PICK, PICK, st.sampled_from(LINK_TYPES), st.floats(0, 1)),
        st.tuples(st.just("capture"), PICK, st.none() | words, st.sampled_from(["2024-07-01T00:00:00Z", "2031"])),
        st.tuples(st.just("remove"), PICK),
        st.tuples(st.just("relink")),
    ),
    max_size=12,
)


def do(ledger: Ledger, deed: tuple) -> None:
    """Does one of DEEDS, where there is something to do it to."""
    kept = list(ledger.export())
    ids = [statement.id for reading in kept for statement in reading.statements]
    handles = [party.handle for party in ledger.parties(limit=99)[0]]
    match deed:
        case ("review", which, action, why) if ids:
            ledger.review(ids[which % len(ids)], action, by="ana", why=why)
        case ("correct", which, correction, why) if ids:
            ledger.review(ids[which % len(ids)], "correct", by="ana", why=why, correction=correction)
        case ("undo", which, why) if events := ledger.reviews(limit=99)[0]:
            ledger.undo(events[which % len(events)].id, by="ben", why=why)
        case ("merge" | "split" as what, one, other, why) if handles:
            say = ledger.merge_parties if what == "merge" else ledger.split_parties
            say(handles[one % len(handles)], handles[other % len(handles)], by="ana", why=why)
        case ("undo party", which, why) if events := ledger.party_events(limit=99)[0]:
            ledger.undo_party_event(events[which % len(events)].id, by="ben", why=why)
        case ("link", one, other, type_, sure) if ids:
            ledger.link([Link(ids[one % len(ids)], type_, ids[other % len(ids)], sure)])
        case ("capture", which, record, at) if kept:
            reading = kept[which % len(kept)]
            origin = Origin("feed.warc", record, "ab" * 32, at)
            ledger.add(replace(reading, document=replace(reading.document, origin=origin)))
        case ("remove", which) if kept:
            ledger.remove(kept[which % len(kept)].document.id)
        case ("relink",):
            ledger.relink()


@pytest.mark.slow
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(readings(), st.booleans()), max_size=4), DEEDS)
def test_a_ledger_comes_back_to_the_letter(fresh, found: list[tuple[Reading, bool]], deeds: list[tuple]) -> None:
    with fresh() as one, fresh() as two, fresh_file() as file:
        for reading, links in found:
            one.add(reading, links=links)
        for deed in deeds:
            try:
                do(one, deed)
            except (LedgerError, RecordError, NotFound):  # people may not do everything
                continue
        exported = lines(one)
        for other in (two, file):
            other.load(items(exported))
            assert lines(other) == exported
            assert rows(other) == rows(one)
            assert list(other.verify()) == []
            assert other.load(items(exported)) == Merged(0, 0, 0)
            assert lines(other) == exported
        with fresh() as back:
            back.load(file.dump())
            assert lines(back) == exported


def full(ledger: Ledger) -> None:
    """An accusation printed twice, answered in another article, reviewed, and with parties that somebody merged."""
    ledger.add(dispute())
    ledger.add(replace(dispute(), document=replace(dispute().document, url="https://example.org/copy", outlet="Copy")))
    ledger.add(simple(1))
    denial = ledger.search(act="deny", by="CHN")[0].id
    ledger.link([Link(ledger.search("plan")[0].id, "rebuts", denial, 0.7)])
    ledger.review(denial, "correct", by="ana", correction={"act": "refuse", "source": None})
    ledger.merge_parties("per:number1", "state:CHN", by="ben", why="for this study")


def test_a_dump_holds_links_that_were_found_and_that_were_given_apart(ledger: Ledger) -> None:
    full(ledger)
    found = [item for item in ledger.dump() if "from" in item]
    assert {item.get("found") for item in found} == {True, None}
    with fresh_file() as other:
        other.load(ledger.dump())
        assert other.relink() == ledger.relink()
        assert lines(other) == lines(ledger)


def test_links_are_found_for_what_was_in_the_ledger_before(ledger: Ledger) -> None:
    """Into an empty ledger links come as they are; into another they are found, as by merging."""
    copy = replace(dispute(), document=replace(dispute().document, url="https://example.org/copy"))
    with fresh_file() as other, fresh_file() as merged:
        other.add(copy, links=False)
        ledger.load(other.dump())
        assert ledger.links() == []
        ledger.add(dispute(), links=False)
        merged.add(dispute(), links=False)
        merged.load(other.dump())
        assert merged.links()
        ledger.load(other.dump(), links=True)
        assert ledger.links() == []  # the same again is not looked at


def test_a_source_taken_away_stays_away(ledger: Ledger) -> None:
    full(ledger)
    denial = next(ledger.reviewed(one.statement) for one in ledger.reviews()[0])
    assert denial.statement.source is None


def test_what_workers_kept_in_shards_has_its_origin(ledger: Ledger) -> None:
    document = dispute().document
    item = dispute().to_json() | {"origin": {"source": "a.txt", "record": "1", "raw_sha256": None, "captured_at": None}}
    ledger.load([item])
    assert ledger.reading(document.id).document.origin == Origin("a.txt", "1")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("which", "changes"),
    [
        ("review", {"by": "somebody else"}),
        ("review", {"action": "sing"}),
        ("review", {"at": "yesterday"}),
        ("review", {"by": None}),
        ("review", {"why": 5}),
        ("review", {"correction": {"act": "sing"}}),
        ("review", {"correction": {"confidence": 1}}),
        ("review", {"correction": {"content": [{"start": 1}]}}),
        ("review", {"correction": [1]}),
        ("party event", {"other": "state:USA"}),
        ("party event", {"action": "accept"}),
        ("reading", {"captures": [{"from": "a.txt"}]}),
        ("reading", {"captures": [{"source": 5}]}),
        ("reading", {"captures": ["a.txt"]}),
    ],
)
def test_what_nobody_said_is_refused(ledger: Ledger, which: str, changes: dict[str, Any]) -> None:
    with fresh_file() as source:
        full(source)
        kinds = {"rv:": "review", "pe:": "party event", "doc": "reading"}
        item = next(item for item in source.dump() if kinds.get(str(item.get("id"))[:3]) == which)
    with pytest.raises(RecordError):
        ledger.load([item | changes])
    assert ledger.reviews() == ([], 0)
    assert ledger.party_events() == ([], 0)
    assert ledger.counts()["articles"] == 0


def test_without_texts_no_words_of_spans_are_left(ledger: Ledger) -> None:
    full(ledger)
    text = dispute().document.text
    denial = ledger.search("claims")[0].id
    ledger.review(
        denial, "correct", by="ana", why="see 'aiding a war'", correction={"content": [{"start": 0, "end": 20}]}
    )
    found = items(b"".join(ledger_lines(ledger.dump(), Options(text=False))))
    assert {item.get("text") for item in found} == {None}
    corrections = [item for item in found if item.get("correction")]
    assert corrections
    assert text[:20] not in json.dumps(corrections)
    assert not any("aiding a war" in json.dumps(item) for item in found if "action" in item)


def test_null_characters_do_not_come_into_postgresql(ledger: Ledger) -> None:
    reading = Reading(Document("He denied it.\0"), ())
    if ledger._store.engine.dialect.name == "postgresql":
        with pytest.raises(OnrecordError, match="null character"):
            ledger.add(reading)
    else:
        ledger.add(reading)
        assert next(ledger.export()).document.text.endswith("\0")
