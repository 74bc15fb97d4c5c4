"""In: a file per format; each yields the Documents it holds, or a Rejection that says which, where, why and the way out.

>>> from onrecord import documents
>>> for item in documents.open_documents(["article.txt", "archive.jsonl", "pages/"]):
...     print(item)

One bad article never stops the others. A document is at most `MAX_BYTES` long, unpacked; addresses of the web are fetched only where the caller asks for it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.documents.addresses import is_web_address
from onrecord.documents.captures import HEAD, MAX_BYTES, STDIN, Capture, capture_of, open_capture
from onrecord.documents.rejection import REASONS, Listed, Reason, Rejection, rejection_of
from onrecord.documents.sniffing import EXTENSIONS, FORMATS, Format, format_of, sniff
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import IO

    from onrecord.documents.fetching import Fetched

    Fetch = Callable[[str], Fetched | Rejection]

__all__ = [
    "FORMATS", "HEAD", "MAX_BYTES", "REASONS", "STDIN", "Format", "Reason", "Rejection", "count_documents",
    "open_documents", "open_stream", "rejection_of",
]  # fmt: skip

# The readers by format; each is loaded when an input of its format comes, so that plain text needs no HTML parser.
READERS: dict[Format, str] = {
    "text": "plain.read_text", "markdown": "plain.read_markdown", "html": "pages.read_page",
    "json": "lines_of_json.read_json", "jsonl": "lines_of_json.read_json_lines", "csv": "delimited.read_table",
    "tsv": "delimited.read_table", "feed": "feeds.read_feed", "warc": "archives.read_archive",
    "wacz": "archives.read_collection", "parquet": "columnar.read_parquet",
}  # fmt: skip
MAPPED = frozenset(("json", "jsonl", "csv", "tsv", "parquet"))
DEEPEST = 3  # from a sitemap of sitemaps to a page; pages that pages name are never followed
# What a saved page has lying beside it; passed over in folders, since it never holds an article.
BESIDE_PAGES = frozenset(
    (".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".mp4", ".map")
)


def open_documents(
    sources: Iterable[str | Path], *, format_: Format | None = None, columns: Mapping[str, str] | None = None,
    fetch: Fetch | None = None, follow: bool = False,
) -> Iterator[Document | Rejection]:  # fmt: skip
    """The articles of files, folders and `-` (standard input), in order, one at a time.

    The format is told by the name, else by the first bytes, unless `format_` gives it. Folders are walked in the order
    of their names, without hidden files. `columns` maps fields (`text, title, url, outlet, published, language`) to the
    columns of JSON and tables where the usual names are not used. Addresses (`https://...`) are given to `fetch`, such as
    `onrecord.documents.fetching.fetch`, and refused without; with `follow` also those that feeds and sitemaps list.
    """
    follows = fetch if follow else None
    for source in sources:
        if is_web_address(str(source)):
            yield from _followed(_fetched(str(source), fetch, format_, columns), follows)
        elif str(source) != STDIN and Path(source).is_dir():
            yield from _folder(Path(source), format_, columns, follows)
        else:
            yield from _opened(source, format_, columns, follows)


def _opened(
    source: str | Path, format_: Format | None, columns: Mapping[str, str] | None, follows: Fetch | None
) -> Iterator[Document | Rejection]:
    capture = open_capture(source)
    if isinstance(capture, Rejection):
        yield capture
        return
    try:
        yield from _followed(_read(capture, format_, columns), follows)
    finally:
        if capture.name != STDIN:
            capture.stream.close()


def _followed(
    items: Iterable[Document | Rejection | Listed], fetch: Fetch | None, depth: int = 1
) -> Iterator[Document | Rejection]:
    """The items, with `fetch` the pages that are only listed among them, else the rejections of those."""
    for item in items:
        if not isinstance(item, Listed):
            yield item
        elif fetch is None or depth > DEEPEST:
            yield item.rejection
        else:
            for found in _followed(_fetched(item.url, fetch, None, None), fetch, depth + 1):
                yield _told(found, item) if isinstance(found, Document) else found


def _told(document: Document, listed: Listed) -> Document:
    """The page's article, with what the list tells where the page itself does not."""
    return replace(
        document, title=document.title or listed.title, outlet=document.outlet or listed.outlet,
        published=document.published or listed.published,
    )  # fmt: skip


def open_stream(
    name: str, stream: IO[bytes], *, format_: Format | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Document | Rejection]:
    """The articles of a stream that is open already, such as an upload; `name` stands in its documents' origin."""
    capture = capture_of(name, stream)
    if isinstance(capture, Rejection):
        yield capture
    else:
        yield from _followed(_read(capture, format_, columns), None)


def count_documents(sources: Iterable[str | Path]) -> int | None:
    """How many articles there are, about, for showing how far a long work is; None where it cannot be told cheaply."""
    total = 0
    for source in sources:
        path = Path(source)
        if str(source) == STDIN or not path.exists():
            return None
        for file in _files(path) if path.is_dir() else (path,):
            suffixes = [suffix.lower() for suffix in file.suffixes]
            format_ = EXTENSIONS.get(suffixes[-1] if suffixes else "")
            if format_ in {"text", "markdown", "html"}:
                total += 1
            elif format_ == "jsonl":
                total += _newlines(file)
            else:
                return None
    return total


def _newlines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _read(
    capture: Capture, format_: Format | None, columns: Mapping[str, str] | None
) -> Iterator[Document | Rejection | Listed]:
    format_ = format_ or format_of(capture.name, capture.head)
    module, _, function = READERS[format_].partition(".")
    reader: Callable[..., Iterator[Document | Rejection | Listed]]
    reader = getattr(import_module(f"{__name__}.{module}"), function)
    options = {"columns": columns} if format_ in MAPPED else {}
    yield from reader(capture, **options)


def _fetched(
    url: str, fetch: Fetch | None, format_: Format | None, columns: Mapping[str, str] | None
) -> Iterator[Document | Rejection | Listed]:
    if fetch is None:
        yield Rejection(url, None, "refused", "nothing is fetched here; save the page and give it as a file")
        return
    page = fetch(url)
    capture = page if isinstance(page, Rejection) else page.capture()
    if isinstance(page, Rejection) or isinstance(capture, Rejection):
        yield page if isinstance(page, Rejection) else Rejection(url, None, "broken", str(capture))
        return
    for item in _read(capture, format_ or page.format_ or sniff(capture.head), columns):
        if isinstance(item, Rejection):
            yield replace(item, source=url)
        elif isinstance(item, Listed):
            yield item
        else:
            yield item if item.url else replace(item, url=page.url)


def _folder(
    folder: Path, format_: Format | None, columns: Mapping[str, str] | None, follows: Fetch | None
) -> Iterator[Document | Rejection]:
    files = _files(folder)
    first = next(files, None)
    if first is None:
        yield Rejection(str(folder), None, "empty", "no files in this folder; check the path")
        return
    for file in chain((first,), files):
        yield from _opened(file, format_, columns, follows)


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() not in BESIDE_PAGES:
                yield Path(where, name)
