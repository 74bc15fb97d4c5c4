"""The shipped tagger on sentences of our own, and what it promises of itself."""

from __future__ import annotations

import hashlib
import json
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import onrecord.languages.en as english
from onrecord.errors import ModelMissing
from onrecord.languages import load_language
from onrecord.reader.analysis.parser import load_parser
from onrecord.reader.attribution.tagger import Tagger, load_tagger, tag

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = Path(next(iter(english.__path__))) / "model"
FIRST = (
    "The harbour will be closed for two weeks, the port authority said on Monday. “We found cracks in the eastern wall,” "
    "its director, Ana Lopes, told reporters. “They must be repaired before winter.”\n\n"
    "Fishermen rejected the plan. Their spokesman accused the authority of hiding the damage for a year."
)
SECOND = (
    "According to the ministry, exports fell by a third. Analysts had expected a smaller drop.\n"
    'The minister insisted that "nobody will lose work", but unions warned that thousands of jobs are at risk.'
)


@cache
def model() -> Tagger:
    return load_tagger(MODEL)


@cache
def parsed(text: str) -> Doc:
    return load_parser(load_language("en"))(text)


def as_text(text: str) -> list[tuple[str, str, str]]:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(text[start:end] for start, end in spans)

    return [(words(one.source), words(one.cue), words(one.content)) for one in tag(parsed(text), model())]


def test_direct_and_indirect_speech() -> None:
    found = as_text(FIRST)
    assert ("the port authority", "said", "The harbour will be closed for two weeks") in found
    assert any(
        "Ana Lopes" in source and cue == "told" and "cracks in the eastern wall" in content
        for source, cue, content in found
    )


def test_according_to() -> None:
    source, cue, content = as_text(SECOND)[0]
    assert (source, cue) == ("the ministry", "According to")
    assert content.startswith("exports fell by a third")


def test_two_cues_of_one_sentence() -> None:
    found = as_text(SECOND)
    assert any("minister" in source and "nobody will lose work" in content for source, _, content in found)
    assert any("unions" in source and "jobs are at risk" in content for source, _, content in found)


def test_quotation_marks_of_any_style_read_alike() -> None:
    straight = FIRST.replace("“", '"').replace("”", '"')
    assert [(one.source, one.cue, one.content) for one in tag(parsed(FIRST), model())] == [
        (one.source, one.cue, one.content) for one in tag(parsed(straight), model())
    ]


@pytest.mark.slow
def test_same_in_any_company_and_order() -> None:
    parser = load_parser(load_language("en"))
    texts = [FIRST, SECOND, "", "\n\n", SECOND + "\n\n" + FIRST]
    alone = [tag(parser(text), load_tagger(MODEL)) for text in texts]
    for size in (1, 2, 5):
        assert [tag(doc, model()) for doc in parser.pipe(texts, batch_size=size)] == alone
    assert [tag(doc, model()) for doc in parser.pipe(reversed(texts))] == alone[::-1]


def test_spans_lie_on_words_and_in_order() -> None:
    text = "\n\n".join([FIRST, SECOND] * 6)
    doc = parsed(text)
    starts, ends = {token.idx for token in doc}, {token.idx + len(token) for token in doc}
    tagged = tag(doc, model())
    assert len(tagged) > 12
    assert [one.cue for one in tagged] == sorted(one.cue for one in tagged)
    for one in tagged:
        assert one.cue
        assert one.content
        assert model().threshold <= one.confidence <= 1
        for start, end in (*one.source, *one.cue, *one.content):
            assert start in starts
            assert end in ends


def test_nothing_to_tag() -> None:
    assert tag(parsed(""), model()) == ()
    assert tag(parsed(" \n "), model()) == ()


def test_model_is_small_quick_and_the_one_described() -> None:
    assert (MODEL / "attribution.onnx").stat().st_size < 30_000_000
    started = time.perf_counter()
    load_tagger(MODEL)
    assert time.perf_counter() - started < 2
    described = json.loads((MODEL / "model.json").read_text("utf-8"))["sha256"]
    assert described == {name: hashlib.sha256((MODEL / name).read_bytes()).hexdigest() for name in described}


@pytest.mark.parametrize("missing", ["attribution.onnx", "tokenizer.json", "model.json"])
def test_refuses_without_its_files(tmp_path: Path, missing: str) -> None:
    for name in {"attribution.onnx", "tokenizer.json", "model.json"} - {missing}:
        (tmp_path / name).symlink_to(MODEL / name)
    with pytest.raises(ModelMissing, match=missing):
        load_tagger(tmp_path)
