"""RSS and Atom feeds: an item with its content is an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from onrecord.documents.articles import Unfit, document_from
from onrecord.documents.captures import Capture, whole, with_origin
from onrecord.documents.encoding import is_binary
from onrecord.documents.plain import BINARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.documents.rejection import Rejection
    from onrecord.records import Document

CONTENT = ("encoded", "content", "description", "summary")  # the fullest first
DATES = ("pubDate", "published", "date", "updated")
SITEMAP = "a sitemap only lists addresses; give the pages themselves"
NO_FEED = "XML, but neither an RSS nor an Atom feed; give the article as HTML, text or JSON"


def read_feed(capture: Capture) -> Iterator[Document | Rejection]:
    """The articles of a feed. Entities are not expanded and nothing is fetched."""
    if is_binary(capture.head):
        yield capture.reject("binary", BINARY)
        return
    data = whole(capture)
    if not isinstance(data, bytes):
        yield data
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield capture.reject("broken", f"broken XML ({error}); mend the file")
        return
    name = _name(root) if root is not None else ""
    if name not in {"rss", "RDF", "feed"}:
        message = SITEMAP if name in {"urlset", "sitemapindex"} else NO_FEED
        yield capture.reject("no_text" if message == SITEMAP else "broken", message)
        return
    items = [element for element in root.iter() if _name(element) in {"item", "entry"}]
    if not items:
        yield capture.reject("empty", "the feed has no items")
    outlet = _words(_child(root, "title") if name == "feed" else _child(_child(root, "channel"), "title"))
    for number, item in enumerate(items, 1):
        yield _article(capture, item, f"item {number}", outlet)


def _article(capture: Capture, item: Any, place: str, outlet: str | None) -> Document | Rejection:
    contents = [content for name in CONTENT if (content := _content(_child(item, name)))]
    document = document_from(
        {
            "text": max(contents, key=len, default=""),
            "title": _words(_child(item, "title")),
            "url": _link(item),
            "outlet": _words(_child(item, "source")) or outlet,
            "published": next((words for name in DATES if (words := _words(_child(item, name)))), None),
        }
    )
    if isinstance(document, Unfit):
        return capture.reject("no_text", "the item has no content, a link only; give the page it leads to", place)
    return with_origin(document, capture.name, place, etree.tostring(item))


def _name(element: Any) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""


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
