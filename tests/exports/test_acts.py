"""Words that name acts."""

from __future__ import annotations

import pytest

from onrecord.exports.acts import ACT_WORDS, acts_named


@pytest.mark.parametrize(
    ("words", "acts"),
    [
        ("deny denies denied denial DENIALS", ["deny"]),
        ("accusations refuse", ["accuse", "refuse"]),
        ("pipeline", []),
        ("", []),
    ],
)
def test_words_name_acts(words: str, acts: list[str]) -> None:
    assert acts_named(words) == acts


def test_every_act_is_named_by_its_own_words() -> None:
    assert all(acts_named(f"{act} {past}") == [act] for act, (_, past) in ACT_WORDS.items())
