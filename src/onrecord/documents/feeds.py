"""RSS and Atom feeds: an item with its content is an article, one without it names a page. News sitemaps name pages only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from onrecord.documents.articles import Unfit, document_from
from onrecord.documents.captures import Capture, whole, with_origin
from onrecord.documents.dates import iso_date
from onrecord.documents.encoding import decode, is_binary, sound
from onrecord.documents.plain import BINARY, NO_ENCODING
from onrecord.documents.rejection import Listed, Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Document

CONTENT = ("encoded", "content", "description", "summary")  # the fullest first
DATES = ("pubDate", "published", "date", "updated")
REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
LISTED = "the page itself holds the text; give it, or let it be fetched with --follow"
NO_FEED = "XML, but neither an RSS nor an Atom feed nor a sitemap; give the article as HTML, text or JSON"


def read_feed(capture: Capture) -> Iterator[Document | Rejection | Listed]:
    """The articles of a feed, and the pages that it or a sitemap names. Entities are not expanded and nothing is fetched."""
    if is_binary(capture.head):
        yield capture.reject("binary", BINARY)
        return
    data = whole(capture)
    if not isinstance(data, bytes):
        yield data
        return
    text = decode(data, declared=True)  # and not the XML parser's, which lets bytes through that are no text
    if text is None:
        yield capture.reject("encoding", NO_ENCODING)
        return
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(REFERENCE.sub(_whole, sound(text)).lstrip("\ufeff \t\n").encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield capture.reject("broken", f"broken XML ({error}); mend the file")
        return
    name = _name(root) if root is not None else ""
    if name in {"urlset", "sitemapindex"}:
        yield from _sitemap(capture, root)
        return
    if name not in {"rss", "RDF", "feed"}:
        yield capture.reject("broken", NO_FEED)
        return
    items = [element for element in root.iter() if _name(element) in {"item", "entry"}]
    if not items:
        yield capture.reject("empty", "the feed has no items")
    outlet = _words(_child(root, "title") if name == "feed" else _child(_child(root, "channel"), "title"))
    for number, item in enumerate(items, 1):
        yield _article(capture, item, f"item {number}", outlet)


def _whole(reference: re.Match[str]) -> str:
    """The reference, or a replacement for half a character, which XML forbids and the parser lets through."""
    value = int(reference[1], 16) if reference[1] else int(reference[2])
    return "\ufffd" if 0xD800 <= value <= 0xDFFF else reference[0]


def _sitemap(capture: Capture, root: Any) -> Iterator[Rejection | Listed]:
    """The pages of a sitemap, or the sitemaps of an index, with title, outlet and date where it is one of news."""
    entries = [element for element in root if _name(element) in {"url", "sitemap"}]
    if not entries:
        yield capture.reject("empty", "the sitemap names no pages")
    for number, entry in enumerate(entries, 1):
        url = _words(_child(entry, "loc"))
        if not url:
            yield capture.reject("broken", "the entry has no address (<loc>)", f"entry {number}")
            continue
        news = _child(entry, "news")
        outlet = _words(_child(_child(news, "publication"), "name"))
        published = iso_date(_words(_child(news, "publication_date")))
        title = _words(_child(news, "title"))
        yield _listed(capture, url, f"entry {number}", title=title, outlet=outlet, published=published)


def _listed(
    capture: Capture, url: str, place: str, *, title: str | None, outlet: str | None, published: str | None
) -> Listed:
    told = " · ".join(words for words in (title, published) if words)
    message = f"{url}{f' ({told})' if told else ''}: {LISTED}"
    return Listed(url, capture.reject("listed", message, place), title, outlet, published)


def _article(capture: Capture, item: Any, place: str, outlet: str | None) -> Document | Rejection | Listed:
    contents = [content for name in CONTENT if (content := _content(_child(item, name)))]
    title, url = _words(_child(item, "title")), _link(item)
    outlet = _words(_child(item, "source")) or outlet
    published = next((words for name in DATES if (words := _words(_child(item, name)))), None)
    text = max(contents, key=len, default="")
    document = document_from({"text": text, "title": title, "url": url, "outlet": outlet, "published": published})
    if isinstance(document, Unfit):
        if url:
            return _listed(capture, url, place, title=title, outlet=outlet, published=iso_date(published))
        return capture.reject("no_text", "the item has neither content nor a link", place)
    return with_origin(document, capture.name, place, etree.tostring(item))


def _name(element: Any) -> str:
    """The name without its namespace or prefix; a broken feed may use prefixes that it does not declare."""
    try:
        tag = element.tag if element is not None else None
    except UnicodeDecodeError:  # a namespace with half characters, which XML forbids and the parser lets through
        return ""
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _child(parent: Any, name: str) -> Any:
    children = parent if parent is not None else ()
    return next((child for child in children if _name(child) == name), None)


def _words(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _link(item: Any) -> str | None:
    links = [child for child in item if _name(child) == "link"]
    chosen = next((link for link in links if link.get("rel", "alternate") == "alternate"), None)
    address = (chosen.get("href") or _words(chosen)) if chosen is not None else None
    guid = _words(_child(item, "guid"))
    return address or (guid if guid and guid.startswith("http") else None)


def _content(element: Any) -> str | None:
    """The content of an item as text: HTML, escaped or not, as its paragraphs."""
    from onrecord.documents.blocks import text_of_blocks, text_of_fragment  # noqa: PLC0415 - the HTML parser at its door

    if element is None:
        return None
    if len(element):
        return text_of_blocks(element)
    text = element.text or ""
    return text_of_fragment(text) if "<" in text else text.strip()
