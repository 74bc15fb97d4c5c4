"""WARC files: each HTML response is a page. Needs the extra `onrecord[warc]`."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from onrecord.documents.captures import MAX_BYTES, Capture, with_origin
from onrecord.documents.encoding import decode
from onrecord.documents.pages import NO_TEXT, document_of_page
from onrecord.documents.plain import NO_ENCODING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from onrecord.documents.rejection import Rejection
    from onrecord.records import Document

PAGES = ("text/html", "application/xhtml+xml")


def read_archive(capture: Capture) -> Iterator[Document | Rejection]:
    """The articles of a WARC file: its successful responses with HTML. Other records are passed over."""
    try:
        from fastwarc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - an optional package, at its door
    except ImportError:
        yield capture.reject("extra", "a WARC file: install the reader for it with `pip install 'onrecord[warc]'`")
        return
    records = ArchiveIterator(capture.stream, record_types=WarcRecordType.response, parse_http=True)
    place = None
    try:
        for record in records:
            place = f"record {record.record_id}"
            if _is_page(record):
                yield _article(capture, record, place)
    except (OSError, ValueError, RuntimeError) as error:
        after = f" after {place}" if place else ""
        yield capture.reject("broken", f"the archive is broken{after} ({error}); what stands before is read")
        return
    if place is None:
        yield capture.reject("empty", "the archive has no responses")


def _is_page(record: Any) -> bool:
    http = record.http_headers
    kind = (record.http_content_type or "").partition(";")[0].strip().lower()
    return http is not None and http.status_code == 200 and kind in PAGES


def _article(capture: Capture, record: Any, place: str) -> Document | Rejection:
    url = record.headers.get("WARC-Target-URI")
    at = record.headers.get("WARC-Date")
    body: IO[bytes] = record.reader
    data = body.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return capture.reject("too_large", f"{url}: over {MAX_BYTES:,} bytes, the limit of one document", place)
    source = decode(data, declared=True)
    if source is None:
        return capture.reject("encoding", f"{url}: {NO_ENCODING}", place)
    document = document_of_page(source, url)
    if document is None:
        return capture.reject("no_text", f"{url}: {NO_TEXT}", place)
    return with_origin(document, capture.name, place, data, at)
