"""The words of a language, as data: one folder a language, and the loader of its files.

`language.toml` names the parser packages and the folder of the tagger's model; every other file is a table
(`.tsv`) or `.toml` whose header says columns, origin and licence. What a table means is known to the module
that reads it (`languages/<kind>.py`): a cached function from a Language to typed knowledge.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.errors import DataError
from onrecord.tables import Row, read_table

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code (ISO 639-1) and the folder of its data; `folder` is None for an empty language,
    with which the stages run and find direct quotations only. `words_with_stop` are words that the parser takes for
    abbreviations where a sentence ends with them ("X.").
    """

    code: str
    folder: Path | None = None
    parsers: tuple[str, ...] = ()
    model: Path | None = None
    words_with_stop: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Of the code alone: every word of a text asks for cached knowledge of its language."""
        return hash(self.code)

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of `<name>.tsv`, empty where the language has no such file. Raises DataError where it is broken."""
        path = self.folder / f"{name}.tsv" if self.folder else None
        return read_table(path) if path and path.exists() else ()


@cache
def load_language(code: str = "en", folder: Path | None = None) -> Language:
    """The language with this code from `folder`, by default from the package. Raises DataError where there is none."""
    folder = folder or HERE / code
    settings = folder / "language.toml"
    if not settings.exists():
        raise DataError(f"no language data for {code!r}: {settings} is missing; installed are {', '.join(installed())}")
    data = tomllib.loads(settings.read_text(encoding="utf-8"))
    model = data.get("model", {}).get("folder")
    return Language(
        code=data["code"],
        folder=folder,
        parsers=tuple(data.get("parser", {}).get("packages", ())),
        model=folder / model if model else None,
        words_with_stop=tuple(data.get("parser", {}).get("words_with_stop", ())),
    )


def installed() -> tuple[str, ...]:
    """The codes of the languages in the package."""
    return tuple(sorted(path.parent.name for path in HERE.glob("*/language.toml")))
