"""What comes in from agencies, crawls, tables of columns and lists of pages, beside the plain formats."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from onrecord import documents
from onrecord.documents import Rejection
from onrecord.documents.blocks import parse
from onrecord.documents.fetching import Fetched
from onrecord.documents.gdelt import text_of_quotes
from onrecord.documents.metadata import guessed_date, told_by
from onrecord.documents.ninjs import withheld
from onrecord.documents.pages import document_of_page
from onrecord.records import Document
from tests.documents.test_formats import PAGE, SENTENCE, found, one

if TYPE_CHECKING:
    from pathlib import Path

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{NEWS}"><url>
<loc>https://gazette.example/a</loc><news:news><news:publication><news:name>The Gazette</news:name></news:publication>
<news:publication_date>2024-07-11T10:00:00Z</news:publication_date><news:title>Minister denies</news:title></news:news>
</url><url><loc>https://gazette.example/b</loc></url></urlset>"""


def warc(*pages: str) -> bytes:
    """A WARC file of pages, each record packed for itself."""
    records = b""
    for number, page in enumerate(pages, 1):
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2024-07-12T00:00:00Z\r\nWARC-Target-URI: https://gazette.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        records += gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)
    return records


def wacz(members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return file.getvalue()


def plain(number: int) -> str:
    return PAGE.replace("gazette.example/a", f"gazette.example/page{number}")


def parquet(path: Path, columns: dict[str, list[Any]], **options: Any) -> Path:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet as pq  # noqa: PLC0415

    pq.write_table(pa.table(columns), path, **options)
    return path


def test_wacz_gives_the_pages_of_all_its_archives(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    data = wacz({
        "archive/b.warc.gz": warc(plain(3)), "archive/a.warc.gz": warc(plain(1), plain(2)),
        "pages/pages.jsonl": b"{}", "datapackage.json": b"{}",
    })  # fmt: skip
    for name in ("crawl.wacz", "crawl.zip"):
        articles = found(tmp_path, name, data)
        assert [article.url for article in articles] == [
            f"https://gazette.example/page{number}" for number in (1, 2, 3)
        ]
        assert articles[0].origin.record.startswith("archive/a.warc.gz record ")
        assert articles[0].origin.captured_at == "2024-07-12T00:00:00Z"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (wacz({"datapackage.json": b"{}"}), "empty"),
        (wacz({"archive/a.warc": bytes(9_000_000)}, zipfile.ZIP_DEFLATED), "too_large"),
        (wacz({"archive/a.warc": b"no archive"}), "broken"),
        (wacz({"archive/a.warc.gz": warc(PAGE)})[:-9], "broken"),
        (b"PK\x03\x04 and no more", "broken"),
        (gzip.compress(wacz({"archive/a.warc.gz": warc(PAGE)}), mtime=0), "unreadable"),
    ],
)  # fmt: skip
def test_a_wacz_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, why: str) -> None:
    pytest.importorskip("fastwarc")
    (rejection,) = found(tmp_path, "crawl.wacz", data)
    assert isinstance(rejection, Rejection)
    assert rejection.reason == why


def test_a_bad_archive_in_a_wacz_does_not_stop_the_others(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    broken = bytearray(wacz({"archive/a.warc": warc(plain(1)) * 3, "archive/b.warc.gz": warc(plain(2))}))
    broken[200:300] = b"x" * 100  # the checksum of the first no longer holds
    items = found(tmp_path, "crawl.wacz", bytes(broken))
    assert [item.url for item in items if isinstance(item, Document)][-1] == "https://gazette.example/page2"
    assert any(isinstance(item, Rejection) for item in items)


def test_parquet_in_batches_with_the_usual_and_with_named_columns(tmp_path: Path) -> None:
    rows = range(100)
    path = parquet(
        tmp_path / "a.parquet",
        {
            "headline": [f"T{row}" for row in rows], "Article-Text": [f"{SENTENCE} {row}" for row in rows],
            "note": ["Other."] * 100, "date": [datetime(2024, 7, 11, 10, tzinfo=UTC)] * 100,
            "source": [{"name": "Gazette"}] * 100, "picture": [bytes(1000)] * 100,
        },
        row_group_size=30,
    )  # fmt: skip
    articles = list(documents.open_documents([path]))
    assert [article.text for article in articles] == [f"{SENTENCE} {row}" for row in rows]
    last = articles[-1]
    assert (last.title, last.published, last.outlet) == ("T99", "2024-07-11T10:00:00+00:00", "Gazette")
    assert last.origin.record == "row 100"
    assert {one.text for one in documents.open_documents([path], columns={"text": "note"})} == {"Other."}


def test_parquet_tells_rows_without_text_and_what_is_broken(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"title": ["a", "b"], "text": [None, SENTENCE]})
    first, second = documents.open_documents([path])
    assert (first.reason, first.place) == ("no_text", "row 1")
    assert second.text == SENTENCE
    data = path.read_bytes()
    assert [item.reason for item in found(tmp_path, "b.parquet", data[:-20])] == ["broken"]
    assert [item.reason for item in found(tmp_path, "c.parquet.gz", gzip.compress(data, mtime=0))] == ["unreadable"]
    (only,) = documents.open_documents([parquet(tmp_path / "d.parquet", {"picture": [b"x"]})])
    assert (only.reason, only.place) == ("no_text", "row 1")
    empty = parquet(tmp_path / "e.parquet", {"text": []})
    assert [item.reason for item in documents.open_documents([empty])] == ["empty"]


def test_a_news_sitemap_lists_pages_with_what_it_tells_of_them(tmp_path: Path) -> None:
    first, second = found(tmp_path, "a.xml", SITEMAP)
    assert (first.reason, first.place) == ("listed", "entry 1")
    assert "https://gazette.example/a (Minister denies · 2024-07-11T10:00:00+00:00)" in first.message
    assert "--follow" in second.message


def test_pages_of_sitemaps_and_feeds_are_fetched_where_that_is_wanted(tmp_path: Path) -> None:
    bare = PAGE.replace('<meta property="article:published_time" content="2024-07-11T10:00:00Z">', "")
    index = "<sitemapindex><sitemap><loc>https://gazette.example/news.xml</loc></sitemap></sitemapindex>"
    pages = {"news.xml": SITEMAP, "a": bare, "loop.xml": index.replace("news", "loop"), "index.xml": index}

    def fetch(url: str) -> Fetched | Rejection:
        data = pages.get(url.removeprefix("https://gazette.example/"))
        return Fetched(url, data.encode(), None) if data else Rejection(url, None, "unreachable", "no such page")

    (tmp_path / "news.xml").write_text(SITEMAP)
    for source in (tmp_path / "news.xml", tmp_path, "https://gazette.example/index.xml"):
        article, missing = documents.open_documents([source], fetch=fetch, follow=True)
        assert SENTENCE in article.text
        assert (article.outlet, article.published) == ("The Gazette", "2024-07-11T10:00:00+00:00")
        assert (missing.source, missing.reason) == ("https://gazette.example/b", "unreachable")
    (looped,) = documents.open_documents(["https://gazette.example/loop.xml"], fetch=fetch, follow=True)
    assert looped.reason == "listed"
    assert [item.reason for item in documents.open_documents([tmp_path], fetch=fetch)] == ["listed", "listed"]


def test_the_quotation_graph_becomes_a_text_with_its_quotations(tmp_path: Path) -> None:
    line = {
        "date": "2024-07-11T10:00:00Z", "lang": "ENGLISH", "url": "https://gazette.example/a", "title": "Minister denies",
        "quotes": [
            {"pre": 'The minister denied it on Monday. "', "quote": "There is no plan", "post": '," he told reporters in Lund, and added: "We never h'},
            {"pre": '"There is no plan," he told reporters in Lund, and added: "', "quote": "We never had one", "post": '."'},
            {"pre": "A spokesman of the union said ", "quote": "This is not over", "post": ""},
            {"pre": None, "quote": ""}, "nothing",
        ],
    }  # fmt: skip
    article = one(tmp_path, "gqg.json.gz", gzip.compress((json.dumps(line) + "\n").encode(), mtime=0))
    assert article.text.split("\n") == [
        "The minister denied it on Monday. “There is no plan,” he told reporters in Lund, and added: “We never had one.”",
        "A spokesman of the union said “This is not over”",
    ]
    assert (article.url, article.published) == ("https://gazette.example/a", "2024-07-11T10:00:00+00:00")


def test_quotations_that_stand_near_each_other_are_one_passage() -> None:
    first = {"pre": "On Monday he said ", "quote": "We never had one", "post": " and then he left the room in a"}
    second = {"pre": "and then he left the room in a hurry, calling ", "quote": "goodbye", "post": ""}
    assert text_of_quotes([first, second, second]) == (
        "On Monday he said “We never had one” and then he left the room in a hurry, calling “goodbye”"
    )
    assert text_of_quotes([first, {"quote": "Other words"}]).count("\n") == 1
    for none in (None, "words", [], [1, {"quote": 2}, {"quote": "“”"}]):
        assert text_of_quotes(none) == ""


def test_ninjs_of_every_version(tmp_path: Path) -> None:
    first = {
        "uri": "urn:newsml:1",
        "type": "text",
        "headline": "T",
        "body_text": SENTENCE,
        "versioncreated": "2024-07-11T10:00:00Z",
    }
    second = {
        "uri": "urn:newsml:1", "headlines": [{"role": "sub", "value": "S"}, {"role": "main", "value": "T"}],
        "bodies": [{"contenttype": "text/html", "value": f"<p>{SENTENCE}</p>"}, {"contenttype": "text/plain", "value": SENTENCE}],
        "infosources": [{"name": "Agency"}], "firstCreated": "2024-07-11T10:00:00Z",
    }  # fmt: skip
    for number, item in enumerate((first, second)):
        article = one(tmp_path, f"{number}.json", json.dumps(item))
        assert (article.text, article.title, article.published) == (SENTENCE, "T", "2024-07-11T10:00:00+00:00")
    assert article.outlet == "Agency"


NOW = datetime(2024, 7, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "is_withheld"),
    [
        ({}, False),
        ({"pubstatus": "usable", "embargoed": ""}, False),
        ({"pubstatus": "Canceled"}, True),
        ({"pubstatus": "withheld"}, True),
        ({"canceled": True}, True),
        ({"canceled": "false"}, False),
        ({"embargoed": "2024-07-11T11:59:59Z"}, False),
        ({"embargoed": "2024-07-11T12:00:01Z"}, True),
        ({"embargoed": "2024-07-11T14:00:01+02:00"}, True),
        ({"embargoed": "2024-07-11T14:00:00+04:00"}, False),
        ({"embargoed": "2024-08"}, True),
        ({"embargoed": "2024"}, False),
        ({"embargoed": True}, True),
        ({"embargoed": "until the speech"}, True),
        ({"embargoed": False}, False),
    ],
)
def test_what_is_cancelled_or_under_embargo_is_withheld(fields: dict[str, Any], *, is_withheld: bool) -> None:
    assert (withheld(fields, NOW) is not None) == is_withheld


LD = {
    "@context": "https://schema.org", "@graph": [
        {"@type": "WebPage", "name": "Page"},
        {"@type": ["NewsArticle"], "headline": "Minister  denies", "datePublished": "2024-07-11T10:00:00+02:00",
         "publisher": {"@type": "Organization", "name": "The Gazette"}, "mainEntityOfPage": {"@id": "https://gazette.example/ld"},
         "articleBody": f"<p>{SENTENCE}</p><p>More of it.</p>"},
    ],
}  # fmt: skip


def test_a_page_is_told_by_its_data() -> None:
    source = f'<html><head><script type="application/ld+json">{json.dumps(LD)}</script></head><body></body></html>'
    article = document_of_page(source, "https://gazette.example/fetched")
    assert article == Document(
        f"{SENTENCE}\nMore of it.",
        "Minister denies",
        "https://gazette.example/ld",
        "The Gazette",
        "2024-07-11T10:00:00+02:00",
    )


@pytest.mark.parametrize(
    "data", ["{", "[" * 5000, "[]", '{"@type": 1}', '{"@type": "Article", "publisher": [], "headline": 3}']
)
def test_data_that_is_none_tells_nothing(data: str) -> None:
    root = parse(f'<html><head><script type="application/ld+json">{data}</script></head><body><p>x</p></body></html>')
    assert told_by(root) == Document("")


def test_a_date_that_stands_on_the_page_only_is_found() -> None:
    root = parse('<html><body><p>He denied it.</p><time datetime="2024-07-11">Thursday</time></body></html>')
    assert guessed_date(root) == "2024-07-11"
    assert guessed_date(parse("<html><body><p>He denied it.</p></body></html>")) is None


def test_a_page_that_the_extractor_gives_up_is_walked() -> None:
    article = document_of_page("<html><head><title>T</title></head><body><p>He denied it.</p></body></html>")
    assert article == Document("He denied it.", title="T")
