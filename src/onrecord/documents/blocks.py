"""HTML to the words of its blocks: a line a paragraph, without scripts, navigation and forms."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from onrecord.documents.encoding import sound

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "figcaption", "pre", "div", "br", "dd", "dt")
)
SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "button",
    "svg",
    "iframe",
    "head",
)


def parse(source: str) -> Any:
    """The tree of some HTML, None where there is none: no network, no huge trees, no entities but HTML's own."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    data = DECLARATION.sub("", source).replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def text_of_fragment(source: str) -> str:
    """The text of a piece of HTML, a line a paragraph."""
    root = parse(source)
    return text_of_blocks(root) if root is not None else ""


def text_of_blocks(root: Any) -> str:
    """The words below an element, a line a block, without scripts, navigation and forms."""
    pieces: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += name in SILENT
            pieces.append("\n" if name in BLOCKS else "")
            pieces.append("" if silent else " ".join(re.split(r"\s+", element.text or "")))
            continue
        silent -= name in SILENT
        pieces.append("\n" if name in BLOCKS else "")
        pieces.append("" if silent or element is root else " ".join(re.split(r"\s+", element.tail or "")))
    paragraphs = (" ".join(line.split()) for line in sound("".join(pieces)).split("\n"))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)
