"""No text makes a pattern slow: each runs over the longest text that is read, made to be hard for it, in linear time, or would,
as shorter ones show.
"""

from __future__ import annotations

import re
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.fuzzing.alarm import TooSlowError, within
from tests.patterns.attacking import attacks
from tests.patterns.collecting import patterns, written

if TYPE_CHECKING:
    from collections.abc import Callable

SHORT, MIDDLING, LONG = 2_000, 8_000, 50_000  # characters; what doubles with each is seen at the first
SECONDS = 1.0  # of processor time; linear patterns take a hundredth, squared ones some times as much
UNION = r"(?<![\w.$£€-])(?="  # looks for any of the rules of time, each of which is tried by itself: it takes their sum
OWN = {"exports/drawing.py"}  # run over the package's own style sheet alone


def hard(pattern: str | bytes, flags: int) -> str | None:
    """The text, in words, over which the pattern is slow; None where there is none."""
    compiled = re.compile(pattern, flags)
    for attack in attacks(pattern, flags):
        took = partial(_took, compiled, attack)
        try:
            if not _is_cleared(took):
                took(LONG)
        except TooSlowError as error:
            return str(error)
    return None


def _took(compiled: re.Pattern[Any], attack: tuple[str, str, str], size: int) -> float:
    """Seconds over a text of about so many characters. Raises TooSlowError, which tells the text, over the limit."""
    begin, piece, end = attack
    text = begin + piece * (size // len(piece)) + end
    given = text.encode("utf-8") if isinstance(compiled.pattern, bytes) else text
    began = time.process_time()
    try:
        with within(SECONDS):
            for _ in compiled.finditer(given):
                pass
    except TooSlowError as error:
        raise TooSlowError(f"{begin!r}, {piece!r} until {size:,} characters, {end!r}") from error
    return time.process_time() - began


def _is_cleared(took: Callable[[int], float]) -> bool:
    """Whether shorter texts show that the long one takes half of the limit at most, though time grew as the square."""
    times = LONG / SHORT
    short = min(took(SHORT), took(SHORT))
    if short * times**2 < SECONDS / 2:
        return True
    grown = MIDDLING / SHORT
    squared = max(0.0, took(MIDDLING) - grown * short) / (grown**2 - grown)  # the share of the short text's time
    return (short - squared) * times + squared * times**2 < SECONDS / 2


@pytest.mark.slow
def test_no_text_makes_a_pattern_slow() -> None:
    every = patterns()
    assert len(every) > 200
    slow = {
        (where, pattern): why
        for (pattern, flags), where in every.items()
        if where not in OWN and not str(pattern).startswith(UNION) and (why := hard(pattern, flags))
    }
    assert not slow


@pytest.mark.slow
@pytest.mark.parametrize("pattern", [r"(a+)+b", r"(?:\w|\d)+!", r"\s+$", r"\[[^\]]*\]", r"<(.*?)>x", r"(\d+) (\d+)"])
def test_what_is_slow_is_found(pattern: str) -> None:
    assert hard(pattern, 0)


@pytest.mark.slow
def test_patterns_are_found_where_they_stand() -> None:
    found = set(written().values())
    assert {"documents/plain.py", "documents/encoding.py", "ledger/words.py"} <= found
    assert (r"\d{4}(-\d{2})?", 0) in written()
