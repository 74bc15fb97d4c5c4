"""Shared by the tests of runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = [
    "Norland’s president, Ana Ruiz, accused Sudia of piracy on Monday. “There is no doubt,” she told reporters.",
    "Sudia denied the claims. “We had nothing to do with it,” said its foreign minister, Jon Berg.",
    "The union rejected the offer. A spokesman said that talks would go on on Friday.",
    "Police said 40 people were arrested. Organisers estimated that 3,000 took part.",
    "Ministers denied the claims of the union. “There is no plan,” said Ana Ruiz, a spokeswoman.",
    "The central bank warned that prices would rise. The finance ministry rejected the forecast.",
    "According to the report, the bridge was closed in May. The city council disputes that.",
    "Jon Berg demanded an apology from Norland. Ana Ruiz said that there would be none.",
    "The court said it would hear the case. Lawyers for the company welcomed the decision.",
    "“We will not leave,” the mayor told residents, who had called on him to resign.",
]  # fmt: skip


@pytest.fixture(scope="package")
def fakes() -> Iterator[None]:
    """Worker processes find the fake readers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parent.parent.parent)
        yield


@pytest.fixture
def notes(tmp_path: Path, fakes: None) -> Path:
    """The folder in which fake readers note what they read."""
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Short articles of our own, with one that is none among them."""
    lines = [
        json.dumps({"text": text, "url": f"https://gazette.example/{number}", "published": "2031-05-04"})
        for number, text in enumerate(TEXTS)
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join([*lines[:3], "no JSON", *lines[3:]]), encoding="utf-8")
    return path
