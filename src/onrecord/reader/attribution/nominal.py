"""Statements that a noun carries: "NATO's accusations that ...", "threats against ...", "their demands included ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.polarity import complements
from onrecord.languages.reporting import carriers, deeds
from onrecord.reader.attribution.clauses import subject_of
from onrecord.reader.attribution.drafts import Draft, range_of, tidy
from onrecord.reader.attribution.heads import lemma, rows_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue, Frame
    from onrecord.reader.stages import Analysis

SURE = 0.55
"""Share of right ones among what these rules find in the annotated articles (docs/quality.md)."""
SOURCELESS = frozenset({"accuse"})
"""Acts of nouns that are statements where nobody is named ("despite accusations of ..."); of the others it is a topic."""
CHARGED = frozenset(
    {"accuse", "demand", "threaten", "promise", "deny", "criticise", "warn", "propose", "refuse", "concede"}
)
"""Acts that a noun with a preposition names; with a clause ("the claim that ...") every act is."""


def find_nominal(analysis: Analysis, language: Language, taken: frozenset[int]) -> list[Draft]:
    """The statements that nouns of the lexicon make, but for those that head a cue already (`taken`, token numbers)."""
    found = []
    for token in analysis.doc:
        if token.pos_ == "NOUN" and token.i not in taken and lemma(token, language) not in deeds(language):
            draft = _draft(token, analysis, language)
            if draft:
                found.append(draft)
    return found


def _draft(noun: Token, analysis: Analysis, language: Language) -> Draft | None:
    rows = rows_of(noun, language)
    complement = _complement(noun, language) if rows else None
    if complement is None:
        return None
    frame, tokens = complement
    row = next((row for row in rows if frame in row.frames), None)
    if row is None or (row.act not in CHARGED and frame != "that"):
        return None
    text = analysis.document.text
    content = tidy(text, range_of(tokens))
    source = _source(noun, language)
    if content is None or not (source or _may_be_sourceless(row, tokens)):
        return None
    return Draft(
        tidy(text, range_of(source)) if source else None, (noun.idx, noun.idx + len(noun.text)), (content,), SURE, noun,
        row, found="rule",
    )  # fmt: skip


def _may_be_sourceless(row: Cue, tokens: list[Token]) -> bool:
    return row.act in SOURCELESS and len(tokens) > 1


def _complement(noun: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    opening = complements(language)
    for child in noun.children:
        if child.i < noun.i or child.i - noun.i > 20:
            continue
        tokens = [token for token in child.subtree if not token.is_space]
        if (
            child.dep_ in {"acl", "ccomp", "relcl"}
            and opening.get(tokens[0].lower_) == "that"
            and tokens[0].dep_ == "mark"
        ):
            return "that", tokens
        if (
            child.dep_ == "prep"
            and child.lower_ in {"of", *opening}
            and opening.get(child.lower_) not in {None, "to", "wh"}
        ):
            return opening[child.lower_], tokens
        if child.dep_ == "acl" and any(c.tag_ == "TO" for c in child.children):
            return "to", tokens
    return _predicate(noun, language)


def _predicate(noun: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    """What a copula ties to the noun: "their demands include ..."."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_.lower() not in carriers(language, "copula"):
        return None
    later = [
        child
        for child in verb.children
        if child.i > verb.i and child.dep_ in {"dobj", "attr", "xcomp", "ccomp", "acl", "conj", "cc", "punct"}
    ]
    tokens = sorted(
        (token for child in later for token in child.subtree if not token.is_space), key=lambda token: token.i
    )
    return ("of", tokens) if len(tokens) > 2 else None


def _source(noun: Token, language: Language) -> list[Token] | None:
    """Whose the noun is: its possessor, who it comes from, or the subject of the light verb that carries it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return [token for token in child.subtree if token.tag_ != "POS" and not token.is_space]
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in carriers(language, "origin"):
            return [token for part in child.children for token in part.subtree if not token.is_space] or None
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_.lower() in carriers(language, "light"):
        return subject_of(verb)
    return None
