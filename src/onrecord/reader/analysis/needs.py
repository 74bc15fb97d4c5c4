"""What some verbs cannot do without, put right in the parse.

"Tell" needs one who hears: of "told Reuters sanctions would be lifted" parsers make sanctions of Reuters. Where the clause has
no "that", and one noun phrase alone stands between both, the phrase's beginning is the hearer and the rest the clause's
subject. "Accuse" needs a charge: of "accused by prosecutors of fraud" parsers make prosecutors of fraud.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language as Pipeline
from spacy.tokens import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


@dataclass(frozen=True, slots=True)
class Needs:
    """The component. `hearer`: lemmas of verbs that need one; `charge`: those that need a charge, which `of` opens."""

    hearer: frozenset[str]
    charge: frozenset[str]
    of: frozenset[str]

    def __call__(self, doc: Doc) -> Doc:
        """Gives the verbs of a parsed document what they need."""
        asked = [doc.vocab.strings[verb] for verb in (*self.hearer, *self.charge)]
        for place in np.flatnonzero(np.isin(doc.to_array("LEMMA"), np.array(asked, dtype=np.uint64))).tolist():
            token = doc[place]
            if token.pos_ == "VERB" and token.lemma_ in self.hearer:
                _give_hearer(token)
            elif token.tag_ == "VBN" and token.lemma_ in self.charge:
                _give_charge(token, self.of)
        return doc


@Pipeline.factory("onrecord_needs", default_config={"hearer": [], "charge": [], "of": []})
def make_needs(
    nlp: Pipeline,  # noqa: ARG001  # asked for by spaCy
    name: str,  # noqa: ARG001
    hearer: Sequence[str],
    charge: Sequence[str],
    of: Sequence[str],
) -> Needs:
    """The component for a language's verbs."""
    return Needs(frozenset(hearer), frozenset(charge), frozenset(of))


def _give_charge(verb: Token, of: frozenset[str]) -> None:
    """Gives a passive the charge that the parser hung on who makes it, unless it is a part of that one's name."""
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    if agent is None or any(child.lower_ in of for child in verb.children):
        return
    behind = [token for noun in agent.children for token in noun.rights if token.lower_ in of and token.dep_ == "prep"]
    if behind and behind[-1].ent_iob_ != "I":
        behind[-1].head = verb


def _give_hearer(verb: Token) -> None:
    clause = next((one for one in verb.children if one.dep_ == "ccomp" and one.i > verb.i and _is_finite(one)), None)
    subject = _subject(verb, clause) if clause is not None else None
    hearer = _hearer(verb, subject) if subject is not None else None
    if clause is not None and subject is not None and hearer is not None:
        _set_apart(verb, hearer, subject, clause)
    told = next((one for one in verb.children if one.dep_ == "dative"), None)
    if told is not None:
        _part(told)


def _set_apart(verb: Token, hearer: Token, subject: Token, clause: Token) -> None:
    """Gives the hearer with the words before it to the verb, the rest of the phrase to the clause."""
    outer = [token for token in verb.doc[verb.i + 1 : hearer.i] if token.head.i > hearer.i]
    hearer.head, hearer.dep_ = verb, "dative"
    for token in outer:
        token.head = hearer
    passive = any(child.dep_ == "auxpass" for child in clause.children)
    subject.head, subject.dep_ = clause, "nsubjpass" if passive else "nsubj"


def _part(last: Token) -> None:
    """Makes two names of one that goes on behind the hearer's last word."""
    doc, beyond = last.doc, last.right_edge.i + 1
    if beyond >= len(doc) or doc[beyond].ent_iob_ != "I":
        return
    one = next(one for one in doc.ents if one.start <= last.i < one.end)
    parts = [Span(doc, start, end, one.label) for start, end in ((one.start, last.i + 1), (last.i + 1, one.end))]
    doc.set_ents(parts, default="unmodified")


def _subject(verb: Token, clause: Token) -> Token | None:
    """The clause's subject; the verb's object where the clause has none. None where both are there, or it does not stand
    between verb and clause alone.
    """
    own = [child for child in clause.children if child.dep_ in SUBJECTS and child.i < clause.i]
    objects = [child for child in verb.children if child.dep_ in {"dobj", "dative"} and child.i < clause.i]
    found = [*own, *objects]
    if len(found) != 1 or found[0].left_edge.i != verb.i + 1:
        return None
    between = any(found[0].i < child.i < clause.i and not child.is_punct for child in verb.children)
    return None if between else found[0]


def _hearer(verb: Token, subject: Token) -> Token | None:
    """The last word of the name that begins the phrase, else its first noun; None where nothing stands before the subject."""
    last = next((token for token in verb.doc[verb.i + 1 : subject.i] if token.dep_ == "compound"), None)
    if last is None or subject.ent_iob_ == "I":
        return last  # where the parser takes both for one name, the first word is the likeliest
    while last.i + 1 < subject.i and last.nbor().ent_iob_ == "I" and last.nbor().dep_ != "poss":
        last = last.nbor()
    return last


def _is_finite(verb: Token) -> bool:
    helping = {child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    return (verb.tag_ in FINITE or bool(helping & FINITE)) and "TO" not in helping
