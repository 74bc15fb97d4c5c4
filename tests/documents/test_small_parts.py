"""Dates, formats told from first bytes, encodings; rejections as JSON."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents import FORMATS, REASONS, Format, Rejection, open_stream
from onrecord.documents.blocks import text_of_fragment
from onrecord.documents.dates import iso_date
from onrecord.documents.encoding import decode, is_binary
from onrecord.documents.sniffing import format_of, sniff
from onrecord.errors import RecordError
from onrecord.records import Document


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024", "2024"),
        ("2024-07", "2024-07"),
        ("2024-07-11", "2024-07-11"),
        ("20240711", "2024-07-11"),
        ("20240711101500", "2024-07-11T10:15:00+00:00"),
        ("2024-07-11T10:15:00Z", "2024-07-11T10:15:00+00:00"),
        ("2024-07-11 10:15", "2024-07-11T10:15:00"),
        ("Thu, 11 Jul 2024 10:15:00 +0200", "2024-07-11T10:15:00+02:00"),
        (1720692900, "2024-07-11T10:15:00+00:00"),
        (1720692900000, "2024-07-11T10:15:00+00:00"),
        ("03/04/2024", None),
        ("yesterday", None),
        ("20241399", None),
        ("", None),
        (None, None),
        (True, None),
        (float("nan"), None),
        ([], None),
    ],
)
def test_dates(written: object, iso: str | None) -> None:
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    ("head", "format_"),
    [
        (b"WARC/1.0\r\n", "warc"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<html xmlns='x'>", "html"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b'{"text": "a"}\n{"text": "b"}\n', "jsonl"),
        (b'{"text": "a line longer than the first bytes', "jsonl"),
        (b'{\n "text": "a"\n}', "json"),
        (b'[{"text": "a"}]', "json"),
        (b"[Editor's note: this is prose]", "text"),
        (b"{this is prose, too}", "text"),
        (b"title,text,date\nx,y,z", "csv"),
        (b'"title";"body"\n', "csv"),
        (b"url\tcontent\n", "tsv"),
        (b"Text, body and content were discussed.", "text"),
        (b"<3 is how they end their letters", "text"),
        (b"", "text"),
    ],
)
def test_formats_by_first_bytes(head: bytes, format_: str) -> None:
    assert sniff(head) == format_


@pytest.mark.parametrize(
    ("name", "format_"),
    [("A.TXT", "text"), ("x.jsonl.gz", "jsonl"), ("x.warc.gz", "warc"), ("x.htm", "html"), ("-", "text")],
)
def test_formats_by_name(name: str, format_: str) -> None:
    assert format_of(name, b"Words.") == format_


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_do_not(data: bytes) -> None:
    is_binary(data)
    text = decode(data)
    assert text is None or "\r" not in text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_utf8_is_read_as_it_is(text: str) -> None:
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    assert decode(text.encode()) == expected.removeprefix("\ufeff")


@given(st.text(max_size=200))
def test_any_fragment_has_a_text(source: str) -> None:
    assert "<p>" not in text_of_fragment(f"<p>{source.replace('<', '')}</p>") or "&lt;p" in source


def test_fragments_keep_paragraphs() -> None:
    assert (
        text_of_fragment("<p>One <b>bold</b>\n word.</p>Tail<br>Two<script>x()</script>") == "One bold word.\nTail\nTwo"
    )


@pytest.mark.parametrize("reason", REASONS)
def test_rejections_survive_json(reason) -> None:
    rejection = Rejection("a.jsonl", "line 2", reason, "why")
    assert Rejection.from_json(rejection.to_json()) == rejection


def test_no_rejection() -> None:
    with pytest.raises(RecordError):
        Rejection.from_json({"source": "x", "reason": "bored"})


PIECES = st.sampled_from(
    [b"<", b">", b"<p>", b"</p>", b"<item>", b"<rss>", b"<channel>", b"&x;", b"{", b"}", b"[", b"]", b'"', b",", b"\t", b"\n",
     b"text", b'"text":', b"null", b"1", b"\xff", b"\x00", b"\\ud800", "é".encode(), b"WARC/1.0\r\n", b"---\n", b"<!DOCTYPE", b"\r"]
)  # fmt: skip


@pytest.mark.parametrize("format_", FORMATS)
@given(st.lists(PIECES, max_size=40).map(b"".join) | st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_a_reader(format_: Format, data: bytes) -> None:
    for item in open_stream("some", io.BytesIO(data), format_=format_):
        assert isinstance(item, Document | Rejection)
        assert not isinstance(item, Document) or item.text.encode() is not None
