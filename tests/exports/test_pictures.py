"""Pictures are well-formed, say what they show to those who do not see it, run and load nothing, and stay small."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from onrecord.exports.chart_pictures import matrix_picture, timeline_picture
from onrecord.exports.charts import DAYS, chart_of
from onrecord.exports.drawing import width_of, wrapped
from onrecord.exports.pictures import CARDS, LARGEST, thread_picture
from onrecord.exports.words import STATUS_WORDS
from onrecord.ledger import Entry, Thread, ThreadItem
from onrecord.ledger.entries import Status
from onrecord.ledger.overview import Cell
from onrecord.records import ACTS

if TYPE_CHECKING:
    from onrecord.records import LinkType

ATTACK = (
    "</text><script>alert(1)</script>&\"'<image href='https://evil.example/x'/>]]>\x07\u202e\ud800\ufffe 😀 漢字" * 4
)
SVG = "{http://www.w3.org/2000/svg}"


def entry(id_: str, content: str = "of piracy", **fields: Any) -> Entry:
    given: dict[str, Any] = {
        "title": None, "url": None, "outlet": "The Gazette", "published": "2031-05-04", "act": "accuse", "negated": False,
        "speakers": ("Norland",), "speaks_for": ("NOR",), "addressees": (), "targets": ("Sudia",), "source": None,
        "cue": "accused", "quotation": "indirect", "time": None, "said_at": None, "confidence": 1.0, "inside": None,
        "answered": 0, "plover": None, "cameo": None, "start": 0,
    }  # fmt: skip
    return Entry(id=id_, article="doc:1", content=content, **given | fields)


def thread(*answers: tuple[str, LinkType, str], status: Status = "disputed", content: str = "of piracy") -> Thread:
    """A thread of `1` and what takes it up: each by its id, how, and what it takes up."""
    depths = {"1": 0}
    items = [ThreadItem(entry("1", content), None, None, 0, 1.0)]
    for id_, type_, answered in answers:
        depths[id_] = depths[answered] + 1
        items.append(ThreadItem(entry(id_, f"words {id_} {content}"), type_, answered, depths[id_], 0.9))
    return Thread(items[0].entry, tuple(items), status)


def drawn(picture: str) -> list[str]:
    """The texts of a picture, in order; asserts what holds for every picture."""
    root = etree.fromstring(picture.encode())
    assert root.tag == f"{SVG}svg"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert all(child.text for child in root[:2])
    assert root.get("aria-labelledby") == root[0].get("id")
    assert root.get("aria-describedby") == root[1].get("id")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "g", "rect", "text", "path", "line",
    }  # fmt: skip
    assert not {name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name}
    assert re.findall(r"https?://[^\"]*", re.sub(r"<(text|title|desc)\b.*?</\1>", "", picture)) == [SVG[1:-1]]
    assert "@media (prefers-color-scheme:dark)" in picture
    assert "url(" not in str(root.findtext(f"{SVG}style"))
    assert len(picture.encode()) < LARGEST
    return [str(element.text) for element in root.iter(f"{SVG}text")]


def test_a_thread_is_a_tree_in_time_order() -> None:
    told = drawn(
        thread_picture(
            thread(("2", "rebuts", "1"), ("3", "counters", "1"), ("4", "rebuts", "2"), ("5", "repeats", "1"))
        )
    )
    assert [words for words in told if words.startswith("words")] == [
        "words 2 of piracy", "words 4 of piracy", "words 3 of piracy",
    ]  # fmt: skip
    assert told[:2] == [
        "Norland (NOR) accused Sudia",
        "Disputed · 4 statements, 1 repeated, each in its speaker’s words as reported",
    ]
    assert "2031-05-04 · The Gazette · repeated 1×" in told
    assert "rebuts · 2031-05-04 · The Gazette" in told


def test_what_answers_a_repetition_stands_under_what_is_repeated() -> None:
    told = drawn(thread_picture(thread(("2", "repeats", "1"), ("3", "rebuts", "2"), ("4", "repeats", "2"))))
    assert "words 3 of piracy" in told
    assert "2031-05-04 · The Gazette · repeated 2×" in told


def test_every_status_has_words() -> None:
    assert set(STATUS_WORDS) == set(get_args(Status))
    for status, words in STATUS_WORDS.items():
        assert any(line.startswith(words) for line in drawn(thread_picture(thread(status=status))))


@pytest.mark.parametrize("content", ["of piracy", ATTACK, "&<" * 2000, "a" + "\u0301" * 5000, "𝔘" * 3000, "漢" * 3000])
def test_two_hundred_statements_stay_small(content: str) -> None:
    answers = [(str(number), "rebuts", str(number // 2)) for number in range(2, 201)]
    told = drawn(thread_picture(thread(*answers, content=content)))  # type: ignore[arg-type]
    assert told[-1] == f"and {200 - CARDS} statements more"


def test_a_chain_of_answers_may_be_long() -> None:
    drawn(thread_picture(thread(*((str(number), "counters", str(number - 1)) for number in range(2, 2000)))))


def test_nobody_named() -> None:
    only = entry("1", "", speakers=(), speaks_for=(), targets=(), outlet=None, published=None)
    told = drawn(thread_picture(Thread(only, (ThreadItem(only, None, None, 0, 1.0),), "unanswered")))
    assert told[0] == "somebody not named accused"


def test_a_timeline_counts_by_day_month_or_year() -> None:
    told = drawn(timeline_picture([("2031-05-02", "accuse", 3), ("2031-05-04", "deny", 2)], "accuse"))
    assert told[:2] == ["Statements that accused", "5 statements by day, 2031-05-02 to 2031-05-04"]
    assert "✖" in told
    assert [words for words in told if words in {"accuses, criticises", "denies, refuses", "says"}] == [
        "accuses, criticises", "denies, refuses",
    ]  # fmt: skip
    assert "2 statements by month" in " ".join(
        drawn(timeline_picture([("2031-01-02", "ask", 1), ("2031-12-04", "ask", 1)]))
    )
    assert "2 statements by year" in " ".join(drawn(timeline_picture([("2001-01", "ask", 1), ("2031-12", "ask", 1)])))


@pytest.mark.parametrize("odd", ["0000-13-99", "2031-02-30", "x" * 10, ATTACK[:10]])
def test_days_in_no_calendar(odd: str) -> None:
    drawn(timeline_picture([(odd, "ask", 1), ("2031-12-04", "ask", 2)]))


def test_days_get_room_up_to_a_limit() -> None:
    assert [bar.period for bar in chart_of([("2031-02-27", "ask", 1), ("2031-03-01", "ask", 1)]).bars] == [
        "2031-02-27", "2031-02-28", "2031-03-01",
    ]  # fmt: skip
    days = [(f"2031-{1 + number // 28:02}-{1 + number % 28:02}", "ask", 1) for number in range(200)]
    assert len(days) > DAYS
    assert len(chart_of(days).bars) == 8
    drawn(
        timeline_picture(
            (f"{year}-{month:02}", act, 9) for year in range(1850, 2050) for month in (1, 7) for act in ACTS
        )
    )


def test_a_matrix_tells_who_to_whom_and_the_share_that_was_answered() -> None:
    cells = [Cell("NOR", "SDN", "accuse", 3, 1), Cell("NOR", "SDN", "deny", 1, 1), Cell("SDN", "NOR", "deny", 2, 0)]
    picture = matrix_picture(cells, "accuse")
    told = drawn(picture)
    assert told[:2] == ["Who accused whom", "6 statements, 2 answered · rows speak, columns are spoken of"]
    assert told[2:8] == ["4", "2", "50 %", "0 %", "SDN", "NOR"]
    assert "NOR of SDN: 4, 2 answered; SDN of NOR: 2, 0 answered" in picture


def test_a_matrix_of_two_hundred_sides_stays_small() -> None:
    cells = [Cell(f"{number} {ATTACK}", f"{ATTACK} {number % 50}", "accuse", 200 - number, 0) for number in range(200)]
    assert any("statements between other sides are left out" in words for words in drawn(matrix_picture(cells)))


def test_nothing_is_a_picture_too() -> None:
    for picture in (timeline_picture([]), matrix_picture([]), timeline_picture([], "deny"), matrix_picture([], "deny")):
        assert "Nothing on record." in drawn(picture)


def test_the_same_input_gives_the_same_picture() -> None:
    cells = [Cell("A", "B", "accuse", 1, 0), Cell("B", "A", "accuse", 1, 0), Cell("A", "C", "deny", 1, 1)]
    assert matrix_picture(cells) == matrix_picture(list(reversed(cells)))
    assert thread_picture(thread(("2", "rebuts", "1"))) == thread_picture(thread(("2", "rebuts", "1")))


@pytest.mark.slow
@given(st.text(max_size=300), st.integers(6, 60), st.integers(1, 3))
def test_lines_fit(words: str, columns: int, lines: int) -> None:
    found = wrapped(words, columns, lines)
    assert 1 <= len(found) <= lines
    assert all(width_of(line) <= columns + 0.5 for line in found)
    drawn(matrix_picture([Cell(words, words, "accuse", 1, 1)]))
