"""The same words in two articles: cases as data, and properties."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reader.links import same_quotation, signature
from onrecord.records import Party, Span, Statement
from tests.conftest import CASES

DATA = tomllib.loads((CASES / "quotations.toml").read_text(encoding="utf-8"))["case"]
WORDS = st.lists(
    st.sampled_from(["dam", "sea", "toll", "gate", "king", "vote", "law", "river", "bank", "tax", "road", "bridge"]),
    max_size=30,
)


def saying(content: str, by: str | None = None, id_: str = "s1") -> Statement:
    speakers = (Party(by),) if by else ()
    return Statement(id_, None, (), (Span(0, len(content), content),), "direct", "state", speakers=speakers)


@pytest.mark.parametrize("case", DATA, ids=[case["name"] for case in DATA])
def test_same_quotation(case: dict[str, Any]) -> None:
    one, other = saying(case["one"], case.get("one_by")), saying(case["other"], case.get("other_by"))
    assert (same_quotation(one, other) or "") == case["same"]
    assert (same_quotation(other, one) or "") == case["same"]


@pytest.mark.parametrize("case", [case for case in DATA if case["same"]], ids=lambda case: case["name"])
def test_the_same_words_share_a_key(case: dict[str, Any]) -> None:
    assert set(signature(saying(case["one"]))) & set(signature(saying(case["other"])))


@given(WORDS, WORDS)
def test_symmetric(some: list[str], others: list[str]) -> None:
    one, other = saying(" ".join(some)), saying(" ".join(others))
    assert same_quotation(one, other) == same_quotation(other, one)


@given(WORDS)
def test_a_statement_is_its_own_quotation(some: list[str]) -> None:
    one = saying(" ".join(some))
    assert same_quotation(one, one) == ("exact" if len(some) >= 5 else None)


@given(WORDS, WORDS, WORDS, WORDS, st.lists(st.integers(0, 99).map("w{}".format), min_size=7, max_size=20))
def test_a_shared_run_of_seven_words_shares_a_key(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[str]
) -> None:
    one, other = saying(" ".join([*a, *run, *b])), saying(" ".join([*c, *run, *d]))
    assert set(signature(one)) & set(signature(other))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_taken(some: str, others: str) -> None:
    one, other = saying(some), saying(others)
    assert same_quotation(one, other) == same_quotation(other, one)
    assert signature(one) == signature(one)
