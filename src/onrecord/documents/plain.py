"""Plain text and Markdown: one file is one article."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.documents.articles import Unfit, document_from
from onrecord.documents.captures import Capture, whole, with_origin
from onrecord.documents.encoding import decode, is_binary
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.documents.rejection import Rejection

NO_ENCODING = "text in no encoding that can be told (tried UTF-8, UTF-16 and a guess); save it as UTF-8"
BINARY = "binary data, no text; give the article as text, HTML or JSON"
# No piece may begin where another is being looked for, or a page of openings alone would take forever.
ADDRESS = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)"
FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
FRONT_LINE = re.compile(r"^(\w[\w -]*):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
MARKUP = (  # Markdown's marks that stand around words; the words stay
    (re.compile(r"^(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+)", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(rf"!\[[^\[\]\n]*\]{ADDRESS}"), ""),
    (re.compile(rf"\[([^\[\]\n]+)\]{ADDRESS}"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)"), r"\2"),
)


def read_text(capture: Capture) -> Iterator[Document | Rejection]:
    """The article in a text file, its text as it stands but for line ends, which are line feeds."""
    content = text_of(capture)
    if not isinstance(content, tuple):
        yield content
        return
    data, text = content
    yield with_origin(Document(text), capture.name, None, data)


def read_markdown(capture: Capture) -> Iterator[Document | Rejection]:
    """The article in a Markdown file, without its marks; front matter gives title, date, url and outlet."""
    content = text_of(capture)
    if not isinstance(content, tuple):
        yield content
        return
    data, text = content
    front = FRONT_MATTER.match(text)
    fields = dict(FRONT_LINE.findall(front.group(1))) if front else {}
    body = text[front.end() :] if front else text
    for pattern, replacement in MARKUP:
        body = pattern.sub(replacement, body)
    document = document_from(fields | {"text": body})
    if isinstance(document, Unfit):
        yield capture.reject(document.reason, document.message)
    else:
        yield with_origin(replace(document, text=body), capture.name, None, data)


def text_of(capture: Capture, *, declared: bool = False) -> tuple[bytes, str] | Rejection:
    """The bytes and the text of a capture that is one document, or why it is none."""
    if is_binary(capture.head):
        return capture.reject("binary", BINARY)
    data = whole(capture)
    if not isinstance(data, bytes):
        return data
    text = decode(data, declared=declared)
    if text is None:
        return capture.reject("encoding", NO_ENCODING)
    if "\x00" in text:
        return capture.reject("binary", BINARY)
    if not text:  # a mark of its encoding, and nothing after it
        return capture.reject("empty", "no text in this file; check that it was saved whole")
    return data, text
