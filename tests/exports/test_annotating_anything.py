"""Whatever a reading holds: out to brat or Label Studio and back unchanged it says nothing, and a changed span is that correction."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.exports.brat import read_brat, write_brat
from onrecord.exports.label_studio import returned_tasks, tasks
from onrecord.exports.returned import added, verdicts
from onrecord.records import ACTS, LINK_TYPES, QUOTATIONS, Document, Link, Reading, Span, Statement, with_ledger_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Edit = Callable[[Span, Span], None]

# Letters, a character of two units, and whatever ends a line somewhere.
SIGNS = "abc é“😀.;\t\n\r\x0b\x1c\x85\u2028"


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """Some characters that are not all blank."""
    solid = [place for place, sign in enumerate(text) if not sign.isspace()]
    inside = draw(st.sampled_from(solid))
    start, end = draw(st.integers(0, inside)), draw(st.integers(inside + 1, len(text)))
    return Span(start, end, text[start:end])


@st.composite
def marked(draw: st.DrawFn) -> Reading:
    """A text of odd signs with statements anywhere in it, and what they answer."""
    text = draw(st.text(SIGNS, min_size=3, max_size=40).filter(lambda words: words.strip()))
    made = [
        Statement(
            f"s{number}", draw(st.none() | spans(text)), tuple(draw(st.lists(spans(text), max_size=2))),
            tuple(draw(st.lists(spans(text), min_size=1, max_size=2))), draw(st.sampled_from(QUOTATIONS)),
            draw(st.sampled_from(ACTS)), negated=draw(st.booleans()), hypothetical=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    known = with_ledger_ids(Reading(Document(text), tuple(made)))
    once = tuple({one.id: one for one in known.statements}.values())
    ends = st.sampled_from([one.id for one in once])
    links = draw(st.lists(st.builds(Link, ends, st.sampled_from(LINK_TYPES), ends), max_size=2))
    return Reading(known.document, once, tuple(link for link in links if link.from_ != link.to))


def in_brat(reading: Reading, old: Span | None = None, new: Span | None = None) -> Reading:
    """What comes back from brat; with the first statement's first content changed from the old span to the new one."""
    with TemporaryDirectory() as folder:
        write_brat([reading], Path(folder))
        (path,) = Path(folder).glob("*.ann")
        if old and new:
            lines = path.read_text(encoding="utf-8").split("\n")
            event = next(line for line in lines if line.startswith("E1\t"))
            bound = next(part.partition(":")[2] for part in event.split() if part.startswith("Content:"))
            place = next(place for place, line in enumerate(lines) if line.startswith(f"{bound}\t"))
            lines[place] = f"{bound}\tContent {new.start} {new.end}\t{new.text}"
            path.write_text("\n".join(lines), encoding="utf-8")
        return read_brat(path).reading


def in_label_studio(reading: Reading, old: Span | None = None, new: Span | None = None) -> Reading:
    """The same of Label Studio."""
    exported: list[dict[str, Any]] = json.loads(b"".join(tasks([reading])))
    result = exported[0]["predictions"][0]["result"]
    if old and new:
        region = next(item for item in result if item["type"] == "labels" and item["value"]["labels"] == ["Content"])
        region["value"] |= {"start": new.start, "end": new.end, "text": new.text}
    exported[0]["annotations"] = [{"result": result, "was_cancelled": False}]
    (back,) = returned_tasks(exported)
    return back.reading


TOOLS = pytest.mark.parametrize("there_and_back", [in_brat, in_label_studio])


@pytest.mark.slow
@TOOLS
@given(reading=marked())
def test_nothing_changed_says_nothing(there_and_back: Callable[..., Reading], reading: Reading) -> None:
    back = there_and_back(reading)
    assert back.document.text == reading.document.text
    assert list(verdicts(reading, back)) == []
    assert added(reading, back) == []
    assert {(link.from_, link.type, link.to) for link in back.links} == {
        (link.from_, link.type, link.to) for link in reading.links
    }


def solid(span: Span) -> Span:
    """What of a span stands between blanks: no tool marks more."""
    words = span.text.strip()
    start = span.start + span.text.index(words)
    return Span(start, start + len(words), words)


@pytest.mark.slow
@TOOLS
@given(st.data())
def test_a_changed_span_is_that_correction(there_and_back: Callable[..., Reading], data: st.DataObject) -> None:
    reading = data.draw(marked())
    first, text = reading.statements[0], reading.document.text
    new = solid(data.draw(spans(text).filter(lambda span: len(span.text.splitlines()) == 1)))
    found = list(verdicts(reading, there_and_back(reading, first.content[0], new)))
    wanted = sorted([new, *first.content[1:]])
    if same(wanted, first.content):
        assert found == []
    else:
        assert [(verdict.statement, verdict.action) for verdict in found] == [(first.id, "correct")]
        assert set(found[0].correction or ()) == {"content"}
        given_back = [Span.from_json(span) for span in (found[0].correction or {})["content"]]
        assert same(given_back, wanted)


def same(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return sorted(map(solid, some)) == sorted(map(solid, others))
