"""What a parser's attribute ruler matches, found by kinds of token: the same matches as spaCy's matcher in a tenth of its time.

The ruler's patterns ask for a token's tag, dependency and lower-case form, and few for the next token's. Words that none of
them names are alike to it, so that there are few kinds of token, and each is held against the patterns once. A ruler with other
patterns is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spacy.language import Language as Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc

    Spec = Mapping[str, Any]
    Value = str | bool
    Match = tuple[int, int, int, int]
    Kind = tuple[int, int, int, int]

ASKED = ("TAG", "DEP", "LOWER", "IS_SPACE")
LONGEST = 2  # tokens of a pattern
KEPT = 200_000  # words and kinds of token that are remembered
OTHER = 0  # stands for all words that no pattern names


@dataclass(slots=True)
class RulerMatches:
    """Finds a ruler's matches. `alone` has the patterns of one token, `pairs` those of two, each with its number and key."""

    ruler: AttributeRuler
    alone: list[tuple[int, int, Spec]]
    pairs: list[tuple[int, int, Spec, Spec]]
    words: list[Any]
    of_word: dict[int, int] = field(default_factory=dict)
    of_kind: dict[Kind, tuple[list[tuple[int, int]], list[int]]] = field(default_factory=dict)

    def __call__(self, doc: Doc) -> Doc:
        """Sets what the ruler sets."""
        self.ruler.set_annotations(doc, self.match(doc))  # type: ignore[no-untyped-call]
        return doc

    def match(self, doc: Doc) -> list[Match]:
        """The ruler's matches in its order: number of the pattern, key, first token, token after the last."""
        kinds = [
            (tag, dependency, self._word(doc, lower), space)
            for tag, dependency, lower, space in doc.to_array(list(ASKED)).tolist()
        ]
        found: set[Match] = set()
        for place, kind in enumerate(kinds):
            matched, begun = self.of_kind.get(kind) or self._learn(doc, kind)
            found.update((number, key, place, place + 1) for number, key in matched)
            if begun and place + 1 < len(kinds):
                following = self._spelt(doc, kinds[place + 1])
                found.update(
                    (*self.pairs[at][:2], place, place + 2) for at in begun if _fits(self.pairs[at][3], following)
                )
        return sorted(found)

    def _word(self, doc: Doc, lower: int) -> int:
        known = self.of_word.get(lower)
        if known is None:
            if len(self.of_word) >= KEPT:
                self.of_word.clear()
            text = doc.vocab.strings[lower]
            known = self.of_word[lower] = lower if any(_names(wanted, text) for wanted in self.words) else OTHER
        return known

    def _learn(self, doc: Doc, kind: Kind) -> tuple[list[tuple[int, int]], list[int]]:
        spelt = self._spelt(doc, kind)
        matched = [(number, key) for number, key, spec in self.alone if _fits(spec, spelt)]
        begun = [at for at, (_, _, first, _) in enumerate(self.pairs) if _fits(first, spelt)]
        if len(self.of_kind) >= KEPT:
            self.of_kind.clear()
        return self.of_kind.setdefault(kind, (matched, begun))

    @staticmethod
    def _spelt(doc: Doc, kind: Kind) -> dict[str, Value]:
        strings = doc.vocab.strings
        tag, dependency, lower, space = kind
        return {"TAG": strings[tag], "DEP": strings[dependency], "LOWER": strings[lower], "IS_SPACE": bool(space)}


def _fits(spec: Spec, token: Mapping[str, Value]) -> bool:
    return all(_allows(wanted, token[name]) for name, wanted in spec.items())


def _allows(wanted: object, value: Value) -> bool:
    if not isinstance(wanted, dict):
        return wanted == value
    return all(TESTS[name](value, argument) for name, argument in wanted.items())


def _names(wanted: object, word: str) -> bool:
    """True for a word that a condition tells from others."""
    if not isinstance(wanted, dict):
        return wanted == word
    return any((name == "NOT_IN") != TESTS[name](word, argument) for name, argument in wanted.items())


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "IN": lambda value, allowed: value in allowed,
    "NOT_IN": lambda value, forbidden: value not in forbidden,
    "REGEX": lambda value, pattern: re.search(pattern, value) is not None,
}


@Pipeline.factory("onrecord_attributes")
def make_attributes(nlp: Pipeline, name: str) -> RulerMatches | AttributeRuler:  # noqa: ARG001  # asked for by spaCy
    """The component that stands in for the pipeline's attribute ruler; that ruler itself where its patterns ask for more."""
    ruler: AttributeRuler = nlp.get_pipe("attribute_ruler")  # type: ignore[assignment]
    alone: list[tuple[int, int, Spec]] = []
    pairs: list[tuple[int, int, Spec, Spec]] = []
    for number, entry in enumerate(ruler.patterns):
        key = nlp.vocab.strings[str(number)]
        patterns: Any = entry["patterns"]
        for pattern in patterns:
            if not (1 <= len(pattern) <= LONGEST and all(map(_is_known, pattern))):
                return ruler
            if len(pattern) == 1:
                alone.append((number, key, pattern[0]))
            else:
                pairs.append((number, key, pattern[0], pattern[1]))
    specs = [*(one[2] for one in alone), *(one[2] for one in pairs), *(one[3] for one in pairs)]
    return RulerMatches(ruler, alone, pairs, [spec["LOWER"] for spec in specs if "LOWER" in spec])


def _is_known(spec: Spec) -> bool:
    """True for conditions on what is asked of a token, by their words; and on a word only such as leave "" out, as any other."""
    return (
        set(spec) <= set(ASKED)
        and all(isinstance(wanted, str | bool) or _is_test(wanted) for wanted in spec.values())
        and not _names(spec.get("LOWER"), "")
    )


def _is_test(wanted: object) -> bool:
    return isinstance(wanted, dict) and set(wanted) <= set(TESTS)
