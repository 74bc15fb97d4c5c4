"""HTML pages: the article's text by trafilatura, else by a plain walk over its paragraphs, else as the page tells it in its
data; metadata from the page itself.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from onrecord.documents.blocks import parse, text_of_blocks
from onrecord.documents.captures import Capture, with_origin
from onrecord.documents.dates import iso_date
from onrecord.documents.encoding import sound
from onrecord.documents.metadata import guessed_date, told_by
from onrecord.documents.patience import TooSlow, patience
from onrecord.documents.plain import text_of
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.documents.rejection import Rejection

NO_TEXT = "no article text is found on the page; save its text, or check that the page is not made by scripts only"
ARTICLE = ("//article", "//main", "//*[@role='main']", "//body")
LARGEST = 30_000  # elements that trafilatura is given, some seconds of its work; larger pages get the plain walk
CROWDED = 3_000  # children of one element; likewise
SECONDS = 15  # of processor time; some pages keep it busy for minutes, and get the plain walk, too
SHORTEST = 40  # characters; less is no article but a page's furniture


def read_page(capture: Capture) -> Iterator[Document | Rejection]:
    """The article on an HTML page."""
    content = text_of(capture, declared=True)
    if not isinstance(content, tuple):
        yield content
        return
    data, text = content
    document = document_of_page(text)
    yield with_origin(document, capture.name, None, data) if document else capture.reject("no_text", NO_TEXT)


def document_of_page(source: str, url: str | None = None) -> Document | None:
    """The article of a page's HTML, None where there is no text. `url` is where it was fetched from, if known;
    the page's own canonical address goes before it.
    """
    root = parse(source)
    if root is None:
        return None
    small = _is_small(root)
    told = told_by(root)
    page = (_extracted(root) if small else None) or Document(_walked(root) or told.text)
    if not page.text:
        return None
    published = page.published or told.published or (guessed_date(root) if small else None)
    return replace(
        page, title=page.title or told.title, url=page.url or told.url or url, outlet=page.outlet or told.outlet,
        published=published,
    )  # fmt: skip


def _is_small(root: Any) -> bool:
    """Whether the extractor may be given a page: some of what it asks takes the square of so many elements, in one call that
    nothing can interrupt.
    """
    elements = list(islice(root.iter(), LARGEST + 1))
    return len(elements) <= LARGEST and all(len(element) <= CROWDED for element in elements)


def _extracted(root: Any) -> Document | None:
    """What trafilatura finds. Its deduplication stays off: it would carry over from page to page."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - loaded with the first page, not with every plain text

    try:
        with patience(SECONDS):
            found: Any = bare_extraction(
                deepcopy(root), include_comments=False, include_tables=False, deduplicate=False, with_metadata=True,
                date_extraction_params={"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"},
            )  # fmt: skip
    except (TooSlow, ValueError, TypeError, AttributeError, KeyError, RecursionError, etree.LxmlError):
        return None  # whatever a broken page does to the extractor, the plain walk still reads it
    text = sound(getattr(found, "text", None) or "").strip()
    if len(text) < SHORTEST:
        return None
    return Document(
        text=text, title=found.title or None, url=found.url or None, outlet=found.sitename or None,
        published=iso_date(found.date),
    )  # fmt: skip


def _walked(root: Any) -> str:
    """The words of the page's article, without furniture."""
    return next((text for path in ARTICLE for element in root.xpath(path) if (text := text_of_blocks(element))), "")
