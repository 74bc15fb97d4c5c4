"""The chart of a page: what a strict policy lets in, a link a bar, every word only a word, and the same for the same input."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from onrecord.exports.bars import bars
from onrecord.exports.charts import Chart, chart_of
from onrecord.exports.specifications import timeline_specification
from onrecord.exports.vega import drawn
from onrecord.records import ACTS
from tests.exports.test_pictures import ATTACK

COUNTS = [("2031-05", "state", 40), ("2031-05", "accuse", 2), ("2031-07", "deny", 1)]
LOOKS = {
    "class",
    "d",
    "transform",
    "x2",
    "y2",
    "fill",
    "fill-opacity",
    "stroke",
    "font-size",
    "font-weight",
    "text-anchor",
}
NAMED = {"href", "data-period", "aria-label", "aria-current", "viewBox", "role"}


def shown(chart: Chart, *within: str, brush: bool = False) -> etree._Element:
    """A chart as a page has it; asserts that it holds nothing but shapes, words and links."""
    root = etree.fromstring(bars(chart, lambda period: f"/search?since={period}&x=<y>", within, brush=brush))
    assert {one.tag for one in root.iter()} <= {"svg", "g", "a", "path", "line", "text", "title"}
    assert {name for one in root.iter() for name in one.attrib} <= LOOKS | NAMED
    return root


def test_each_bar_is_one_link_that_says_what_it_counts() -> None:
    root = shown(chart_of(COUNTS), "2031-07")
    links = root.findall(".//a")
    assert [link.get("aria-label") for link in links] == [
        "2031-05: 42 statements (says 40, accuses, criticises 2)", "2031-07: 1 statement (denies, refuses 1)",
    ]  # fmt: skip
    assert [link.get("href") for link in links] == ["/search?since=2031-05&x=<y>", "/search?since=2031-07&x=<y>"]
    assert [link.get("aria-current") for link in links] == [None, "true"]
    columns = root.findall(".//path[@data-period]")
    assert [column.get("data-period") for column in columns] == ["2031-05", "2031-06", "2031-07"]
    assert [column.get("class") for column in columns] == ["column", "column", "column in"]
    assert root.get("class") == "chart"
    assert shown(chart_of(COUNTS), brush=True).get("class") == "chart brush"


def test_pieces_stand_on_each_other_with_signs_where_there_is_room() -> None:
    root = shown(chart_of(COUNTS))
    [pieces], [signs] = root.findall(".//g[@class='pieces']"), root.findall(".//g[@class='signs']")
    assert [one.get("fill") for one in pieces] == ["var(--say)", "var(--charge)", "var(--reject)"]
    tops = [float(re.split("[hv]", one.get("d"))[0].split(",")[1]) for one in pieces]
    assert tops[1] < tops[0]
    assert [one.text for one in signs] == ["●"]


def test_of_nothing_there_is_no_chart() -> None:
    assert bars(chart_of([]), str) == ""


@pytest.mark.parametrize(
    "odd", ["if", ATTACK, "</title><script>", "https://evil.example/x.png", '" onload="alert(1)', "\ud800\x00"]
)
def test_odd_periods_are_only_words(odd: str) -> None:
    root = shown(chart_of([(odd, "ask", 1), (odd[::-1], "deny", 3)]))
    assert "script" not in {one.tag for one in root.iter()}


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(ACTS), st.integers(0, 10**9)), min_size=1, max_size=8))
def test_any_counts_are_drawn_and_the_same_for_the_same(counts: list[tuple[str, str, int]]) -> None:
    chart = chart_of(counts)  # type: ignore[arg-type]
    first = bars(chart, lambda _: "/")
    drawn.cache_clear()
    assert bars(chart, lambda _: "/") == first
    assert len(shown(chart).findall(".//a")) == sum(bar.total > 0 for bar in chart.bars)


def test_a_chart_is_drawn_once_whatever_it_leads_to() -> None:
    drawn.cache_clear()
    for number in range(3):
        bars(chart_of(COUNTS), lambda period, number=number: f"/{number}/{period}", (str(number),))
    assert drawn.cache_info().misses == 1


def test_nothing_is_loaded_by_a_drawing() -> None:
    with pytest.raises(ValueError, match=r"(?i)external|not allowed|denied|url"):
        drawn('{"data": {"url": "https://evil.example/x.csv"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}')


def test_other_pictures_and_pages_load_no_engine() -> None:
    code = "import onrecord, onrecord.exports.pictures, onrecord.exports.html, onrecord.cli, sys; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_colours_become_classes_in_a_picture() -> None:
    group = drawn(timeline_specification(chart_of(COUNTS)), classes=True)
    assert "var(" not in group
    assert 'class="charge"' in group
    assert 'class="l-line"' in group
