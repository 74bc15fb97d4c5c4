"""A parser's named entities, found with arrays: spaCy's recogniser of entities, its network and its rules, without its states.

Its states are few. Outside an entity what may come next hangs on the token alone, so that all tokens are scored at once; inside
one it hangs on the token, the one before and the entity's first, so that all entities grow side by side. spaCy's own loop
takes Python's lock at every step and needs about ten times as long. The scores are the same but for the order of their sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language as Pipeline
from spacy.tokens import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.pipeline import EntityRecognizer
    from spacy.tokens import Doc
    from thinc.api import Model

    Floats = NDArray[np.float32]
    Places = NDArray[np.intp]

NEVER = np.float32(-np.inf)


@dataclass(frozen=True, slots=True)
class Moves:
    """The columns of the recogniser's scores: of its moves `begins`, `goes_on` and `ends` the nth belong to the nth label."""

    labels: tuple[str, ...]
    begins: Places
    goes_on: Places
    ends: Places
    alone: Places
    outside: int


@dataclass(frozen=True, slots=True)
class Entities:
    """The component: sets the entities of documents that have their sentences."""

    tokens: Model[Any, Any]
    lower: Model[Any, Any]
    upper: Model[Any, Any]
    moves: Moves

    def __call__(self, doc: Doc) -> Doc:
        """Sets a document's entities."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Sets the entities of documents, in batches."""
        remaining = iter(docs)
        while batch := list(islice(remaining, batch_size)):
            self._find(batch)
            yield from batch

    def _find(self, docs: Sequence[Doc]) -> None:
        columns = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs])
        ends = np.cumsum([len(doc) for doc in docs])
        if not len(columns):
            return
        space = columns[:, 0] == 1
        stops = np.append(columns[1:, 1] == 1, True)  # an entity ends here at the latest
        stops[ends - 1] = True
        parts = self.lower.predict(self.tokens.predict(docs))
        first, choice = self._outside(parts, space, stops)
        spans = self._grown(parts, first, choice, stops)
        start = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            inside = [(a - start, b - start, label) for a, b, label in spans if start <= a < end]
            doc.set_ents([Span(doc, *span) for span in inside], default="outside")
            start = end

    def _outside(self, parts: Floats, space: NDArray[np.bool_], stops: NDArray[np.bool_]) -> tuple[Places, Places]:
        """The tokens at which an entity may begin, and the move chosen there, were it not inside another."""
        moves, padding = self.moves, parts[0]
        scores = self._scores(parts[1:, 0] + padding[1] + padding[2])
        allowed = np.full_like(scores, NEVER)
        for columns in (moves.begins, moves.alone, [moves.outside]):
            allowed[:, columns] = scores[:, columns]
        allowed[np.ix_(stops | space, moves.begins)] = NEVER
        allowed[np.ix_(space, moves.alone)] = NEVER
        choice = allowed.argmax(axis=1)
        first = np.flatnonzero(choice != moves.outside)
        return first, choice[first]

    def _grown(
        self, parts: Floats, first: Places, choice: Places, stops: NDArray[np.bool_]
    ) -> list[tuple[int, int, str]]:
        """The entities in order, none inside another: first token, token after the last, label."""
        moves = self.moves
        label = dict(
            zip((*moves.begins.tolist(), *moves.alone.tolist()), 2 * (*range(len(moves.labels)),), strict=True)
        )
        labels = np.array([label[move] for move in choice.tolist()], dtype=np.intp)
        last = first.copy()
        open_ = np.flatnonzero(np.isin(choice, moves.begins))
        while len(open_):
            last[open_] += 1
            at, start = last[open_], first[open_]
            scores = self._scores(parts[at + 1, 0] + parts[start + 1, 1] + parts[at, 2])
            rows, of_label = np.arange(len(open_)), labels[open_]
            on, end = scores[rows, moves.goes_on[of_label]], scores[rows, moves.ends[of_label]]
            before = moves.goes_on[of_label] < moves.ends[of_label]
            open_ = open_[~stops[at] & ((on > end) | ((on == end) & before))]
        found, covered = [], 0
        for start, stop, number in zip(first.tolist(), (last + 1).tolist(), labels.tolist(), strict=True):
            if start >= covered:
                found.append((start, stop, moves.labels[number]))
                covered = stop
        return found

    def _scores(self, summed: Floats) -> Floats:
        pieces = summed + self.lower.get_param("b")
        hidden = reduce(np.maximum, (pieces[..., piece] for piece in range(pieces.shape[-1])))
        scores: Floats = self.upper.predict(hidden)
        return scores


@Pipeline.factory("onrecord_entities")
def make_entities(nlp: Pipeline, name: str) -> Entities | EntityRecognizer:  # noqa: ARG001  # asked for by spaCy
    """The component that stands in for the pipeline's recogniser; that one itself where it is of another make."""
    recogniser: EntityRecognizer = nlp.get_pipe("ner")
    layers = recogniser.model.layers
    if not recogniser.model.attrs["has_upper"] or recogniser.model.attrs["unseen_classes"]:
        return recogniser
    names = [recogniser.moves.get_class_name(number) for number in range(layers[-1].get_dim("nO"))]
    labels = tuple(sorted(move[2:] for move in names if move.startswith("B-")))
    known = len(layers) == 3 and layers[1].get_dim("nF") == 3 and layers[1].get_dim("nP") > 1
    if not known or recogniser.cfg["beam_width"] != 1:
        return recogniser

    def columns(kind: str) -> Places:
        return np.array([names.index(f"{kind}-{label}") for label in labels])

    moves = Moves(labels, columns("B"), columns("I"), columns("L"), columns("U"), names.index("O"))
    tokens, lower, upper = layers
    return Entities(tokens, lower, upper, moves)
