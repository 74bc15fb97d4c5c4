"""What a page tells of itself: JSON-LD (schema.org's articles), Open Graph and other marks in its head."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onrecord.documents.blocks import text_of_fragment
from onrecord.documents.dates import iso_date
from onrecord.documents.encoding import sound
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of each field the first that has something.
HEAD = {
    "title": ("//meta[@property='og:title']/@content", "//title/text()"),
    "url": ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
    "outlet": ("//meta[@property='og:site_name']/@content",),
    "published": ("//meta[@property='article:published_time']/@content", "//meta[@name='date']/@content"),
}
DATA = "//script[translate(@type, 'LDJSON', 'ldjson')='application/ld+json']/text()"
ARTICLES = ("article", "posting", "report")  # how the names of schema.org's types of articles end
DEEPEST = 6  # of objects in objects
MOST = 2000  # objects that are looked at


def told_by(root: Any) -> Document:
    """What the page's JSON-LD and its head tell of the article, each where it tells it; its `text` is the one that JSON-LD
    gives, mostly empty.
    """
    item = next(_articles(root), {})
    page = item.get("mainEntityOfPage")
    return Document(
        text=_text(item.get("articleBody")),
        title=_words(item.get("headline")) or _head(root, "title"),
        url=_head(root, "url") or _address(item.get("url")) or _address(page),
        outlet=_words(item.get("publisher")) or _head(root, "outlet"),
        published=iso_date(_words(item.get("datePublished"))) or iso_date(_head(root, "published")),
    )


def guessed_date(root: Any) -> str | None:
    """The day of publication that htmldate finds elsewhere on the page, None where there is none."""
    from htmldate import find_date  # noqa: PLC0415 - loaded for the page whose head has no date

    try:
        today = datetime.now(UTC).date().isoformat()
        return iso_date(find_date(root, original_date=True, extensive_search=False, max_date=today))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, OverflowError):
        return None  # whatever a broken page does to it, the article goes without a date


def _articles(root: Any) -> Iterator[dict[str, Any]]:
    for script in root.xpath(DATA):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        waiting, looked = [(data, 0)], 0
        while waiting and looked < MOST:
            (value, depth), looked = waiting.pop(0), looked + 1
            if isinstance(value, dict) and _is_article(value.get("@type")):
                yield value
            if depth < DEEPEST and isinstance(value, dict | list):
                inner = value.values() if isinstance(value, dict) else value
                waiting += [(one, depth + 1) for one in inner if isinstance(one, dict | list)]


def _is_article(kinds: Any) -> bool:
    return any(
        isinstance(kind, str) and kind.casefold().endswith(ARTICLES)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return text_of_fragment(value) if "<" in value else sound(value).strip()


def _words(value: Any) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(sound(value).split()) or None if isinstance(value, str) else None


def _address(value: Any) -> str | None:
    words = _words(value.get("@id") if isinstance(value, dict) else value)
    return words if words and words.startswith(("http://", "https://")) else None


def _head(root: Any, name: str) -> str | None:
    found = (_words(str(value)) for path in HEAD[name] for value in root.xpath(path)[:1])
    return next((words for words in found if words), None)
