"""No spelling of an address that is not on the public internet is fetched."""

from __future__ import annotations

import socket
import tomllib
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents import Rejection, open_documents
from onrecord.documents.addresses import Refused, is_public, target_of
from onrecord.documents.fetching import fetch
from tests.conftest import CASES

ADDRESSES = tomllib.loads((CASES / "addresses_refused.toml").read_text(encoding="utf-8"))
# What names in the cases stand for; like a resolver that takes every old spelling, which ours must not be asked.
KNOWN = {"localhost": "127.0.0.1", "user.localhost": "127.0.0.1", "ip6-localhost": "::1", "example.org": "10.0.0.7"}


def resolve(host: str, _: int) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return [KNOWN.get(host) or socket.inet_ntoa(socket.inet_aton(host))]


@pytest.mark.parametrize("url", ADDRESSES["url"])
def test_refused_without_a_connection(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = fetch(url, resolve=resolve)
    assert isinstance(answer, Rejection)
    assert answer.reason == "refused"


@pytest.mark.parametrize("url", ADDRESSES["public"])
def test_public_addresses_are_admitted(url: str) -> None:
    target = target_of(url)
    try:
        address = ip_address(target.host)
    except ValueError:
        assert target.host.isascii()
    else:
        assert is_public(address)
    assert target.path.isascii()
    assert target.path.startswith("/")


def test_one_address_that_is_not_public_is_enough() -> None:
    answer = fetch("http://example.org/", resolve=lambda *_: ["93.184.215.14", "192.168.0.1"])
    assert isinstance(answer, Rejection)
    assert answer.reason == "refused"


@given(st.ip_addresses(v=4))
def test_carried_addresses_are_what_they_carry(address) -> None:
    for text in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(ip_address(text)) == is_public(address)
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:
        assert not is_public(address)


@given(st.text(max_size=40))
def test_no_text_breaks_the_check(text: str) -> None:
    for url in (text, f"http://{text}", f"http://{text}/", f"https://[{text}]/", f"http://example.org/{text}"):
        try:
            target = target_of(url)
        except Refused:
            continue
        again = target_of(target.url)
        assert (again.host, again.port, again.scheme) == (target.host, target.port, target.scheme)


def test_nothing_is_fetched_unasked() -> None:
    (item,) = open_documents(["https://example.org/"])
    assert isinstance(item, Rejection)
    assert item.reason == "refused"
