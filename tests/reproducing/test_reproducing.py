"""The same input, version and seed give the same bytes, whatever runs it and beside what."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import Document, read
from onrecord.documents import open_documents
from onrecord.reader import analysis, read_many

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "wikinews.jsonl"
ELSEWHERE = {
    "another seed of hashes": {"PYTHONHASHSEED": "1"},
    "no seed of hashes, other threads": {
        "PYTHONHASHSEED": "random",
        "OMP_NUM_THREADS": "2",
        "OPENBLAS_NUM_THREADS": "2",
    },
    "another place": {"PYTHONHASHSEED": "2", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"},
}


def told(environment: dict[str, str], *arguments: str | Path) -> bytes:
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", *map(str, arguments)]
    surroundings = os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src")} | environment
    return subprocess.run(command, env=surroundings, capture_output=True, check=True, timeout=300).stdout


def printed(environment: dict[str, str]) -> bytes:
    return told(environment, "read", EXAMPLES, "--format", "jsonl")


@pytest.fixture(scope="module")
def expected() -> bytes:
    return printed({"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC"})


@pytest.mark.slow
@pytest.mark.parametrize("way", ELSEWHERE)
def test_the_same_bytes(way: str, expected: bytes) -> None:
    assert expected.count(b"\n") == EXAMPLES.read_bytes().count(b"\n")
    assert printed(ELSEWHERE[way]) == expected


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 3])
def test_batches_and_the_order_of_articles_change_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [item for item in open_documents([EXAMPLES]) if isinstance(item, Document)]
    alone = [read(article).to_json() for article in articles]
    monkeypatch.setattr(analysis, "BATCH", size)
    assert [reading.to_json() for reading in read_many(articles)] == alone
    assert [reading.to_json() for reading in read_many(articles[::-1])] == alone[::-1]
