"""WARC files: each HTML response is a page. WACZ: a ZIP file with WARC files in it. Need the extra `onrecord[warc]`."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any

from onrecord.documents.captures import BROKEN_PACKING, MAX_BYTES, Capture, seekable, with_origin
from onrecord.documents.encoding import decode
from onrecord.documents.pages import NO_TEXT, document_of_page
from onrecord.documents.plain import NO_ENCODING
from onrecord.documents.rejection import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Document

PAGES = ("text/html", "application/xhtml+xml")
WARCS = (".warc", ".warc.gz")
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    KeyError,
)
# How much smaller the ZIP may have made a WARC file: HTML seldom shrinks to a twentieth, a bomb to a thousandth.
RATIO = 200


def read_archive(capture: Capture) -> Iterator[Document | Rejection]:
    """The articles of a WARC file: its successful responses with HTML. Other records are passed over."""
    yield from _responses(capture, capture.stream, "")


def read_collection(capture: Capture) -> Iterator[Document | Rejection]:
    """The articles of a WACZ file: of each WARC file in it, one after the other and without unpacking any to the disk."""
    file = seekable(capture)
    if isinstance(file, Rejection):
        yield file
        return
    try:
        with zipfile.ZipFile(file) as packed:
            members = [one for one in packed.infolist() if one.filename.lower().endswith(WARCS)]
            for member in sorted(members, key=lambda one: one.filename):
                yield from _member(capture, packed, member)
    except BROKEN_ZIP as error:
        yield capture.reject("broken", f"not a web archive collection (WACZ) that can be read ({error}); save it anew")
        return
    if not members:
        yield capture.reject("empty", "there is no WARC file in this ZIP; give the files in it one by one")


def _member(capture: Capture, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[Document | Rejection]:
    if member.file_size > RATIO * max(member.compress_size, 1):
        message = (
            f"it unpacks to {member.file_size:,} bytes, over {RATIO} times its size; unpack it yourself if you trust it"
        )
        yield capture.reject("too_large", message, member.filename)
        return
    try:
        with packed.open(member) as file:
            yield from _responses(capture, file, f"{member.filename} ")
    except BROKEN_ZIP as error:
        yield capture.reject("broken", f"it cannot be unpacked ({error}); save the collection anew", member.filename)


def _responses(capture: Capture, stream: IO[bytes], within: str) -> Iterator[Document | Rejection]:
    """The articles among the records of a stream; `within` stands before the place of each."""
    try:
        from fastwarc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - an optional package, at its door
    except ImportError:
        yield capture.reject("extra", "a web archive: install the reader for it with `pip install 'onrecord[warc]'`")
        return
    records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
    place = None
    try:
        for record in records:
            place = f"{within}record {record.record_id}"
            if _is_page(record):
                yield _article(capture, record, place)
    except (*BROKEN_PACKING, OSError, ValueError, RuntimeError) as error:
        after = f" after {place}" if place else ""
        yield capture.reject(
            "broken", f"the archive is broken{after} ({error}); what stands before is read", within.strip() or None
        )
        return
    if place is None:
        yield capture.reject("empty", "the archive has no responses", within.strip() or None)


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
