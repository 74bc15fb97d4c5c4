"""What goes in comes out: the same, once, in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Ledger, OnrecordError
from onrecord.errors import NotFound, RecordError
from onrecord.ledger import Added
from onrecord.ledger.canonical import canonical
from onrecord.records import Document, Link, Origin, Reader, with_ledger_ids
from tests.ledger.making import TEXT, dispute, exported, parts, parts_told, readings, said, simple

if TYPE_CHECKING:
    from pathlib import Path

slowly = settings(deadline=None, max_examples=15)


def test_a_reading_comes_back_as_it_was(ledger: Ledger) -> None:
    reading = dispute()
    assert ledger.add(reading) == Added(reading.document.id, new=True, statements=4, links=2)
    assert ledger.reading(reading.document.id) == with_ledger_ids(reading)
    assert ledger.counts() == {"articles": 1, "statements": 4, "links": 2, "parties": 4}


def test_an_article_is_listed(ledger: Ledger) -> None:
    ledger.add(dispute())
    (article,) = ledger.articles()
    assert (article.title, article.outlet, article.statements) == ("A war of words", "Example Times", 4)
    assert article.added_at.endswith("+00:00")


def test_an_article_tells_the_run_that_put_it_in(tmp_path: Path) -> None:
    with Ledger(tmp_path / "news.db") as first:
        first.add(dispute())
        (one,) = first.articles()
    with Ledger(tmp_path / "news.db") as second:
        second.add(dispute())
        second.add(simple(1))
        runs = {article.id: article.run for article in second.articles()}
    assert runs.pop(one.id) == one.run
    assert list(runs.values()) not in ([one.run], [None])


def test_the_gold_comes_back_as_it_was(ledger: Ledger, gold: dict) -> None:
    for reading in gold.values():
        ledger.add(reading)
        assert ledger.reading(reading.document.id) == with_ledger_ids(reading)


@slowly
@given(readings())
def test_every_reading_comes_back_as_it_was(fresh, reading) -> None:
    with fresh() as ledger:
        ledger.add(reading)
        assert ledger.reading(reading.document.id) == canonical(reading)


@pytest.mark.slow
@slowly
@given(st.lists(readings(), max_size=5), st.randoms())
def test_neither_order_nor_repetition_matters(fresh, found, random) -> None:
    shuffled = [*found, *random.sample(found, len(found) // 2)]
    random.shuffle(shuffled)
    with fresh() as one, fresh() as other:
        for reading in found:
            one.add(reading)
        for reading in shuffled:
            other.add(reading)
        assert exported(one) == exported(other)
        assert one.counts() == other.counts()


@pytest.mark.slow
@slowly
@given(st.lists(readings(), min_size=1, max_size=4))
def test_removing_and_adding_again_changes_nothing(fresh, found) -> None:
    with fresh() as ledger:
        for reading in found:
            ledger.add(reading)
        before, counted = exported(ledger), ledger.counts()
        kept = list(ledger.export())
        ledger.remove(kept[0].document.id)
        assert exported(ledger) == before[1:]
        assert parts(ledger) == parts_told(ledger)
        assert ledger.add(kept[0]).new
        assert parts(ledger) == parts_told(ledger)
        assert (exported(ledger), ledger.counts()) == (before, counted)


@pytest.mark.slow
@slowly
@given(st.lists(readings(), max_size=4))
def test_an_export_added_to_another_ledger_exports_the_same(fresh, found) -> None:
    with fresh() as one, fresh() as other:
        for reading in found:
            one.add(reading)
        for reading in one.export():
            other.add(reading)
        assert exported(one) == exported(other)


def test_adding_again_changes_nothing(ledger: Ledger) -> None:
    ledger.add(dispute())
    before = ledger.counts(), exported(ledger), list(ledger.articles())
    assert ledger.add(dispute()) == Added(dispute().document.id, new=False, statements=0, links=0)
    assert (ledger.counts(), exported(ledger), list(ledger.articles())) == before


def test_a_newer_reader_replaces_an_older_reading_and_not_the_other_way(ledger: Ledger) -> None:
    newer = replace(dispute(), statements=dispute().statements[:3], links=(), reader=Reader("0.10.0"))
    ledger.add(dispute())
    assert ledger.add(newer) == Added(newer.document.id, new=False, statements=3, links=0)
    assert not ledger.add(dispute()).statements
    assert ledger.reader(newer.document.id) == Reader("0.10.0")
    assert parts(ledger) == parts_told(ledger)
    assert ledger.reading(newer.document.id).reader == Reader("0.10.0")
    assert ledger.counts()["parties"] == 3


def test_links_across_articles_survive_a_newer_reading(ledger: Ledger) -> None:
    first, second = dispute(), simple(1)
    ledger.add(first)
    ledger.add(second)
    old = with_ledger_ids(first).statements
    answer = with_ledger_ids(second).statements[0].id
    links = [Link(answer, "rebuts", old[0].id, 0.5), Link(answer, "rebuts", old[3].id, 0.5)]
    assert ledger.link(links) == 2
    ledger.add(replace(first, statements=first.statements[:3], links=(), reader=Reader("0.10.0")))
    assert ledger.links() == links[:1]


def test_linking_again_only_gains_confidence(ledger: Ledger) -> None:
    ledger.add(dispute())
    ledger.add(simple(1))
    one, two = with_ledger_ids(dispute()).statements[0].id, with_ledger_ids(simple(1)).statements[0].id
    link = Link(two, "rebuts", one, 0.5)
    assert [ledger.link([found]) for found in (link, link, replace(link, confidence=0.4))] == [1, 0, 0]
    assert ledger.links() == [link]
    ledger.link([replace(link, confidence=0.7)])
    assert ledger.links()[0].confidence == 0.7
    ledger.remove(dispute().document.id)
    assert ledger.links() == []


def test_a_link_to_nowhere_is_refused_whole(ledger: Ledger) -> None:
    ledger.add(dispute())
    one, two, *_ = (statement.id for statement in with_ledger_ids(dispute()).statements)
    with pytest.raises(NotFound, match="st:none"):
        ledger.link([Link(one, "counters", two), Link(one, "rebuts", "st:none")])
    assert ledger.links() == []


def test_removing_takes_everything_along(ledger: Ledger) -> None:
    ledger.add(dispute())
    ledger.remove(dispute().document.id)
    assert set(ledger.counts().values()) == {0}
    assert ledger.search("war").total == 0
    assert parts(ledger) == set()
    with pytest.raises(NotFound, match="no article"):
        ledger.remove(dispute().document.id)


def test_captures_are_kept_and_the_first_is_told(ledger: Ledger) -> None:
    document = replace(dispute().document, origin=Origin("z.html", None, None, "2024-07-13T00:00:00Z"))
    ledger.add(dispute())
    ledger.add(replace(dispute(), document=document))
    assert ledger.reading(document.id).document.origin == dispute().document.origin


@pytest.mark.parametrize(
    ("reading", "says"),
    [
        (replace(dispute(), links=(Link("s1", "rebuts", "s9"),)), "s9"),
        (replace(dispute(), statements=dispute().statements[:1] * 2, links=()), "same id"),
        (replace(dispute(), document=Document("another text")), "characters"),
        (replace(simple(1), document=Document(simple(1).document.text + " \ud800")), "surrogate"),
    ],
    ids=["a link to nowhere", "two statements of one id", "spans of another text", "half a character"],
)
def test_what_is_no_valid_reading_is_refused(ledger: Ledger, reading, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        ledger.add(reading)
    assert set(ledger.counts().values()) == {0}
    assert issubclass(RecordError, OnrecordError)


def test_statements_with_the_same_spans_are_one(ledger: Ledger) -> None:
    one = said(TEXT, None, "said", "No", id="s1", act="deny")
    reading = replace(
        dispute(), document=Document(TEXT), statements=(one, replace(one, id="s2", act="refuse")), links=()
    )
    assert ledger.add(reading).statements == 1
    assert ledger.search().total == 1
    assert ledger.search()[0].act == "deny"


def test_where_it_came_from_may_have_a_name_that_is_no_text(ledger: Ledger) -> None:
    document = replace(simple(1).document, origin=Origin("caf\udce9.txt"))
    ledger.add(replace(simple(1), document=document))
    assert ledger.reading(document.id).document.origin == Origin("caf\\udce9.txt")
