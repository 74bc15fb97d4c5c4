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

MAX_CHARACTERS = 200_000  # the longest newspaper articles stay under half of it; a parse takes some 6 KB a character
SAMPLE = 500  # characters of each piece that the language is told from
SAMPLES = 15  # pieces, spread over the text: an article may cite another language at length
LEAST_LETTERS = 0.4  # share of letters in prose; tables, code and rows of marks have fewer
SURE_LENGTH = 40  # below this many letters the language cannot be told, and the text is taken as it is
SURE = 0.9


def admit(document: Document, language: Language) -> Document:
    """The document, its language filled in. Raises EmptyInput, TooLarge, UnsupportedLanguage or InputError."""
    text = document.text
    if not text.strip():
        raise EmptyInput("the text is empty; give an article with at least one sentence")
    sample = text[: SAMPLE * SAMPLES].strip()
    if "\x00" in text or sum(map(str.isalpha, sample)) < LEAST_LETTERS * len(sample):
        raise InputError("the text is no prose (binary data, or mostly marks and digits); give the article's text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError("the text holds half a character (a lone surrogate); decode its file anew") from error
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            f"the text has {len(text):,} characters, the limit is {MAX_CHARACTERS:,}; split it into its articles"
        )
    other = foreign(text, language.code)
    if other:
        raise UnsupportedLanguage(
            f"the text is in {other!r}, and this reader has language data for {language.code!r} only; "
            "it is not read, since it would be read wrongly"
        )
    return document if document.language else replace(document, language=language.code)


def foreign(text: str, code: str) -> str | None:
    """The language that a text's beginning and most of its pieces are surely in, where it is not this one; else None."""
    first, probability = detect(text[: SAMPLE * 4])
    if first == code or probability < SURE:
        return None
    starts = range(0, max(len(text) - SAMPLE, 0) + 1, max(len(text) // SAMPLES, SAMPLE))
    pieces = [text[start : start + SAMPLE] for start in starts][:SAMPLES]
    votes = [detect(piece) for piece in pieces if sum(map(str.isalpha, piece)) >= SURE_LENGTH]
    others = [found for found, sure in votes if found != code and sure >= SURE]
    return max(others, key=others.count) if len(others) * 2 > len(votes) else None


def detect(text: str) -> tuple[str, float]:
    """The text's language (ISO 639-1) and how sure that is, 0 to 1."""
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
