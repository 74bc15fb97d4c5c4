"""What the reader takes: prose in a language that it has data for, within a stated size."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from onrecord.errors import EmptyInput, InputError, TooLarge, UnsupportedLanguage

if TYPE_CHECKING:
    from onrecord.languages import Language
    from onrecord.records import Document

MAX_CHARACTERS = 1_000_000  # spaCy's own limit for a parse; the longest newspaper articles stay under a tenth of it
SAMPLE = 4_000  # characters that the language is told from
SURE_LENGTH = 40  # below this many letters the language cannot be told, and the text is taken as it is
SURE = 0.9


def admit(document: Document, language: Language) -> Document:
    """The document, its language filled in. Raises EmptyInput, TooLarge, UnsupportedLanguage or InputError."""
    text = document.text
    if not text.strip():
        raise EmptyInput("the text is empty; give an article with at least one sentence")
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            f"the text has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}; split it into its articles"
        )
    letters = sum(map(str.isalpha, text[:SAMPLE]))
    if "\x00" in text or letters < 0.2 * len(text[:SAMPLE].strip()):
        raise InputError("the text is no prose (binary data, or mostly marks and digits); give the article's text")
    code, probability = detect(text[:SAMPLE]) if letters >= SURE_LENGTH else (language.code, 1.0)
    if code != language.code and probability >= SURE:
        raise UnsupportedLanguage(
            f"the text is in {code!r}, and this reader has language data for {language.code!r} only; "
            "it is not read, since it would be read wrongly"
        )
    return document if document.language else replace(document, language=language.code)


def detect(text: str) -> tuple[str, float]:
    """The text's language (ISO 639-1) and how sure that is, 0 to 1."""
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
