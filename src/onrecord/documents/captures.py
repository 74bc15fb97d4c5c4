"""The bytes of an input, read within a limit, and what is kept of where they came from."""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from onrecord.documents.rejection import Reason, Rejection
from onrecord.records import Document, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 20_000_000  # of one document, unpacked; the longest pages of newspapers stay under a tenth of it
HOPELESS = 10 * MAX_BYTES  # of one line that is passed over
HEAD = 8192  # bytes that the format is told from
GZIP = b"\x1f\x8b"
STDIN = "-"
BROKEN_PACKING = (EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True, slots=True)
class Capture:
    """An open input: its name (a path, an address, `-`), its first bytes, and a stream of all its bytes, unpacked."""

    name: str
    head: bytes
    stream: IO[bytes]

    def reject(self, reason: Reason, message: str, place: str | None = None) -> Rejection:
        """A rejection of this input, or of a place in it."""
        return Rejection(self.name, place, reason, message)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, numbered from 1; `data` is None where it is over MAX_BYTES and was passed over."""

    number: int
    data: bytes | None


def open_capture(source: str | Path) -> Capture | Rejection:
    """Opens a file or, for `-`, standard input; gzip is unpacked on the way. The caller closes the stream."""
    name = str(source)
    try:
        stream = sys.stdin.buffer if name == STDIN else Path(source).open("rb")  # noqa: SIM115 - the caller closes it
        return capture_of(name, stream)
    except FileNotFoundError:
        return Rejection(name, None, "missing", "no such file or folder; check the path")
    except OSError as error:
        return Rejection(name, None, "unreadable", f"{error.strerror or error}; check the file and its permissions")


def capture_of(name: str, stream: IO[bytes]) -> Capture | Rejection:
    """The capture of a stream that is open already (an upload, a member of an archive)."""
    head, whole = _peek(stream)
    if not head.startswith(GZIP):
        return Capture(name, head, whole)
    unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=whole))
    try:
        head, unpacked = _peek(unpacked)
    except (*BROKEN_PACKING, OSError) as error:
        return Rejection(name, None, "broken", f"the gzip data is broken ({error}); pack the file anew")
    return Capture(name, head, unpacked)


def _peek(stream: IO[bytes]) -> tuple[bytes, IO[bytes]]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))
    head = buffered.peek(HEAD)[:HEAD]
    return head, buffered


def whole(capture: Capture) -> bytes | Rejection:
    """All bytes of a capture, or the rejection of one over MAX_BYTES or with broken packing."""
    try:
        data = capture.stream.read(MAX_BYTES + 1)
    except BROKEN_PACKING as error:
        return capture.reject("broken", f"the gzip data is broken ({error}); pack the file anew")
    except OSError as error:
        return capture.reject("unreadable", f"{error.strerror or error}; check the file")
    if len(data) > MAX_BYTES:
        message = f"over {MAX_BYTES:,} bytes, the limit of one document; split it, or give its articles as JSON lines"
        return capture.reject("too_large", message)
    if not data.strip():
        return capture.reject("empty", "there is nothing in it; give an article with at least one sentence")
    return data


def seekable(capture: Capture) -> IO[bytes] | Rejection:
    """The capture as a file in which one can go back and forth, as formats with their contents at the end want it. Not what
    is packed with gzip: going to its end would unpack all of it.
    """
    packed = isinstance(getattr(capture.stream, "raw", None), gzip.GzipFile)
    try:
        if not packed and capture.stream.seekable():
            return capture.stream
    except (OSError, ValueError):
        pass
    return capture.reject("unreadable", "its contents stand at its end: give it as a file that is not packed again")


def lines(capture: Capture) -> Iterator[Line]:
    """The lines of a capture, one at a time and none longer than MAX_BYTES. Raises OSError at one that does not end within
    HOPELESS bytes: unpacking a bomb to its end would take hours.
    """
    number = 0
    while data := capture.stream.readline(MAX_BYTES + 1):
        number += 1
        if len(data) <= MAX_BYTES:
            yield Line(number, data)
            continue
        passed = len(data)
        while data and not data.endswith(b"\n"):
            data = capture.stream.readline(MAX_BYTES)
            passed += len(data)
            if passed > HOPELESS:
                raise OSError(f"line {number} does not end within {HOPELESS:,} bytes")
        yield Line(number, None)


def with_origin(document: Document, source: str, record: str | None, raw: bytes, at: str | None = None) -> Document:
    """The document with its origin: where it stands, the hash of the bytes captured, when (UTC). Where that is not given,
    a file was captured when it was last written, so that reading it again tells the same; all else is captured now.
    """
    origin = Origin(source, record, hashlib.sha256(raw).hexdigest(), at or _written_at(source))
    return Document(
        document.text, document.title, document.url, document.outlet, document.published, document.language, origin
    )


def _written_at(source: str) -> str:
    now = datetime.now(UTC)
    try:
        written = datetime.fromtimestamp(Path(source).stat().st_mtime, UTC) if source != STDIN else now
    except (OSError, ValueError, OverflowError):  # an address, or a file of no time
        written = now
    return min(written, now).isoformat(timespec="seconds")
