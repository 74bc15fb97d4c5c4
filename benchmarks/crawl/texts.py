"""What the pages of the made archive tell: articles of the corpora, with paragraphs left out, and prose in other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from benchmarks.corpora import SHARED, articles

if TYPE_CHECKING:
    import random

# Languages of much news whose data in spaCy come with example sentences.
OTHERS = (
    "ar", "cs", "de", "el", "es", "fr", "he", "hi", "id", "it", "ja", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "vi",
)  # fmt: skip
PARAGRAPH = re.compile(r"\n\s*\n|\n")
SENTENCES = 12  # of a page in another language: 2 to so many paragraphs of 1 to 4
KEPT = 0.3, 1.0  # share of an article's paragraphs that a page prints, as newspapers cut what agencies send


@dataclass(frozen=True, slots=True)
class Text:
    """A title and paragraphs in one language."""

    language: str
    title: str
    paragraphs: tuple[str, ...]


def originals() -> list[Text]:
    """The articles of the corpora: Wikinews, and PolNeAR's where it lies beside."""
    found = [Text("en", one.title or "", _paragraphs(one.text)) for one in articles(10_000)]
    for path in sorted((SHARED / "corpora" / "polnear").glob("*/text/*.txt")):
        title, *rest = _paragraphs(path.read_text(encoding="utf-8"))
        found.append(Text("en", title, tuple(rest)))
    return [text for text in found if text.paragraphs]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, PARAGRAPH.split(text)) if part)


def cut(text: Text, roll: random.Random) -> Text:
    """The text as another newspaper prints it: the beginning, and a share of the other paragraphs, in order."""
    first, *rest = text.paragraphs
    share = roll.uniform(*KEPT)
    kept = [paragraph for paragraph in rest if roll.random() < share]
    return Text(text.language, text.title, (first, *kept))


def other(roll: random.Random) -> Text:
    """A page's text in a language that is not read here: sentences of spaCy's examples, in any order."""
    code = roll.choice(OTHERS)
    sentences: list[str] = import_module(f"spacy.lang.{code}.examples").sentences
    paragraphs = (" ".join(roll.choices(sentences, k=roll.randint(1, 4))) for _ in range(roll.randint(2, SENTENCES)))
    return Text(code, roll.choice(sentences)[:80], tuple(paragraphs))
