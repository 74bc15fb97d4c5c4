"""Where a statement's words stand on the page that they come from: an address that a browser opens at these words.

Made as https://wicg.github.io/scroll-to-text-fragment says. A browser that knows no such addresses, or a page that has
changed, opens at its top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.records import Span

WHOLE = 8  # words that stand in the address as they are; of more, the first and the last
ENDS = 4  # words of each end


def passage(url: str | None, spans: Iterable[Span]) -> str | None:
    """The address of the longest of some spans on a page, else the first; None without a page on the web, or without words. Of the article's
    words at most eight stand in it.
    """
    if not url or not url.lower().startswith(("https://", "http://")):
        return None
    words = max((span.text.split() for span in spans), key=len, default=[])
    if not words:
        return None
    pieces = [words] if len(words) <= WHOLE else [words[:ENDS], words[-ENDS:]]
    page, hash_, fragment = url.partition("#")
    wanted = ",".join(_escaped(" ".join(piece)) for piece in pieces)
    return f"{page}#{fragment.partition(':~:')[0] if hash_ else ''}:~:text={wanted}"


def _escaped(words: str) -> str:
    """Percent-encoded, and so are the signs that part a fragment: `-`, `,` and `&`."""
    return quote(words.encode("utf-8", "replace"), safe="").replace("-", "%2D")
