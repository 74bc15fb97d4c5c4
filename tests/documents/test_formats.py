"""What each format gives: documents with their metadata and origin, rejections with a reason and a place."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from onrecord import documents
from onrecord.documents import Rejection
from onrecord.records import Document

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The minister denied the claims. “There is no plan,” he said."
PAGE = f"""<!doctype html><html><head><title>Minister denies - The Gazette</title>
<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="https://gazette.example/a">
<meta property="article:published_time" content="2024-07-11T10:00:00Z"></head><body>
<nav><a href="/">Home and all our sections</a></nav><article><h1>Minister denies</h1>
<p>{SENTENCE}</p><p>The union, which represents <b>4,000 workers</b>, said that it would sue the ministry over the
plan.</p><p>It called on the government to resign at once, and asked voters to come to the square on Sunday.</p>
</article><script>alert("no words of the article")</script></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Gazette</title><item><title>Minister denies</title><link>https://gazette.example/a</link>
<pubDate>Thu, 11 Jul 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{SENTENCE}</p><p>Second paragraph.</p>]]></content:encoded></item>
<item><title>Link only</title><link>https://gazette.example/b</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Gazette</title><entry><title>Minister denies</title>
<link rel="edit" href="https://gazette.example/edit"/><link href="https://gazette.example/a"/>
<published>2024-07-11T10:00:00Z</published><content type="html">&lt;p&gt;{SENTENCE}&lt;/p&gt;</content></entry></feed>"""


def found(path: Path, name: str, data: bytes | str, **options) -> list[Document | Rejection]:
    file = path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(documents.open_documents([file], **options))


def one(path: Path, name: str, data: bytes | str, **options) -> Document:
    (document,) = found(path, name, data, **options)
    assert isinstance(document, Document), document
    return document


def reason(path: Path, name: str, data: bytes | str) -> str:
    (rejection,) = found(path, name, data)
    assert isinstance(rejection, Rejection), rejection
    assert str(path / name) in str(rejection)
    return rejection.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_in_unicode_encodings(tmp_path: Path, encoding: str) -> None:
    assert one(tmp_path, "a.txt", SENTENCE.encode(encoding)).text == SENTENCE


def test_text_in_an_older_encoding(tmp_path: Path) -> None:
    text = "The minister denied the claims about the café owner’s naïve protégé on Friday. " * 5
    assert one(tmp_path, "a.txt", text.encode("cp1252")).text == text


def test_text_keeps_its_characters_and_origin(tmp_path: Path) -> None:
    document = one(tmp_path, "a.txt", "One.\r\n\r\nTwo.\r")
    assert document.text == "One.\n\nTwo.\n"
    assert document.origin is not None
    assert document.origin.source == str(tmp_path / "a.txt")
    assert len(document.origin.raw_sha256 or "") == 64
    assert (document.origin.captured_at or "").endswith("+00:00")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", bytes(range(256)) * 9, "binary"),
        ("a.txt", b"%PDF-1.7 and so on", "binary"),
        ("a.txt", b"The minister \xff\xfe denied \xc3\x28 the claims \x80\x81 on Friday.", "encoding"),
        ("a.txt", b"a" * (documents.MAX_BYTES + 1), "too_large"),
        ("a.txt.gz", gzip.compress(b"a" * (documents.MAX_BYTES + 1), mtime=0), "too_large"),
        ("a.txt.gz", gzip.compress(bytes(range(200)) * 999, mtime=0)[:-200], "binary"),
        ("a.txt.gz", gzip.compress(b"The minister denied it. " * 9000, mtime=0)[:60], "broken"),
        ("a.json", "{", "broken"),
        ("a.json", "[" * 100_000, "broken"),
        ("a.json", "[]", "empty"),
        ("a.jsonl", "\n\n", "empty"),
        ("a.jsonl", "[1]", "broken"),
        ("a.jsonl", '{"title": "no text"}', "no_text"),
        ("a.jsonl", '{"text": "x", "pubstatus": "canceled"}', "withheld"),
        ("a.jsonl", '{"text": "x", "embargoed": "2999-01-01T00:00:00Z"}', "withheld"),
        ("a.csv", "title,text\n", "empty"),
        ("a.csv", "title,text\nx,\n", "no_text"),
        ("a.csv", "title,text\nx,y,z\n", "broken"),
        ("a.html", "<html><body><script>x</script></body></html>", "no_text"),
        ("a.xml", "<?xml version='1.0'?><urlset><url/></urlset>", "broken"),
        ("a.rss", "<?xml version='1.0'?><other/>", "broken"),
        ("a.rss", "<rss><channel><title>t</title></channel></rss>", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes | str, why: str) -> None:
    assert reason(tmp_path, name, data) == why


def test_a_missing_file_is_a_rejection(tmp_path: Path) -> None:
    (rejection,) = documents.open_documents([tmp_path / "none.txt"])
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "missing"


def test_markdown_loses_its_marks_and_gives_its_front_matter(tmp_path: Path) -> None:
    source = (
        '---\ntitle: "Minister denies"\ndate: 2024-07-11\n---\n# Heading\n\nThe *minister* [denied](x) it.\n\n- one\n'
    )
    document = one(tmp_path, "a.md", source)
    assert (document.title, document.published) == ("Minister denies", "2024-07-11")
    assert document.text.split("\n\n") == ["Heading", "The minister denied it.", "one\n"]


def test_a_page_gives_text_and_metadata(tmp_path: Path) -> None:
    document = one(tmp_path, "a.html", PAGE)
    assert SENTENCE in document.text
    assert "4,000 workers, said" in document.text
    assert not any(word in document.text for word in ("sections", "alert"))
    assert (document.url, document.outlet, document.published) == (
        "https://gazette.example/a",
        "The Gazette",
        "2024-07-11",
    )


def test_the_same_page_twice_is_read_twice(tmp_path: Path) -> None:
    texts = {one(tmp_path, f"{number}.html", PAGE).text for number in range(4)}
    assert len(texts) == 1


def test_a_page_in_its_declared_encoding(tmp_path: Path) -> None:
    source = PAGE.replace("<head>", '<head><meta charset="windows-1252">')
    assert SENTENCE in one(tmp_path, "a.html", source.encode("cp1252")).text


@pytest.mark.slow
def test_a_very_large_page_is_read_within_seconds(tmp_path: Path) -> None:
    document = one(
        tmp_path, "a.html", f"<html><body><article>{'<p>He denied it.</p>' * 40_000}</article></body></html>"
    )
    assert document.text.count("He denied it.") == 40_000


def test_json_lines_go_on_after_a_bad_line(tmp_path: Path) -> None:
    lines = ['{"text": "One."}', "{", '{"body": "Two.", "headline": "T", "link": "u", "source": {"name": "Gazette"}}']
    first, bad, last = found(tmp_path, "a.jsonl", "\n".join(lines))
    assert isinstance(bad, Rejection)
    assert bad.place == "line 2"
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (last.text, last.title, last.url, last.outlet) == ("Two.", "T", "u", "Gazette")
    assert last.origin is not None
    assert last.origin.record == "line 3"


@pytest.mark.parametrize(
    "value",
    [
        {"text": "One."},
        [{"text": "One."}],
        {"articles": [{"content": "One."}]},
        {"response": {"results": [{"body": "One."}]}},
        {"@type": "NewsArticle", "articleBody": "One."},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"content_html": "<p>One.</p>"}]},
    ],
)
def test_json_in_its_usual_shapes(tmp_path: Path, value: object) -> None:
    assert one(tmp_path, "a.json", json.dumps(value, indent=1)).text == "One."


def test_json_lines_under_the_name_of_json(tmp_path: Path) -> None:
    assert len(found(tmp_path, "a.json", '{"text": "One."}\n{"text": "Two."}\n')) == 2


def test_a_lone_surrogate_does_not_survive(tmp_path: Path) -> None:
    one(tmp_path, "a.jsonl", '{"text": "A \\ud800 b."}').text.encode("utf-8")


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_tables(tmp_path: Path, name: str, separator: str) -> None:
    rows = [["Title", "Article Text", "Date"], ["T", '"One, two;\nthree."', "11/07/2024"], ["", "", ""]]
    document = one(tmp_path, name, "\n".join(separator.join(row) for row in rows))
    assert (document.title, document.text, document.published) == ("T", "One, two;\nthree.", None)


def test_columns_can_be_named(tmp_path: Path) -> None:
    document = one(tmp_path, "a.csv", "note,text\nOne.,Two.\n", columns={"text": "Note"})
    assert document.text == "One."


def test_a_long_cell_is_no_error(tmp_path: Path) -> None:
    assert len(one(tmp_path, "a.csv", f"title,text\nx,{'a' * 200_000}\n").text) == 200_000


def test_rss(tmp_path: Path) -> None:
    article, link = found(tmp_path, "a.xml", RSS)
    assert isinstance(article, Document)
    assert article.text == f"{SENTENCE}\nSecond paragraph."
    assert (article.title, article.url, article.outlet) == (
        "Minister denies",
        "https://gazette.example/a",
        "The Gazette",
    )
    assert article.published == "2024-07-11T10:00:00+00:00"
    assert isinstance(link, Rejection)
    assert (link.place, link.reason) == ("item 2", "listed")


def test_atom(tmp_path: Path) -> None:
    article = one(tmp_path, "a.atom", ATOM)
    assert (article.text, article.url) == (SENTENCE, "https://gazette.example/a")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    entities = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "expanded">]>'
    feed = f"<?xml version='1.0'?>{entities}<rss><channel><item><description>&x;&y; One.</description></item></channel></rss>"
    for item in found(tmp_path, "a.rss", feed):
        assert "hunter2" not in str(item)


def test_a_folder_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/x.txt", ".hidden.txt", "style.css"):
        (tmp_path / name).write_text(f"Text {name}.")
    texts = [item.text for item in documents.open_documents([tmp_path]) if isinstance(item, Document)]
    assert texts == ["Text a.txt.", "Text c.txt.", "Text b/x.txt."]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (rejection,) = documents.open_documents([tmp_path])
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "empty"


def test_warc(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-07-12T00:00:00Z\r\n"
        "WARC-Target-URI: https://gazette.example/fetched\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    document = one(tmp_path, "a.warc.gz", gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0))
    assert SENTENCE in document.text
    assert document.url == "https://gazette.example/a"
    assert document.origin is not None
    assert document.origin.captured_at == "2024-07-12T00:00:00Z"


def test_a_stream_that_is_open_already() -> None:
    (document,) = documents.open_stream("upload", io.BytesIO(PAGE.encode()))
    assert isinstance(document, Document)
    assert document.outlet == "The Gazette"
    assert document.origin is not None
    assert document.origin.source == "upload"


def test_counting(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert documents.count_documents([tmp_path]) == 3
    assert documents.count_documents(["-"]) is None
