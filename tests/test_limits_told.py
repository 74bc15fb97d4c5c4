"""The limits that SECURITY.md and docs/limits.md tell are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.documents import archives, captures, columnar, fetching, pages
from onrecord.reader.analysis import admission
from onrecord.reader.links import across, article
from onrecord.runs.limits import Limits
from onrecord.web import access, limits, parameters, reprints, service

ROOT = Path(__file__).parent.parent
TOLD = (
    ("a document, unpacked", f"{captures.MAX_BYTES:,} bytes"),
    ("a line that is over that and passed over", f"{captures.HOPELESS:,} bytes"),
    ("a WARC file in a WACZ, unpacked", f"{archives.RATIO} times its size"),
    ("a column in a row group of a Parquet file, unpacked", f"{columnar.LARGEST:,} bytes"),
    ("its text", f"{admission.MAX_CHARACTERS:,} characters"),
    ("elements of an HTML page given to the extractor", f"{pages.LARGEST:,}"),
    ("children of one of its elements", f"{pages.CROWDED:,}"),
    ("time of the extractor on a page", f"{pages.SECONDS} s of processor time"),
    ("time an article, with workers", f"{Limits().seconds:g} s of processor time"),
    ("memory of a worker, with workers", f"{Limits().memory >> 30} GiB of data"),
    ("a worker that does not react", f"{Limits().patience:g} s"),
    (
        "a page to fetch",
        f"{fetching.SECONDS:g} s in all, {fetching.REDIRECTS} redirects, {captures.MAX_BYTES:,} bytes",
    ),
    ("statements of an article compared for links", f"{article.MOST}"),
    ("days in which an answer in another article is looked for", f"{across.WINDOW}"),
    ("a request to the service", f"{limits.BODY:,} bytes"),
    ("rows on one page of the API", f"{parameters.MOST:,}"),
    ("texts to read, an asker", f"{limits.Rate().burst} at once, then {limits.Rate().a_minute:g} a minute"),
    ("texts read at the same time", f"{service.READERS_AT_ONCE}, others wait {service.PATIENCE} s"),
    (
        "answers that the service keeps to give again",
        f"{reprints.ROOM >> 20} MiB, none over {reprints.ROOM // reprints.OF_ONE >> 20} MiB",
    ),
    ("answers made at the same time", f"{reprints.AT_ONCE}"),
    ("a session", f"{access.LASTING // 3600} hours, {access.SESSIONS:,} at once"),
)


@pytest.mark.parametrize(("limit", "default"), TOLD, ids=lambda words: words if words[0].isalpha() else None)
def test_the_limits_told_are_those_of_the_code(limit: str, default: str) -> None:
    assert f"| {limit} | {default} |" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_page_of_limits_tells_the_same() -> None:
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    assert f"at most {admission.MAX_CHARACTERS:,} characters" in page
    assert f"{captures.MAX_BYTES // 1_000_000} MB" in page
