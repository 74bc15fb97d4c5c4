"""What a reading says of its maker: the version and the hash of each model."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING

from onrecord.reader.analysis.parser import load_parser
from onrecord.records import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.languages import Language
    from onrecord.register import Register


@cache
def reader_info(language: Language) -> Reader:
    """The reader's version, its parser's name and version, and the sha256 of each model file of the language."""
    models = [(path.name, sha256(path)) for path in sorted(language.model.glob("*.onnx"))] if language.model else []
    meta = load_parser(language).meta
    models.append((f"{meta.get('lang')}_{meta.get('name')}", str(meta.get("version", ""))))
    return Reader(metadata.version("onrecord"), tuple(sorted(models)))


def made_with(language: Language, register: Register, min_confidence: float | None = None) -> Reader:
    """What a reading with these settings says of its maker: as `reader_info`, and where they are not the package's own, the
    hashes of the user's registers in their order, and the least confidence.
    """
    info = reader_info(language)
    settings = [("registers", " ".join(register.sources))] if register.sources else []
    settings += [("min_confidence", f"{min_confidence:g}")] if min_confidence else []
    return Reader(info.version, tuple(sorted((*info.models, *settings)))) if settings else info


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
