"""The scorer, on readings small enough to count by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from onrecord import scoring
from onrecord.records import Document, Link, Party, Reading, Span, Statement
from onrecord.scoring.measures import same_name

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Rivia accused Cintra of theft. Cintra said that it had stolen nothing at all. Nobody denied it."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


ACCUSATION = Statement(
    "s1", span("Rivia"), (span("accused"),), (span("Cintra of theft"),), "indirect", "accuse",
    speakers=(Party("Rivia"),), targets=(Party("Cintra"),),
)  # fmt: skip
DENIAL = Statement(
    "s2", Span(31, 37, "Cintra"), (span("said"),), (span("that it had stolen nothing at all"),), "indirect", "deny",
    speakers=(Party("Cintra"),), targets=(Party("Rivia"),),
)  # fmt: skip
GOLD = Reading(Document(TEXT), (ACCUSATION, DENIAL), (Link("s2", "rebuts", "s1"),))


def test_gold_against_itself_is_perfect() -> None:
    tally = scoring.score(GOLD, GOLD)
    assert {name for name, count in tally.counts.items() if count.gold and count.f1 != 1} == set()


def test_a_missed_statement_costs_recall_and_its_link() -> None:
    counts = scoring.score(replace(GOLD, statements=(ACCUSATION,), links=()), GOLD).counts
    assert (counts["statements"].precision, counts["statements"].recall) == (1, 0.5)
    assert counts["links"].f1 == 0
    assert counts["act"].f1 == 1
    assert counts["act all"].recall == 0.5


def test_half_of_the_contents_union_is_enough_and_less_is_not() -> None:
    four_of_seven = replace(DENIAL, content=(span("stolen nothing at all"),))
    three_of_seven = replace(DENIAL, content=(span("nothing at all"),))
    assert scoring.match(TEXT, (four_of_seven,), (DENIAL,)) == ((0, 0),)
    assert scoring.match(TEXT, (three_of_seven,), (DENIAL,)) == ()


def test_cues_must_meet() -> None:
    other_cue = replace(DENIAL, cue=(span("denied"),))
    assert scoring.match(TEXT, (other_cue,), (DENIAL,)) == ()


def test_one_gold_statement_is_matched_once() -> None:
    counts = scoring.score(replace(GOLD, statements=(ACCUSATION, replace(ACCUSATION, id="s9")), links=()), GOLD).counts
    assert counts["statements"] == scoring.Counts(1, 2, 2)


def test_links_count_by_their_ends_and_type() -> None:
    other_type = replace(GOLD, links=(Link("s2", "counters", "s1"),))
    counts = scoring.score(other_type, GOLD).counts
    assert (counts["links"].right, counts["links untyped"].right) == (0, 1)


def test_speakers_are_right_only_whole() -> None:
    extra = replace(DENIAL, speakers=(Party("the Cintra"), Party("Rivia")))
    counts = scoring.score(replace(GOLD, statements=(ACCUSATION, extra)), GOLD).counts
    assert counts["speakers"].right == 1
    assert counts["targets"].f1 == 1


@pytest.mark.parametrize(("one", "other"), [("The Hague ", "hague"), ("China’s mission", "China's mission")])
def test_names_compare_without_case_article_and_typography(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)


def test_different_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="different texts"):
        scoring.score(Reading(Document("x")), GOLD)


def test_tallies_add_and_intervals_hold_the_value() -> None:
    perfect, empty = scoring.score(GOLD, GOLD), scoring.score(replace(GOLD, statements=(), links=()), GOLD)
    whole = scoring.total([perfect, empty])
    assert whole.counts["statements"] == scoring.Counts(2, 2, 4)
    low, high = scoring.bootstrap([perfect, empty] * 5, samples=200)["statements"]
    value = whole.counts["statements"].f1
    assert value is not None
    assert low <= value <= high
    assert low < high


def test_standoff_is_read_with_its_text(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text(TEXT, encoding="utf-8")
    lines = ["T1\tSource 0 5\tRivia", "T2\tCue 6 13\taccused", "T3\tContent 14 20;21 29\tCintra of theft"]
    lines += ["T4\tAttribution 6 13\taccused", "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3"]
    (tmp_path / "attributions" / "a_x1.ann").write_text("\n".join(lines), encoding="utf-8")
    (article,) = scoring.load_gold(tmp_path)
    assert article.spans_only
    (statement,) = article.reading.statements
    assert statement.source == span("Rivia")
    assert [one.text for one in statement.content] == ["Cintra of theft"]
    counts = scoring.score(GOLD, article.reading, spans_only=True).counts
    assert counts["statements"] == scoring.Counts(1, 2, 1)
    assert "act" not in counts


def test_the_table_shows_what_was_counted() -> None:
    table = scoring.table([scoring.score(GOLD, GOLD)], samples=10)
    assert "statements" in table
    assert "1.000" in table


def test_gold_lines_end_at_line_feeds_only(tmp_path: Path) -> None:
    readings = [Reading(Document(f"One\u2028 sentence\x85 of {number}.")) for number in range(2)]
    path = tmp_path / "gold.jsonl"
    path.write_text(
        "".join(json.dumps(one.to_json(), ensure_ascii=False) + "\n\n" for one in readings), encoding="utf-8"
    )
    assert [gold.reading for gold in scoring.load_gold(path)] == readings
