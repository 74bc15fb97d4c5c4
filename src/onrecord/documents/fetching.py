"""Pages from the web, for whoever runs the command line: public hosts only, within limits of size, time and redirects.

Each address on the way is checked (documents/addresses.py), its host is looked up once, every address found must be
public, and the connection goes to one of those and is checked again, so that a name cannot change its meaning in
between. No proxies, cookies or credentials are used.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from functools import cache, partial
from ipaddress import ip_address
from typing import IO, TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urljoin

from onrecord.documents.addresses import IPAddress, Refused, Target, is_public, target_of
from onrecord.documents.captures import MAX_BYTES, Capture, capture_of
from onrecord.documents.rejection import Reason, Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from onrecord.documents.sniffing import Format

    Allowed = Callable[[IPAddress], bool]
    Resolve = Callable[[str, int], list[str]]

SECONDS = 30.0  # for all of it, redirects included
REDIRECTS = 5
REDIRECTING = frozenset((301, 302, 303, 307, 308))
BLOCK = 1 << 16
AGENT = "onrecord (reads articles for its user)"
TRIED = 4  # of a host's addresses
# What servers call the formats; other names are told by the first bytes.
MEDIA_TYPES: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html", "application/rss+xml": "feed", "application/atom+xml": "feed",
    "application/json": "json", "application/x-ndjson": "jsonl", "text/csv": "csv", "text/markdown": "markdown",
    "application/warc": "warc", "application/vnd.apache.parquet": "parquet",
}  # fmt: skip


class _Failed(Exception):
    """A page that was not got, with the reason of its rejection."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the address it came from, after redirects, its bytes, unpacked, and its format where the server says it."""

    url: str
    data: bytes
    format_: Format | None

    def capture(self) -> Capture | Rejection:
        """The page as an input."""
        return capture_of(self.url, cast("IO[bytes]", io.BytesIO(self.data)))


def fetch(
    url: str, *, seconds: float = SECONDS, allowed: Allowed = is_public, resolve: Resolve | None = None
) -> Fetched | Rejection:
    """Gets a page, or the rejection that says why not: `refused` for addresses that are not fetched, `unreachable` where
    the server does not give the page in time, `too_large` over MAX_BYTES unpacked, `broken` for what is not HTTP.

    `allowed` tells the IP addresses that may be connected to, `resolve` gives the addresses of a host and port: tests
    give their own, everybody else leaves them as they are.
    """
    deadline = time.monotonic() + seconds
    try:
        return _followed(url, deadline, allowed, resolve or _resolve)
    except Refused as error:
        return Rejection(url, None, "refused", f"not fetched: {error}; save the page and give it as a file")
    except _Failed as error:
        return Rejection(url, None, error.reason, str(error))
    except TimeoutError:
        return Rejection(
            url, None, "unreachable", f"not there after {seconds:.0f} seconds; try again, or save the page"
        )
    except (http.client.HTTPException, zlib.error) as error:
        return Rejection(url, None, "broken", f"the answer is broken ({error or type(error).__name__}); try again")
    except OSError as error:
        return Rejection(url, None, "unreachable", f"{error.strerror or error}; check the address and your connection")


def _followed(url: str, deadline: float, allowed: Allowed, resolve: Resolve) -> Fetched:
    for _ in range(REDIRECTS + 1):
        target = target_of(url)
        addresses = _within(deadline, partial(resolve, target.host, target.port))
        with _connected(target, addresses, deadline, allowed) as connection:
            response = _asked(target, connection, deadline)
            location = response.getheader("Location", "").encode("latin-1", "replace").decode("utf-8", "replace")
            if response.status not in REDIRECTING or not location:
                return _page(target, response)
        try:
            url = urljoin(target.url, location)
        except ValueError as error:
            raise Refused(f"it leads to {location[:100]!r}, which is no address") from error
    raise _Failed("unreachable", f"more than {REDIRECTS} redirects; give the address at their end")


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]) for item in found))


def _within(deadline: float, work: Callable[[], list[str]]) -> list[str]:
    """What a call gives, or TimeoutError: looking up a name has no time limit of its own."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = answers.get(timeout=_left(deadline))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(target: Target, addresses: list[str], deadline: float, allowed: Allowed) -> socket.socket:
    """A connection to one of the addresses of a host, all of which must be allowed."""
    if not addresses or not all(allowed(ip_address(address)) for address in addresses):
        raise Refused(f"{target.host} is not on the public internet")
    trouble: OSError | None = None
    for address in addresses[:TRIED]:
        try:
            plain = socket.create_connection((address, target.port), timeout=_left(deadline))
        except OSError as error:
            trouble = error
            continue
        try:
            return _checked(target, plain, deadline, allowed)
        except BaseException:
            plain.close()
            raise
    raise trouble or TimeoutError


def _checked(target: Target, plain: socket.socket, deadline: float, allowed: Allowed) -> socket.socket:
    """The connection, secured where it is to be; it must lead where it was meant to."""
    if not allowed(ip_address(plain.getpeername()[0])):
        raise Refused(f"{target.host} is not on the public internet")
    plain.settimeout(_left(deadline))
    return _tls().wrap_socket(plain, server_hostname=target.host) if target.scheme == "https" else plain


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Timed(io.RawIOBase):
    """The bytes that come over a connection, until the deadline; a server cannot stretch it by sending byte after byte."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        super().__init__()
        self._connection, self._deadline = connection, deadline

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """What has come; raises TimeoutError at the deadline."""
        self._connection.settimeout(_left(self._deadline))
        return self._connection.recv_into(buffer)

    def makefile(self, _: Literal["rb"]) -> io.BufferedReader:
        """What http.client asks a connection for."""
        return io.BufferedReader(self)


def _asked(target: Target, connection: socket.socket, deadline: float) -> http.client.HTTPResponse:
    lines = (
        f"GET {target.path} HTTP/1.1", f"Host: {target.authority}", f"User-Agent: {AGENT}",
        "Accept: text/html, application/xhtml+xml, */*;q=0.5", "Accept-Encoding: gzip, identity", "Connection: close",
    )  # fmt: skip
    connection.settimeout(_left(deadline))
    connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii"))
    response = http.client.HTTPResponse(cast("Any", _Timed(connection, deadline)), method="GET")
    response.begin()
    return response


def _page(target: Target, response: http.client.HTTPResponse) -> Fetched:
    if response.status != 200:
        raise _Failed("unreachable", f"the server says {response.status} {response.reason}; check the address")
    data = bytearray()
    for piece in _unpacked(response):
        data += piece
        if len(data) > MAX_BYTES:
            raise _Failed("too_large", f"over {MAX_BYTES:,} bytes, the limit of one document")
    media_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(target.url, bytes(data), MEDIA_TYPES.get(media_type))


def _unpacked(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The body in pieces of at most BLOCK bytes, whatever it is packed with, so that no bomb unfolds in memory."""
    encoding = response.getheader("Content-Encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        yield from _raw(response)
        return
    if encoding not in {"gzip", "x-gzip"}:
        raise _Failed("broken", f"the server packs the page with {encoding[:40]!r}, which was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for packed in _raw(response):
        rest = packed
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, BLOCK)
            rest = unpacker.unconsumed_tail
            if unpacker.eof and unpacker.unused_data:  # another member follows
                rest, unpacker = unpacker.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
    if not unpacker.eof:
        raise _Failed("broken", "the page breaks off; try again")


def _raw(response: http.client.HTTPResponse) -> Iterator[bytes]:
    length = response.length
    got = 0
    while piece := response.read(BLOCK):
        got += len(piece)
        yield piece
    if length is not None and got < length:
        raise _Failed("broken", "the page breaks off; try again")
