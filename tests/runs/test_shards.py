"""The plan, and the folder of finished shards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.documents import Rejection
from onrecord.records import Document, Reader, Reading
from onrecord.runs.finished import Finished
from onrecord.runs.shards import CHARACTERS, plan
from tests.cli.making import made
from tests.runs.fakes import documents

if TYPE_CHECKING:
    from pathlib import Path

MADE_BY = {"reader": {"version": "1", "models": {}}, "language": "en"}


@given(st.lists(st.text(max_size=30)), st.integers(1, 5))
def test_a_plan_holds_every_document_once_in_order(texts: list[str], most: int) -> None:
    shards = list(plan(documents(*texts), most=most))
    assert [document for shard in shards for document in shard.documents] == documents(*texts)
    assert all(1 <= len(shard.documents) <= most for shard in shards)
    assert shards == list(plan(documents(*texts), most=most))


def test_long_documents_make_small_shards() -> None:
    long = "x" * (CHARACTERS // 2 + 1)
    assert [len(shard.documents) for shard in plan(documents("a", long, long, "x" * 2 * CHARACTERS, "b"))] == [
        2,
        1,
        1,
        1,
    ]


def test_a_plan_takes_no_more_than_it_gives() -> None:
    taken = []
    shards = plan((taken.append(document) or document for document in documents(*"abcdef")), most=2)
    next(shards)
    assert len(taken) == 3


def test_the_content_is_all_of_a_document_but_when_it_was_captured() -> None:
    (document,) = documents("text")

    def content(one: Document) -> str:
        return next(plan([one])).content

    later = replace(document, origin=replace(document.origin, captured_at="later"))
    assert content(later) == content(document)
    other = (
        {"text": "other"}, {"title": "t"}, {"url": None}, {"outlet": "o"}, {"published": "2031"}, {"language": "de"},
        {"origin": None}, {"origin": replace(document.origin, record="line 9")},
    )  # fmt: skip
    contents = {content(replace(document, **change)) for change in other}
    assert len(contents | {content(document)}) == len(other) + 1


@pytest.fixture
def kept(tmp_path: Path):
    """A finished shard: a reading, a rejection, a reading."""
    shard = next(plan(documents(made().document.text, "bad", "a \ud800 b")))
    first, _, last = shard.documents
    outcomes = (
        replace(made(), document=first, reader=Reader("1", ())), Rejection("list.jsonl", "line 2", "failed", "why"),
        Reading(last),
    )  # fmt: skip
    finished = Finished(tmp_path / "shards", MADE_BY)
    finished.keep(shard, outcomes)
    return finished, shard, outcomes


def test_a_finished_shard_comes_back_as_it_was(kept) -> None:
    finished, shard, outcomes = kept
    assert finished.find(shard) == outcomes
    assert sorted(path.suffix for path in finished.folder.iterdir()) == [".gz", ".json"]  # and nothing half written


def test_another_reader_or_content_is_not_finished(kept) -> None:
    finished, shard, _ = kept
    assert replace(finished, made_by=MADE_BY | {"reader": {"version": "2", "models": {}}}).find(shard) is None
    assert finished.find(replace(shard, content="0" * 64)) is None
    assert finished.find(replace(shard, content=shard.content[:-1] + "?")) is None  # as good as a collision of names


@pytest.mark.parametrize("pattern", ["*.gz", "*.json"])
@pytest.mark.parametrize("harm", [lambda data: b"", lambda data: data[:-9], lambda data: b"{}", None])
def test_a_shard_whose_files_are_broken_is_not_finished(kept, pattern: str, harm) -> None:
    finished, shard, _ = kept
    (path,) = finished.folder.glob(pattern)
    path.write_bytes(harm(path.read_bytes())) if harm else path.unlink()
    assert finished.find(shard) is None


def test_the_readings_can_be_imported_as_they_are(tmp_path: Path) -> None:
    shard = next(plan(documents(made().document.text, "b")))
    first, last = shard.documents
    Finished(tmp_path, MADE_BY).keep(shard, (replace(made(), document=first), Reading(last)))
    (path,) = tmp_path.glob("*.gz")
    done = CliRunner().invoke(main, ["import", str(path), "--ledger", str(tmp_path / "news.db")])
    assert "2 articles added with 3 statements and 1 links" in done.stderr
