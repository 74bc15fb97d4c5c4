"""WARC 1.1 as crawlers write it: a gzip member a record, a request beside each response."""

from __future__ import annotations

import gzip
import uuid
from typing import IO

NAMES = {200: "OK", 301: "Moved Permanently", 302: "Found", 403: "Forbidden", 404: "Not Found", 500: "Server Error"}


def write_info(file: IO[bytes]) -> None:
    """The record at an archive's beginning."""
    _record(file, "warcinfo", "", "application/warc-fields", b"software: onrecord benchmarks.crawl\r\n", number=0)


def write_capture(
    file: IO[bytes], number: int, address: str, *, status: int, kind: str, body: bytes, location: str | None = None
) -> None:
    """The request for an address and the response to it: two records. `kind` is the response's content type."""
    host, _, path = address.removeprefix("https://").partition("/")
    asked = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: crawler\r\n\r\n"
    _record(file, "request", address, "application/http; msgtype=request", asked.encode(), number=2 * number + 1)
    lines = [f"HTTP/1.1 {status} {NAMES[status]}", f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"Location: {location}"] if location else []
    answer = "\r\n".join([*lines, "", ""]).encode() + body
    _record(file, "response", address, "application/http; msgtype=response", answer, number=2 * number + 2)


def _record(file: IO[bytes], type_: str, address: str, kind: str, block: bytes, *, number: int) -> None:
    name = uuid.uuid5(uuid.NAMESPACE_URL, str(number))  # so that the same archive is made again
    lines = ["WARC/1.1", f"WARC-Type: {type_}", f"WARC-Record-ID: <urn:uuid:{name}>", "WARC-Date: 2024-04-01T00:00:00Z"]
    lines += [f"WARC-Target-URI: {address}"] if address else []
    lines += [f"Content-Type: {kind}", f"Content-Length: {len(block)}", "", ""]
    file.write(gzip.compress("\r\n".join(lines).encode() + block + b"\r\n\r\n", compresslevel=6, mtime=0))
