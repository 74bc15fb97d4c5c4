"""A row or object of named fields to a Document: the columns that sources use for the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.documents.dates import iso_date
from onrecord.documents.encoding import sound
from onrecord.documents.gdelt import text_of_quotes
from onrecord.documents.ninjs import flattened, withheld
from onrecord.records import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.documents.rejection import Reason

# By field, the first column that has something wins. Names are compared without case, spaces, `_` and `-`.
TEXT_COLUMNS = (
    "text", "body", "content", "articlebody", "articletext", "bodytext", "contenttext", "fulltext", "maintext",
    "article", "plaintext", "bodyhtml", "bodyxhtml", "contenthtml", "contentencoded", "html",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": TEXT_COLUMNS,
    "title": ("title", "headline", "articletitle"),
    "url": ("url", "link", "uri", "href", "canonicalurl", "articleurl", "webpage"),
    "outlet": ("outlet", "source", "publisher", "publication", "sitename", "site", "newspaper", "sourcename", "domain"),
    "published": (
        "published", "date", "publishedat", "publisheddate", "datepublished", "publishdate", "datepublish", "pubdate",
        "publicationdate", "publicationtime", "publishtime", "versioncreated", "firstcreated",
    ),
    "language": ("language", "lang", "inlanguage"),
}  # fmt: skip
# What may say that an article is not to be read, or holds its parts: see `ninjs` and `gdelt`.
WITHHOLDING = ("pubstatus", "embargoed", "canceled", "cancelled", "withheld")


@dataclass(frozen=True, slots=True)
class Unfit:
    """Fields that are no article: why, and the way out."""

    reason: Reason
    message: str


def plain_key(name: str) -> str:
    """A column's name as it is compared: lower case, letters and digits only."""
    return "".join(character for character in name.casefold() if character.isalnum())


def document_from(fields: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Document | Unfit:
    """The article in some named fields. `columns` names the column of a field where the defaults do not find it.

    A text that is HTML is taken as its paragraphs; where there are GDELT's `quotes` only, they are the text. Honours ninjs'
    `pubstatus` and `embargoed`.
    """
    by_key = flattened({plain_key(str(name)): value for name, value in fields.items() if value not in (None, "")})
    if why := withheld(by_key):
        return Unfit("withheld", why)
    values = {field: _first(by_key, names, field, columns or {}) for field, names in COLUMNS.items()}
    text = _text(values["text"]) or sound(text_of_quotes(by_key.get("quotes")))
    if not text.strip():
        return Unfit("no_text", _missing_text(fields))
    return Document(
        text=text, title=_words(values["title"]), url=_words(values["url"]), outlet=_words(values["outlet"]),
        published=iso_date(values["published"]), language=_language(values["language"]),
    )  # fmt: skip


def _first(by_key: Mapping[str, Any], names: tuple[str, ...], field: str, columns: Mapping[str, str]) -> Any:
    if field in columns:
        return by_key.get(plain_key(columns[field]))
    return next((by_key[name] for name in names if name in by_key), None)


def _text(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n".join(value)  # paragraphs as a list
    if not isinstance(value, str):
        return ""
    text = sound(value)
    if "</p>" in text or "<br" in text or "</div>" in text:
        from onrecord.documents.blocks import text_of_fragment  # noqa: PLC0415 - the HTML parser is loaded where there is HTML

        return text_of_fragment(text)
    return text


def _words(value: Any) -> str | None:
    """A short text: whitespace as single spaces; an object's name where the field is an object, as in schema.org."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    if isinstance(value, list) and value:
        return _words(value[0])
    return " ".join(sound(value).split()) or None if isinstance(value, str) else None


def _language(value: Any) -> str | None:
    words = _words(value)
    return words[:2].lower() if words and len(words.partition("-")[0]) == 2 else None


def _missing_text(fields: Mapping[str, Any]) -> str:
    names = ", ".join(str(name) for name in list(fields)[:8])
    wanted = ", ".join(TEXT_COLUMNS[:3])
    return f"no text: none of {wanted} ... has anything among its fields ({names}); name the column with --column text=NAME"
