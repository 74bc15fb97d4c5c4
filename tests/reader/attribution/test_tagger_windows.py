"""Words, quotation states and windows."""

from __future__ import annotations

import re

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reader.attribution.windows import (
    CLOSING,
    INSIDE,
    OPENING,
    OUTSIDE,
    PARAGRAPH_START,
    SENTENCE_START,
    Sizes,
    Words,
    quotation_states,
    windows_of,
    words_of,
)

BLANK = spacy.blank("en")
SIGNS = {OUTSIDE: ".", INSIDE: "i", OPENING: "<", CLOSING: ">"}


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("He left . “ We stay , ” she said .", "...<iii>..."),
        ('" We stay , " she said , " for now . "', "<iii>...<iii>"),
        ("`` We stay '' , she said", "<ii>..."),
        ("'' We stay '' , she said", "<ii>..."),
        ("« We stay » , she said", "<ii>..."),
        ("“ We ‘ stay ’ here ” , she said", "<iiiii>..."),
        ("“ We stay . / “ And so will they . ” / She left .", "<iii<iiiii>..."),
        ("“ We stay . / She left .", "<iii..."),
    ],
)
def test_quotation_states(text: str, states: str) -> None:
    words = text.split()
    kept = [(word, at == 0 or words[at - 1] == "/") for at, word in enumerate(words) if word != "/"]
    texts = [word for word, _ in kept]
    paragraphs = np.array([start for _, start in kept])
    starts = np.cumsum([0] + [len(word) + 1 for word in texts[:-1]])
    ends = starts + [len(word) for word in texts]
    assert "".join(SIGNS[state] for state in quotation_states(texts, starts, ends, paragraphs).tolist()) == states


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("'We stay,' she said.", "<iii>..."),
        ("‘We stay,’ she said.", "<iii>..."),
        ('"We stay," she said.', "<iii>..."),
        ("The ministers' plan is the opposition's.", "........."),
        ("It was '90s music", None),
    ],
)
def test_quotation_states_of_text(text: str, states: str | None) -> None:
    words = words_of(BLANK(text))
    found = "".join(SIGNS[state] for state in words.quotes.tolist())
    if states is None:
        assert set(found) == {"."}
    else:
        assert found == states


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab “”\"'‘’.\n\t—🙂é"), max_size=60))
def test_words_lie_where_they_stand(text: str) -> None:
    words = words_of(BLANK(text))
    assert "".join(text[start:end] for start, end in zip(words.starts, words.ends, strict=True)) == re.sub(
        r"\s", "", text
    )
    assert len(words.heads) == len(words.texts) == len(words.quotes)


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(1, 12), min_size=1, max_size=400),
    seed=st.integers(0, 1000),
    core=st.integers(12, 90),
)
def test_windows_cover_every_word_once(lengths: list[int], seed: int, core: int) -> None:
    count = len(lengths)
    rng = np.random.default_rng(seed)
    places = rng.choice([0, 0, 0, 0, 0, SENTENCE_START, PARAGRAPH_START], count)
    own, zeros, blank = np.arange(count), np.zeros(count, dtype=np.int64), ("",) * count
    words = Words(own, own + 1, blank, blank, blank, blank, own, zeros, places, zeros)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    sizes = Sizes(core=core, before=20, after=10)
    windows = list(windows_of(words, offsets, sizes))
    assert [word for window in windows for word in range(window.core_start, window.core_end)] == list(range(count))
    for window in windows:
        assert 0 <= window.start <= window.core_start < window.core_end <= window.end <= count
        assert offsets[window.core_end] - offsets[window.core_start] <= core
        assert offsets[window.core_start] - offsets[window.start] <= sizes.before
        assert offsets[window.end] - offsets[window.core_end] <= sizes.after
