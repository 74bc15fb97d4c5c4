"""Which format an input has: by its name, else by its first bytes."""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal, get_args

from onrecord.documents.articles import TEXT_COLUMNS, plain_key
from onrecord.documents.encoding import decode

Format = Literal["text", "markdown", "html", "json", "jsonl", "csv", "tsv", "feed", "warc", "wacz", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)

EXTENSIONS: dict[str, Format] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".rss": "feed", ".atom": "feed", ".warc": "warc",
    ".wacz": "wacz", ".parquet": "parquet",
}  # fmt: skip
LONGEST_NAME = 3  # words of a column's name; a line with longer pieces is prose
FEED = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b")
WACZ = re.compile(rb"archive/[^/]+\.warc|datapackage\.json|pages/pages\.jsonl")  # names of its first members
PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)


def format_of(name: str, head: bytes) -> Format:
    """The format of an input. What is no other format is text; whether it is readable text, its reader says."""
    path = PurePath(name.lower().removesuffix(".gz"))
    return EXTENSIONS.get(path.suffix) or sniff(head)


def sniff(head: bytes) -> Format:
    """The format that the first bytes of an input show."""
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04") and WACZ.search(head):
        return "wacz"
    text = (decode(head) or head.decode("utf-8", "replace")).lstrip("\ufeff \t\n")
    if text.startswith("<"):
        if FEED.search(text):
            return "feed"
        return "html" if PAGE.search(text) else "text"
    if re.match(r'\{\s*["}]', text):
        return "jsonl" if _is_json(text.partition("\n")[0]) or "\n" not in text.strip() else "json"
    if re.match(r"\[\s*[{\]]", text):
        return "json"
    return _delimited(text.partition("\n")[0]) or "text"


def _delimited(header: str) -> Format | None:
    """A first line that names a column of texts beside others is a table's."""
    separators: tuple[tuple[str, Format], ...] = (("\t", "tsv"), (",", "csv"), (";", "csv"))
    for separator, format_ in separators:
        cells = [cell.strip(' "\r') for cell in header.split(separator)]
        short = all(len(cell.split()) <= LONGEST_NAME and not cell.endswith((".", "?", "!")) for cell in cells)
        if len(cells) > 1 and short and any(plain_key(cell) in TEXT_COLUMNS for cell in cells):
            return format_
    return None


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
