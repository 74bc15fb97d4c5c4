"""Out to brat and Label Studio and back: nothing is lost on the way, and what people change is what comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from onrecord.errors import InputError, RecordError
from onrecord.exports.brat import read_brat, standoff_lines, write_brat
from onrecord.exports.label_studio import returned_tasks, tasks
from onrecord.exports.returned import Returned, added, verdicts
from onrecord.records import Reading, with_ledger_ids
from onrecord.scoring.gold import read_standoff
from tests.exports.making import ledger, odd
from tests.ledger.making import readings

if TYPE_CHECKING:
    from pathlib import Path


def annotated(reading: Reading) -> list[dict[str, Any]]:
    """The tasks as an annotator gives them back unchanged."""
    exported = json.loads(b"".join(tasks([reading])))
    for task in exported:
        task["annotations"] = [{"result": task["predictions"][0]["result"], "was_cancelled": False}]
    return exported


def by_brat(reading: Reading, folder: Path) -> Returned:
    write_brat([reading], folder)
    return read_brat(next(folder.glob("*.ann")))


@pytest.mark.parametrize("reading", ledger(), ids=["dispute", "odd"])
def test_what_is_left_as_it_was_says_nothing(reading: Reading, tmp_path: Path) -> None:
    for back in (by_brat(reading, tmp_path), *returned_tasks(annotated(reading))):
        assert back.article == reading.document.id
        assert back.reading.document.text == reading.document.text
        assert list(verdicts(reading, back.reading)) == []
        assert added(reading, back.reading) == []
        assert {verdict.action for verdict in verdicts(reading, back.reading, accept=True)} == {"accept"}
        assert [(link.from_, link.type, link.to) for link in back.reading.links] == [
            (link.from_, link.type, link.to) for link in reading.links
        ]
        assert [one.quotation for one in back.reading.statements] == [one.quotation for one in reading.statements]


@pytest.mark.slow
@given(readings())
def test_label_studio_loses_nothing(reading: Reading) -> None:
    known = {one.id: one for one in with_ledger_ids(reading).statements}
    once = Reading(reading.document, tuple(known.values()))
    (back,) = returned_tasks(annotated(once))
    assert list(verdicts(once, back.reading)) == []
    assert added(once, back.reading) == []


def test_polnears_reader_reads_what_we_write(tmp_path: Path) -> None:
    write_brat(ledger(), tmp_path)
    for reading in ledger():
        gold = read_standoff(tmp_path / f"{reading.document.id.replace(':', '_')}.ann")
        assert {one.content for one in gold.statements} == {one.content for one in reading.statements}
        assert {one.source for one in gold.statements} == {one.source for one in reading.statements}


def test_standoff_is_as_brat_wants_it() -> None:
    text = odd().document.text
    lines = list(standoff_lines(odd()))
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)
    assert len({line.partition("\t")[0] for line in lines}) == len(lines)
    for line in lines:
        if line.startswith("T"):
            _, head, words = line.rstrip("\n").split("\t")
            pieces = [tuple(map(int, piece.split())) for piece in head.partition(" ")[2].split(";")]
            assert " ".join(text[start:end].replace("\t", " ") for start, end in pieces) == words


def test_changes_in_brat_come_back(tmp_path: Path) -> None:
    reading = ledger()[0]
    write_brat([reading], tmp_path)
    (path,) = tmp_path.glob("*.ann")
    lines = path.read_text(encoding="utf-8").splitlines()
    gone = next(line for line in lines if line.startswith("E4"))
    start = reading.document.text.index("a war")
    kept = [line.replace("Act E1 accuse", "Act E1 criticise") for line in lines if line != gone]
    kept += [
        f"T90\tContent {start} {start + 5}\ta war",
        "T91\tAttribution 0 4\tNATO",
        "E9\tAttribution:T91 Content:T90",
    ]
    path.write_text("\n".join(kept), encoding="utf-8")
    back = read_brat(path)
    found = {verdict.statement: verdict for verdict in verdicts(reading, back.reading)}
    assert set(found) == {reading.statements[0].id, reading.statements[3].id}
    assert found[reading.statements[0].id].correction == {"act": "criticise"}
    assert found[reading.statements[3].id].action == "reject"
    assert [one.content[0].text for one in added(reading, back.reading)] == ["a war"]


def test_changes_in_label_studio_come_back() -> None:
    reading = ledger()[0]
    exported = annotated(reading)
    result = exported[0]["annotations"][0]["result"]
    head = f"{reading.statements[1].id}|content|0"
    region = next(item for item in result if item.get("id") == head and item["type"] == "labels")
    region["value"]["end"] -= 7
    result.append(
        {"id": head, "from_name": "flags", "to_name": "text", "type": "choices", "value": {"choices": ["negated"]}}
    )
    (back,) = returned_tasks(exported)
    (verdict,) = verdicts(reading, back.reading)
    assert verdict.statement == reading.statements[1].id
    assert verdict.correction is not None
    assert verdict.correction["negated"] is True
    assert verdict.correction["content"][0]["text"] == "the claims"[:-7]


@pytest.mark.parametrize("data", [{}, [1], [{"annotations": [{"result": []}]}], [{"data": {}, "annotations": [{}]}],
                                  [{"data": {"text": "a"}, "annotations": [{"result": [{"type": "labels", "id": "x",
                                    "value": {"labels": ["Cue"], "start": 0, "end": 9}}]}]}]])  # fmt: skip
def test_other_json_is_told(data: object) -> None:
    with pytest.raises(RecordError):
        list(returned_tasks(data))


@pytest.mark.parametrize("line", ["T1\tContent 0 900\tx", "T1\tContent 9 3\tx", "A1\tAct", "#1\t\tx"])
def test_broken_standoff_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(f"T9\tCue 0 1\tA\n{line}", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_brat(tmp_path / "a.ann")


def test_an_event_without_content_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tCue 0 1\tA\nE1\tAttribution:T1 Content:T7\nE2\t", encoding="utf-8")
    assert read_brat(tmp_path / "a.ann").reading.statements == ()


def test_standoff_without_its_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt"):
        read_brat(tmp_path / "a.ann")
