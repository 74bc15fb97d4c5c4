"""The reader that workers make for themselves, and how it is told apart from others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from onrecord.errors import DataError, OnrecordError
from onrecord.languages import load_language
from onrecord.reader import read
from onrecord.reader.version import reader_info
from onrecord.records import Document
from onrecord.register import load_register

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.records import Reader
    from onrecord.register import Register
    from onrecord.runs.work import Make, ReadOne


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read: the language's code, the user's own register files, and the least confidence that is kept."""

    language: str = "en"
    registers: tuple[Path, ...] = ()
    min_confidence: float | None = None


def maker(settings: Settings) -> Make:
    """Makes the reader, where it is called. Register files are read here, since other machines may not have them.

    Raises DataError where they are broken. What it makes raises OnrecordError where another reader is installed than here.
    """
    register = load_register(settings.registers) if settings.registers else None
    here = reader_info(load_language(settings.language))
    return partial(_make, settings.language, register, settings.min_confidence, here)


def _make(code: str, register: Register | None, min_confidence: float | None, wanted: Reader) -> ReadOne:
    language = load_language(code)
    if (found := reader_info(language)) != wanted:
        raise OnrecordError(
            f"a worker has onrecord {found.version} with {dict(found.models)}, the run wants {wanted.version} with "
            f"{dict(wanted.models)}; install the same everywhere"
        )
    register = register or load_register()
    read_one = partial(read, language=language, register=register, min_confidence=min_confidence)
    read_one(Document("A b."))  # loads all models, so that the first article's time is its own
    return read_one


def made_by(settings: Settings) -> dict[str, Any]:
    """What makes readings differ, as JSON: the reader with its models, and the settings, files by their hashes."""
    try:
        registers = [hashlib.sha256(path.read_bytes()).hexdigest() for path in settings.registers]
    except OSError as error:
        raise DataError(f"{error.filename}: not a register ({error.strerror}); check the path") from error
    return {
        "reader": reader_info(load_language(settings.language)).to_json(), "language": settings.language,
        "registers": registers, "min_confidence": settings.min_confidence,
    }  # fmt: skip
