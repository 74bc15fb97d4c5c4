"""Addresses that a browser opens at a statement's words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.exports.passages import passage

PAGE = "https://gazette.example/a"


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        (["any plan"], "any%20plan"),
        (["it", "any other plan"], "any%20other%20plan"),
        (["one two\nthree four five six seven eight"], "one%20two%20three%20four%20five%20six%20seven%20eight"),
        (["one two three four five six seven eight nine"], "one%20two%20three%20four,six%20seven%20eight%20nine"),
        (["no-one, “R&D”"], "no%2Done%2C%20%E2%80%9CR%26D%E2%80%9D"),
    ],
)
def test_the_words_stand_in_the_address(pieces: list[str], found: str) -> None:
    assert passage(PAGE, pieces) == f"{PAGE}#:~:text={found}"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (f"{PAGE}#part-2", f"{PAGE}#part-2:~:text=it"),
        (f"{PAGE}#:~:text=other", f"{PAGE}#:~:text=it"),
        (None, None),
        ("", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
    ],
)
def test_only_pages_of_the_web_are_opened(page: str | None, found: str | None) -> None:
    assert passage(page, ["it"]) == found


def test_without_words_there_is_no_place() -> None:
    assert passage(PAGE, []) is None
    assert passage(PAGE, [" "]) is None


@given(st.text(min_size=1))
def test_no_text_parts_the_address(text: str) -> None:
    found = passage(PAGE, [text])
    words = text.encode("utf-8", "replace").decode().split()
    if found and len(words) <= 8:
        wanted = found.partition(":~:text=")[2]
        assert not set(wanted) & set("-,& ")
        assert unquote(wanted) == " ".join(words)
