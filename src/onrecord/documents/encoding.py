"""Bytes to text: marks at the start, a declared encoding, UTF-8, and only then a guess that must be a good one."""

from __future__ import annotations

import codecs
import re
import unicodedata

MARKS = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,8}=\s{0,8}["']?\s{0,8}([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
SAMPLE = 200_000  # bytes that a guess is made from
LIKELY = (
    "cp1252"  # what undeclared bytes most often are, and what browsers take them for; chosen where others fit no better
)
MARGIN = 0.02
MAX_CHAOS = 0.1  # of charset-normalizer's measure of how unlike any language a decoding looks; 0 is clean
SIGNS = frozenset("°©®™£€¥¢§¶±×÷½¼¾²³¹ªº\xad")  # symbols that newspapers print
NEWLINES = re.compile("\r\n?|[\x85\u2028]")
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def is_binary(head: bytes) -> bool:
    """True where the first bytes are no text in any encoding: a known file mark, NUL, many control characters."""
    if head.startswith(MAGIC):
        return True
    if _marked(head):
        return False
    return b"\x00" in head or len(head) - len(head.translate(None, CONTROLS)) > 0.05 * len(head)


def decode(data: bytes, *, declared: bool = False) -> str | None:
    """The text of some bytes, with line feeds as line ends, or None where no encoding fits well.

    With `declared`, an encoding that the first 2,000 bytes name (HTML's charset, XML's encoding) is tried before UTF-8.
    """
    names = [_marked(data), _declaration(data) if declared else None, "utf-8"]
    for name in filter(None, names):
        try:
            return _clean(data.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data)


def sound(text: str) -> str:
    """The text with line feeds as line ends and no lone surrogates, which no encoding could write."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in MARKS if data.startswith(mark)), None)


def _declaration(data: bytes) -> str | None:
    match = DECLARED.search(data[:2000])
    return match.group(1).decode("ascii") if match else None


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - loaded for the rare text that is not UTF-8

    matches = [match for match in from_bytes(data[:SAMPLE]) if match.chaos <= MAX_CHAOS]
    if not matches:
        return None
    names = [match.encoding for match in matches if match.chaos <= matches[0].chaos + MARGIN]
    try:
        text = _clean(data.decode(LIKELY if LIKELY in names else names[0]))
    except (UnicodeDecodeError, LookupError):
        return None
    return text if _is_writing(text) else None


def _is_writing(text: str) -> bool:
    """False where a guessed decoding has what prose has not: box drawing and other symbols, controls, unassigned."""
    odd = {character for character in text if not character.isascii() and not character.isalnum()}
    return all(unicodedata.category(character)[0] in "PZM" or character in SIGNS for character in odd)


def _clean(text: str) -> str:
    return NEWLINES.sub("\n", text)
