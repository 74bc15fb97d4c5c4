"""Near copies are a family, whatever the order; what is read once is what reading again would give."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Ledger
from onrecord.ledger.carrying import COPY_OF, carried, is_exact_copy, says_nothing_more
from onrecord.ledger.likeness import LEAST, likeness_of, runs_of, signs_of
from onrecord.records import Document, Link, Reader, Reading, Statement, with_ledger_ids
from onrecord.records.reading import check_spans
from tests.ledger.making import dispute, exported, span

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = [f"word{number}" for number in range(3000)]
MADE = Reader("1.0", (("m", "00"),))


def prose(seed: int, words: int = 300) -> str:
    """Paragraphs of thirty words that are nobody else's."""
    chosen = Random(seed).choices(WORDS, k=words)
    return "\n".join(" ".join(chosen[start : start + 30]) + "." for start in range(0, words, 30))


def cut(text: str, paragraphs: int) -> str:
    return "\n".join(text.split("\n")[:paragraphs])


def document(text: str, number: int, published: str | None = "2024-07-11") -> Document:
    return Document(
        text, url=f"https://paper{number}.example/a", outlet=f"Paper {number}", published=published, language="en"
    )


def ids(ledger: Ledger, which: Document) -> list[str]:
    return [article.id for article in ledger.family(which.id)]


def test_signs_stay_what_they_were() -> None:
    """They are kept in ledgers: a library that gives others wants a migration."""
    assert signs_of(runs_of("One two three four five six."))[:2] == SIGNS


SIGNS = [502758321514726575, 4312008115310039893]


def test_likeness_counts_shared_runs() -> None:
    assert likeness_of(runs_of("A b c d e f."), runs_of("a B, c d e f")) == 1
    assert likeness_of(runs_of("a b c d e f"), runs_of("b c d e f g")) == pytest.approx(1 / 3)
    assert runs_of("Two words") == {"two words"}


def test_what_is_alike_has_a_sign_in_common_and_other_texts_have_none() -> None:
    texts = [prose(seed) for seed in range(60)]
    shorter = [f"{text} And some words more." for text in texts]
    assert all(likeness_of(runs_of(one), runs_of(other)) >= LEAST for one, other in zip(texts, shorter, strict=True))
    signs = [set(signs_of(runs_of(text))) for text in texts]
    assert all(one & set(signs_of(runs_of(other))) for one, other in zip(signs, shorter, strict=True))
    assert not any(one & other for one, other in pairwise(signs))


@pytest.fixture(scope="module")
def papers() -> list[Document]:
    """Two reports, each in several papers, some shorter than others: a chain of copies, and an article that stands alone."""
    one, other = prose(1, 600), prose(2, 600)
    texts = [one, cut(one, 19), cut(one, 18), other, other, cut(other, 10), prose(3)]
    return [document(text, number) for number, text in enumerate(texts)]


@pytest.mark.slow
@settings(deadline=None, max_examples=8)
@given(order=st.permutations(range(7)), gone=st.sets(st.integers(0, 6), max_size=2), split=st.integers(0, 7))
def test_families_do_not_depend_on_order_merging_and_removal(
    fresh, papers: list[Document], order: Sequence[int], gone: set[int], split: int
) -> None:
    with fresh() as one, fresh() as two:
        for number in order[:split]:
            one.add(Reading(papers[number]))
        for number in order[split:]:
            two.add(Reading(papers[number]))
        one.merge(two)
        for number in gone:
            one.remove(papers[number].id)
        left = [papers[number] for number in range(7) if number not in gone]
        families = {tuple(ids(one, paper)) for paper in left}
        chain = ({0}, {2}) if 1 in gone else ({0, 1, 2},)  # the longest and the shortest hang together by that between
        expected = {
            tuple(sorted(paper.id for number, paper in enumerate(papers) if number in family and paper in left))
            for family in (*chain, {3, 4}, {5}, {6})
        }
        assert families == expected - {()}
        for number in gone:
            one.add(Reading(papers[number]))
        assert len(ids(one, papers[0])) == 3
        assert list(one.verify()) == []


def said(text: str, words: str, number: int) -> Statement:
    source, cue, content = (span(word, text) for word in words.split(" ", 2))
    return Statement(f"s{number}", source, (cue,), (content,), "indirect", "state")


def report(text: str) -> Reading:
    """A statement at the beginning of each paragraph, each about the one before; the last stands inside the one before it."""
    paragraphs = text.split("\n")
    statements = [said(text, " ".join(line.split()[:6]), number) for number, line in enumerate(paragraphs)]
    statements[-1] = replace(statements[-1], inside=statements[-2].id)
    links = tuple(Link(one.id, "counters", two.id, 0.5, one.source) for two, one in pairwise(statements))
    return Reading(document(text, 0), tuple(statements), links, MADE)


def test_an_exact_copy_of_the_day_is_not_read_again(ledger: Ledger) -> None:
    original = report(prose(1))
    ledger.add(original)
    copy = replace(original.document, url="https://other.example", outlet="Other", title="Another title")
    found = ledger.taken_over(copy, MADE)
    assert found is not None
    with_ids = with_ledger_ids(replace(original, document=copy))
    assert with_ledger_ids(found) == with_ids
    ledger.add(found)
    assert [one for one in exported(ledger) if one["url"] == copy.url] == [with_ids.to_json()]
    assert list(ledger.verify()) == []
    for other in (replace(copy, published="2024-07-12"), replace(copy, published=None), replace(copy, language="de"),
                  replace(copy, published="2024-07-11T10:00:00Z"), replace(copy, text=copy.text + " More.")):  # fmt: skip
        assert ledger.taken_over(other, MADE) is None
        assert not is_exact_copy(other, original.document)
    assert ledger.taken_over(copy, Reader("2.0", MADE.models)) is None


def test_a_near_copy_takes_over_what_stands_in_its_paragraphs(ledger: Ledger) -> None:
    original = report(prose(1, 900))
    ledger.add(original)
    lines = original.document.text.split("\n")
    shorter = document("\n".join([lines[1], lines[0], "", *lines[2:-2], lines[-1]]), 9)
    assert ledger.taken_over(shorter, MADE) is None
    found = ledger.taken_over(shorter, MADE, near=True)
    assert found is not None
    check_spans(found)
    assert found.document == shorter
    assert dict(found.reader.models) == {"m": "00", COPY_OF: original.document.id}
    # The last stands inside one that is not there.
    assert [one.source.text for one in found.statements] == [line.split()[0] for line in lines[:-2]]
    assert len(found.links) == len(found.statements) - 1
    ledger.add(found)
    assert list(ledger.verify()) == []
    assert ids(ledger, shorter) == sorted([shorter.id, original.document.id])


@pytest.mark.parametrize(
    ("change", "is_near"),
    [
        ({}, True),
        ({"url": None}, True),
        ({"published": "2024-07-12"}, False),
        ({"language": "de"}, False),
        ({"url": "https://paper0.example/a"}, False),  # a version of the same page
        ({"text": prose(1, 900) + "\nThe ministry denied it."}, False),
        ({"text": cut(prose(1, 900), 20)}, False),
    ],
)
def test_what_says_something_of_its_own_is_read(change: dict, *, is_near: bool) -> None:
    original = report(prose(1, 900)).document
    assert says_nothing_more(replace(document(cut(original.text, 29), 9), **change), original) == is_near


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(0, 9))
def test_whatever_is_carried_fits_its_text(order: list[int], size: int) -> None:
    original = report(prose(4))
    lines = original.document.text.split("\n")
    text = "\n\n".join([lines[number] for number in order] + ["Its own."] * size)
    found = carried(original, document(text, 9))
    check_spans(found)
    known = {one.id for one in found.statements}
    assert all(one.inside is None or one.inside in known for one in found.statements)
    assert all({one.from_, one.to} <= known for one in found.links)


def test_a_reading_of_spans_over_paragraphs_needs_all_of_them() -> None:
    text = "Ana Ruiz denied it on Monday:\n“There is no plan.”\nNobody believed it."
    statement = Statement(
        "s1", span("Ana Ruiz", text), (span("denied", text),), (span("it on Monday:\n“There is no plan.”", text),),
        "mixed", "deny",
    )  # fmt: skip
    reading = Reading(document(text, 0), (statement,), (), MADE)
    assert len(carried(reading, document("\n".join(text.split("\n")[:2]), 1)).statements) == 1
    assert carried(reading, document("\n".join(text.split("\n")[::2]), 1)).statements == ()


def test_older_ledgers_find_their_families(tmp_path) -> None:
    path = tmp_path / "news.db"
    with Ledger(path) as ledger:
        ledger.add(dispute())
        ledger.add(Reading(replace(dispute().document, url="https://copy.example")))
        with ledger._store.writing() as connection:
            for command in (
                "DROP TABLE part",
                "DROP INDEX statement_count_by_act",
                "DROP INDEX statement_count_by_date",
                "DROP INDEX link_of_copy",
                "DROP TABLE likeness",
                "DROP INDEX article_by_hash",
                "ALTER TABLE article DROP COLUMN run",
                "UPDATE onrecord_version SET version_num='0004'",
            ):
                connection.exec_driver_sql(command)
    with Ledger(path) as ledger:
        assert len(ledger.family(dispute().document.id)) == 2
