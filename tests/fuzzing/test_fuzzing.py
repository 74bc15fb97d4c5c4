"""Inputs of strangers: whatever they hold, there is a document, a reading, an answer, or a reason why not."""

from __future__ import annotations

import io

import pytest

from onrecord import read
from onrecord.documents import open_stream
from onrecord.documents.gdelt import text_of_quotes
from onrecord.errors import InputError
from tests.fuzzing.alarm import TooSlowError, within
from tests.fuzzing.mutating import mutated
from tests.fuzzing.running import TARGETS, failures

# As many for each target in CI; `make fuzz` tries 100,000.
INPUTS = 2_000


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_no_input_breaks_it(name: str) -> None:
    failed = failures(TARGETS[name], INPUTS)
    assert not failed, [(data[:200], repr(error)) for data, error in failed.items()][:3]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in TARGETS if name != "reader"])
def test_a_few_inputs_do_not_break_it(name: str) -> None:
    assert not failures(TARGETS[name], 60)


def test_inputs_are_the_same_in_every_run_and_in_parts() -> None:
    seeds = [b"The minister denied it.", b"<p>said</p>"]
    assert list(mutated(seeds, 40)) == [*mutated(seeds, 15), *mutated(seeds, 25, start=15)]
    assert list(mutated(seeds, 40)) != list(mutated(seeds, 40, seed=1))


def test_what_hangs_is_a_failure() -> None:
    def hang() -> None:
        with within(0.05):
            while True:
                pass

    with pytest.raises(TooSlowError):
        hang()


def test_a_feed_with_prefixes_that_it_does_not_declare_is_read() -> None:
    feed = b"<rdf:RDF><item><dc:title>Minister denies</dc:title><description>The minister denied it.</description></item></rdf:RDF>"
    (document,) = open_stream("feed.xml", io.BytesIO(feed), format_="feed")
    assert document.text == "The minister denied it."
    assert document.title == "Minister denies"


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(InputError, match="half a character"):
        read("The minister denied the claims. \ud800")


def test_long_words_around_quotations_take_no_time() -> None:
    long = "a" * 300_000
    with within(1):
        text_of_quotes([{"pre": "", "quote": "said", "post": long}, {"pre": long + "b", "quote": "asked", "post": ""}])
