"""The target of each source format: any bytes give documents and rejections, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import documents
from onrecord.documents import REASONS, Rejection
from onrecord.documents.rejection import Listed
from onrecord.records import Document, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

SEEDS = Path(__file__).parent / "seeds"
MOST = 5000  # documents of one input; no small input holds more


def seeds(format_: str) -> list[bytes]:
    """The seeds of a format, in a folder of its name, the smallest also packed; those of all formats for `sniffed`."""
    places = sorted(SEEDS.iterdir()) if format_ == "sniffed" else [SEEDS / format_]
    found = [file.read_bytes() for place in places for file in sorted(place.iterdir())]
    return [*found, gzip.compress(min(found, key=len), mtime=0)]


def target(format_: str) -> Callable[[bytes], None]:
    """What opens bytes as this format, or as what they look like for `sniffed`, and looks at all that comes out."""

    def opened(data: bytes) -> None:
        as_ = None if format_ == "sniffed" else format_
        found = list(documents.open_stream("fuzz", io.BytesIO(data), format_=as_))
        assert len(found) <= MOST
        for item in found:
            assert isinstance(item, Document | Listed | Rejection)
            if isinstance(item, Listed):
                assert item.url
                item = item.rejection  # noqa: PLW2901 - which is what comes where it is not followed
            if isinstance(item, Rejection):
                assert item.reason in REASONS
                assert item.message
                assert str(item)
                assert Rejection.from_json(json.loads(json.dumps(item.to_json()))) == item
            else:
                assert item.text
                written = Reading(item).to_json()
                assert Reading.from_json(json.loads(json.dumps(written))).to_json() == written

    return opened
