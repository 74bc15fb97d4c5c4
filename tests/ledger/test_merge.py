"""Merging is a union; and versions of an article stay apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import NotFound
from onrecord.ledger import Merged
from onrecord.records import Document, Link, Origin, Reading, with_ledger_ids
from tests.ledger.making import dispute, exported, readings, simple

if TYPE_CHECKING:
    from onrecord import Ledger

LINKS = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(["rebuts", "repeats"]), st.integers(0, 9), st.floats(0, 1))
)


def fill(ledger: Ledger, found: list[Reading], links: list) -> None:
    for reading in found:
        ledger.add(reading)
    ids = [statement.id for reading in ledger.export() for statement in reading.statements]
    if ids:
        ledger.link(Link(ids[one % len(ids)], kind, ids[two % len(ids)], sure) for one, kind, two, sure in links)


def contents(ledger: Ledger) -> tuple:
    with ledger._store.reading() as connection:
        captures = connection.exec_driver_sql("SELECT * FROM capture ORDER BY 1, 2, 3, 4").all()
    return exported(ledger), ledger.links(), ledger.counts(), captures


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(st.lists(readings(), max_size=3), st.lists(readings(), max_size=3), LINKS, LINKS)
def test_merging_is_commutative_and_repeatable(fresh, some, others, links, other_links) -> None:
    with fresh() as one, fresh() as two, fresh() as three:
        fill(one, some, links)
        fill(two, others, other_links)
        three.merge(two)
        assert contents(three) == contents(two)
        three.merge(one)
        one.merge(two)
        assert contents(one) == contents(three)
        assert one.merge(two) == Merged(0, 0, 0)
        assert contents(one) == contents(three)


def test_what_merging_brought_is_told(fresh) -> None:
    with fresh() as one, fresh() as two:
        one.add(simple(1))
        two.add(simple(1))
        two.add(dispute())
        two.link([Link(with_ledger_ids(simple(1)).statements[0].id, "rebuts", two.search(act="demand")[0].id)])
        assert one.merge(two) == Merged(1, 4, 3)


def test_captures_of_both_are_kept(fresh) -> None:
    other = replace(dispute().document, origin=Origin("b.warc", "7", None, "2024-07-10T00:00:00Z"))
    with fresh() as one, fresh() as two:
        one.add(dispute())
        two.add(replace(dispute(), document=other))
        one.merge(two)
        assert len(contents(one)[3]) == 2


def test_versions_stay_apart_and_are_listed_by_when_they_were_captured(ledger: Ledger) -> None:
    url = "https://example.org/a"
    later = Document("He denied it all.", url=url, origin=Origin(url, None, None, "2024-07-15T00:00:00Z"))
    earlier = replace(later, text="He denied it.", origin=Origin(url, None, None, "2024-07-14T00:00:00Z"))
    for document in (later, earlier, Document("Another.", url="https://example.org/b"), Document("No address.")):
        ledger.add(Reading(document))
    for which in (url, later.id, earlier.id[:14]):
        assert [version.id for version in ledger.versions(which)] == [earlier.id, later.id]
    assert [version.url for version in ledger.versions(Document("No address.").id)] == [None]
    with pytest.raises(NotFound):
        ledger.versions("https://example.org/c")
