"""JSON lines: an article a line. JSON: an article, a list of articles, or an object that holds such a list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.documents.articles import Unfit, document_from
from onrecord.documents.captures import BROKEN_PACKING, MAX_BYTES, Capture, Line, lines, with_origin
from onrecord.documents.encoding import decode, is_binary
from onrecord.documents.plain import BINARY, NO_ENCODING, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.documents.rejection import Rejection
    from onrecord.records import Document

LISTS = ("articles", "items", "documents", "results", "docs", "entries", "data", "response")


def read_json_lines(capture: Capture, columns: Mapping[str, str] | None = None) -> Iterator[Document | Rejection]:
    """The articles of a file with a JSON object a line; a bad line is rejected by its number and the rest is read."""
    if is_binary(capture.head):
        yield capture.reject("binary", BINARY)
        return
    some = False
    try:
        for line in lines(capture):
            if line.data is None or line.data.strip():
                some = True
                yield _of_line(capture, line, columns)
    except (*BROKEN_PACKING, OSError) as error:
        yield capture.reject("broken", f"it cannot be read on ({error}); what stands before is read")
        return
    if not some:
        yield capture.reject("empty", "there is nothing in it; give a JSON object with a `text` on each line")


def _of_line(capture: Capture, line: Line, columns: Mapping[str, str] | None) -> Document | Rejection:
    place = f"line {line.number}"
    if line.data is None:
        return capture.reject("too_large", f"over {MAX_BYTES:,} bytes, the limit of one article; split it", place)
    text = decode(line.data)
    if text is None:
        return capture.reject("encoding", NO_ENCODING, place)
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        return capture.reject("broken", f"not JSON ({_why(error)}); mend the line", place)
    return _document(capture, item, place, line.data, columns)


def read_json(capture: Capture, columns: Mapping[str, str] | None = None) -> Iterator[Document | Rejection]:
    """The articles of a JSON file. One that turns out to be JSON lines is read as such."""
    content = text_of(capture)
    if not isinstance(content, tuple):
        yield content
        return
    data, text = content
    try:
        found = _articles(json.loads(text))
    except (ValueError, RecursionError) as error:
        yield from _as_lines(capture, data, error, columns)
        return
    if isinstance(found, dict):
        yield _document(capture, found, None, data, columns)
        return
    for number, item in enumerate(found, 1):
        raw = json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        yield _document(capture, item, f"item {number}", raw, columns)
    if not found:
        yield capture.reject("empty", "the list holds no articles")


def _as_lines(
    capture: Capture, data: bytes, error: Exception, columns: Mapping[str, str] | None
) -> Iterator[Document | Rejection]:
    rows = [Line(number, line) for number, line in enumerate(data.split(b"\n"), 1) if line.strip()]
    if len(rows) > 1 and _is_object(rows[0]) and _is_object(rows[1]):
        for line in rows:
            yield _of_line(capture, line, columns)
        return
    yield capture.reject("broken", f"not JSON ({_why(error)}); mend the file")


def _is_object(line: Line) -> bool:
    try:
        return isinstance(json.loads(line.data or b""), dict)
    except (ValueError, RecursionError):
        return False


def _articles(value: Any) -> dict[str, Any] | list[Any]:
    """One article, or the list of them: the value itself, or the first list of objects under a usual name."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return [value]
    for name in LISTS:
        inner = value.get(name)
        if isinstance(inner, dict) and not isinstance(value.get("text"), str):
            return _articles(inner)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
    return value


def _document(
    capture: Capture, item: Any, place: str | None, raw: bytes, columns: Mapping[str, str] | None
) -> Document | Rejection:
    if not isinstance(item, dict):
        return capture.reject("broken", "not an article: a JSON object with a `text` is wanted", place)
    document = document_from(item, columns)
    if isinstance(document, Unfit):
        return capture.reject(document.reason, document.message, place)
    return with_origin(document, capture.name, place, raw)


def _why(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
