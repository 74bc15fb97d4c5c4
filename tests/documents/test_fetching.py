"""Fetching, from a server on this machine that only the tests' own argument lets through."""

from __future__ import annotations

import gzip
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from onrecord.documents import MAX_BYTES, Rejection, fetching, open_documents
from onrecord.documents.addresses import is_public
from onrecord.documents.fetching import Fetched, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = b"<html><head><title>Denial</title></head><body><article><p>%s</p></article></body></html>" % (
    b"Ministers denied the claims of the union on Monday, said Ana Ruiz. " * 5
)


@cache
def bomb() -> bytes:
    return gzip.compress(b"a" * (10 * MAX_BYTES), 1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name, _, rest = unquote(self.path).lstrip("/").partition("/")
        getattr(self, f"give_{name}", self.give_missing)(rest)

    def log_message(self, *_: object) -> None:
        pass

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        given = {"Content_Type": "text/html", "Content_Length": str(len(body))} | headers
        for header, value in given.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def give_page(self, _: str) -> None:
        self.send(PAGE)

    def give_packed(self, _: str) -> None:
        half = len(PAGE) // 2
        self.send(gzip.compress(PAGE[:half]) + gzip.compress(PAGE[half:]), Content_Encoding="gzip")

    def give_bomb(self, _: str) -> None:
        self.send(bomb(), Content_Encoding="gzip")

    def give_broken(self, _: str) -> None:
        self.send(gzip.compress(PAGE)[:-20], Content_Encoding="gzip")

    def give_strange(self, _: str) -> None:
        self.send(PAGE, Content_Encoding="br")

    def give_short(self, _: str) -> None:
        self.send(PAGE, Content_Length=str(len(PAGE) + 10))
        self.close_connection = True

    def give_endless(self, _: str) -> None:
        self.send(b"", Content_Length=str(10 * MAX_BYTES))
        for _piece in range(10 * MAX_BYTES // 100_000):
            try:
                self.wfile.write(b"a" * 100_000)
            except OSError:
                return

    def give_slow(self, _: str) -> None:
        self.send(b"", Content_Length="1000")
        self.drip()

    def give_slowhead(self, _: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        self.drip()

    def drip(self) -> None:
        self.close_connection = True
        for _piece in range(100):
            try:
                self.wfile.write(b"a")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def give_hops(self, left: str) -> None:
        self.send(b"", 302, Location=f"/hops/{int(left) - 1}" if int(left) else "/page")

    def give_away(self, where: str) -> None:
        self.send(b"", 301, Location=where.replace("|", "/"))

    def give_missing(self, _: str) -> None:
        self.send(b"no", 404)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def here(address: object) -> bool:
    return str(address) == "127.0.0.1"


def reason(answer: Fetched | Rejection) -> str:
    assert isinstance(answer, Rejection), answer
    assert answer.message
    return answer.reason


def test_pages_come_as_they_are(site: str) -> None:
    for name in ("page", "packed", "hops/4"):
        page = fetch(f"{site}/{name}", allowed=here)
        assert isinstance(page, Fetched), page
        assert (page.data, page.format_) == (PAGE, "html")
    assert page.url == f"{site}/page"


def test_a_page_is_an_article_with_its_address(site: str) -> None:
    (document,) = open_documents([f"{site}/hops/0"], fetch=lambda url: fetch(url, allowed=here))
    assert not isinstance(document, Rejection)
    assert document.url == f"{site}/page"
    assert "denied the claims" in document.text
    assert document.origin is not None
    assert document.origin.source == f"{site}/page"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hops/5", "unreachable"), ("missing", "unreachable"), ("bomb", "too_large"), ("endless", "too_large"),
        ("broken", "broken"), ("strange", "broken"), ("short", "broken"),
        ("away/http:||10.0.0.1|", "refused"), ("away/||10.0.0.1|", "refused"), ("away/file:||etc|passwd", "refused"),
        ("away/http:||[::1]|", "refused"), ("away/http:||a@127.0.0.1|", "refused"), ("away/http:||[|", "refused"),
    ],
)  # fmt: skip
def test_limits(site: str, name: str, expected: str) -> None:
    assert reason(fetch(f"{site}/{name}", allowed=here)) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", ["slow", "slowhead"])
def test_a_server_cannot_stretch_the_time(site: str, name: str) -> None:
    begun = time.monotonic()
    assert reason(fetch(f"{site}/{name}", seconds=0.5, allowed=here)) == "unreachable"
    assert time.monotonic() - begun < 2


def test_looking_up_a_name_has_its_time() -> None:
    begun = time.monotonic()
    answer = fetch("http://example.org/", seconds=0.2, resolve=lambda *_: time.sleep(3) or [])
    assert reason(answer) == "unreachable"
    assert time.monotonic() - begun < 2


def test_a_name_is_looked_up_once_and_that_address_connected_to(site: str) -> None:
    asked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = site.rpartition(":")[2]
    page = fetch(f"http://rebinding.example:{port}/page", allowed=here, resolve=resolve)
    assert isinstance(page, Fetched)
    assert asked == ["rebinding.example"]


def test_the_address_connected_to_is_checked_again(site: str) -> None:
    answers = iter((True, False))  # as if the connection led elsewhere than it was sent
    assert reason(fetch(f"{site}/page", allowed=lambda _: next(answers))) == "refused"


def test_a_redirect_is_checked_by_what_its_host_is_now(site: str) -> None:
    """A name that is public at first and private at the next hop."""
    found = iter((["127.0.0.1"], ["10.0.0.1"]))
    port = site.rpartition(":")[2]
    answer = fetch(f"http://rebinding.example:{port}/hops/3", allowed=here, resolve=lambda *_: next(found))
    assert reason(answer) == "refused"


def test_without_the_tests_argument_this_machine_is_refused(site: str) -> None:
    assert reason(fetch(f"{site}/page")) == "refused"
    assert not is_public(ip_address("127.0.0.1"))


def test_certificates_are_verified() -> None:
    context = fetching._tls()
    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


def test_proxies_are_not_used(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert isinstance(fetch(f"{site}/page", allowed=here), Fetched)
