"""Which addresses may be fetched: plain http and https addresses of hosts on the public internet, and no other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

IPAddress = IPv4Address | IPv6Address

LONGEST = 4096  # characters of an address
PORTS = {"http": 80, "https": 443}
NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"\u2028\u2029]")
# Beside what `ipaddress` knows, which differs between versions of Python: shared, translating, tunnelling, documentation
# and discard ranges, and a public address at which a cloud serves its machines.
REFUSED_4 = tuple(map(IPv4Network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
)))  # fmt: skip
PUBLIC_6 = IPv6Network("2000::/3")
REFUSED_6 = tuple(map(IPv6Network, (
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)))  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")


class Refused(ValueError):
    """An address that is not fetched; the text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: `host` is a name in ASCII or an IP address without brackets, `path` goes on the wire."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as the Host header has it, with its port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The address, plainly spelled."""
        return f"{self.scheme}://{self.authority}{self.path}"


def is_web_address(source: str) -> bool:
    """True where an input is meant as an address of the web and not as a file."""
    return re.match(r"https?:", source, re.IGNORECASE) is not None


def target_of(url: str) -> Target:
    """Takes an address apart. Raises Refused for other schemes, names and passwords within it, and hosts that are spelled
    in a way that programs read differently (numbers that are no dotted quad, escapes, control characters ...).
    """
    if len(url) > LONGEST:
        raise Refused(f"the address is longer than {LONGEST} characters")
    if UNSAFE.search(url):
        raise Refused("the address holds blanks, control characters or others that have no place in one")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"it is no address ({error})") from error
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise Refused("only http and https are fetched")
    if "@" in parts.netloc:
        raise Refused("addresses with a name or password are not fetched")
    host = _host(parts.netloc)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return Target(scheme, host, PORTS[scheme] if port is None else port, path + query)


def _host(authority: str) -> str:
    if authority.startswith("["):
        inner, _, rest = authority[1:].partition("]")
        if rest and not re.fullmatch(r":[0-9]*", rest):
            raise Refused("the host is not spelled plainly")
        return _literal(inner)
    host, _, _ = authority.partition(":")
    # As resolvers and browsers do it: full-width and circled digits, and dots of other scripts, become plain ones.
    plain = unicodedata.normalize("NFKC", host).lower().replace("。", ".").replace("｡", ".")
    if not plain.isascii():
        try:
            plain = plain.encode("idna").decode("ascii").lower()
        except UnicodeError as error:
            raise Refused(f"the host is no name ({error})") from error
    plain = plain.removesuffix(".")
    if NUMBER.fullmatch(plain.rpartition(".")[2]):
        return _literal(plain)  # programs disagree on decimal, octal, hexadecimal and short forms: none is taken
    if len(plain) > 253 or not NAME.fullmatch(plain):
        raise Refused("the host is no name")
    return plain


def _literal(text: str) -> str:
    try:
        return str(ip_address(text)) if "%" not in text else _no_literal(text)
    except ValueError:
        return _no_literal(text)


def _no_literal(text: str) -> str:
    raise Refused(f"{text!r} is no plainly written IP address")


def is_public(address: IPAddress) -> bool:
    """True for an address on the public internet: not private, loopback, link-local, multicast, reserved, unspecified,
    shared, for documentation or for tunnels. Addresses that carry one of IPv4 are what they carry.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        carried = address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None)
        if carried is None:
            return address in PUBLIC_6 and address.is_global and not any(address in network for network in REFUSED_6)
        address = carried
    return address.is_global and not address.is_multicast and not any(address in network for network in REFUSED_4)
