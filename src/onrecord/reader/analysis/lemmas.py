"""A parser's lemmas, asked for once a word with its part of speech: spaCy's lemmatizer by rules works most words out anew each
time they come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language as Pipeline
from spacy.pipeline import Lemmatizer

if TYPE_CHECKING:
    from spacy.tokens import Doc

    Kind = tuple[int, int, int]

ASKED = ("LEMMA", "ORTH", "POS", "MORPH")  # all that the rules see of a token, after the lemma that it may have
KEPT = 200_000  # words that are remembered


@dataclass(slots=True)
class RememberedLemmas:
    """Sets what the lemmatizer would set."""

    lemmatizer: Lemmatizer
    known: dict[Kind, int] = field(default_factory=dict)

    def __call__(self, doc: Doc) -> Doc:
        """Gives a lemma to each token of a document that has its parts of speech, unless it has one."""
        rows = doc.to_array(list(ASKED)).tolist()
        lemmas = [
            lemma or self.known.get((word, pos, morph)) or self._learn(doc, place, (word, pos, morph))
            for place, (lemma, word, pos, morph) in enumerate(rows)
        ]
        column: Any = np.array(lemmas, dtype=np.uint64).reshape(-1, 1)
        return doc.from_array(["LEMMA"], column)

    def _learn(self, doc: Doc, place: int, kind: Kind) -> int:
        if len(self.known) >= KEPT:
            self.known.clear()
            self.lemmatizer.cache.clear()
        lemma = self.lemmatizer.lemmatize(doc[place])[0]
        return self.known.setdefault(kind, doc.vocab.strings.add(lemma))


@Pipeline.factory("onrecord_lemmas")
def make_lemmas(nlp: Pipeline, name: str) -> RememberedLemmas | Lemmatizer:  # noqa: ARG001  # asked for by spaCy
    """The component that stands in for the pipeline's lemmatizer; that lemmatizer itself where it has no rules."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    if not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule" or lemmatizer.overwrite:
        other: Lemmatizer = lemmatizer
        return other
    index: Any = lemmatizer.lookups.get_table("lemma_index", {})
    for pos in list(index):
        index[pos] = frozenset(index[pos])  # asked for membership alone; the package has lists of thousands
    return RememberedLemmas(lemmatizer)
