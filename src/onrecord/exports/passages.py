"""Where a statement's words stand on the page that they come from: an address that a browser opens at these words.

Made as https://wicg.github.io/scroll-to-text-fragment says. A browser that knows no such addresses, or a page that has
changed, opens at its top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.ledger import Entry

WHOLE = 8  # words that stand in the address as they are; of more, the first and the last
BETWEEN = " … "  # the pieces of a found statement's content
ENDS = 4  # words of each end


def passage(url: str | None, texts: Iterable[str]) -> str | None:
    """The address of the longest of some texts on a page, else the first; None without a page on the web, or without words.
    Of the texts' words at most eight stand in it.
    """
    if not url or not url.lower().startswith(("https://", "http://")):
        return None
    words: list[str] = max((text.split() for text in texts), key=len, default=[])
    if not words:
        return None
    pieces = [words] if len(words) <= WHOLE else [words[:ENDS], words[-ENDS:]]
    page, hash_, fragment = url.partition("#")
    wanted = ",".join(_escaped(" ".join(piece)) for piece in pieces)
    return f"{page}#{fragment.partition(':~:')[0] if hash_ else ''}:~:text={wanted}"


def passage_of(entry: Entry) -> str | None:
    """The address of a found statement's words."""
    return passage(entry.url, entry.content.split(BETWEEN))


def _escaped(words: str) -> str:
    """Percent-encoded, and so are the signs that part a fragment: `-`, `,` and `&`."""
    return quote(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
