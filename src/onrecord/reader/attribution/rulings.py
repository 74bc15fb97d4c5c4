"""Rulings, orders and decrees whose content a participle tells: "issued a judgment for the plaintiff, allowing ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.parties import party_words
from onrecord.reader.attribution.clauses import subject_of
from onrecord.reader.attribution.drafts import Draft, range_of, tidy
from onrecord.reader.attribution.heads import is_deed, lemma, rows_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.reader.stages import Analysis

SURE = 0.6
"""Like the other rules'; few are in the annotated articles."""
WORDLESS = frozenset({"permit"})
"""Acts that a ruling does and nobody says: the participles of others report by themselves ("a statement denying ...")."""
FARTHEST = 30
"""Tokens from the ruling to the participle."""


def read_rulings(drafts: list[Draft], analysis: Analysis, language: Language) -> list[Draft]:
    """The drafts, with one for each ruling that somebody issues and a participle tells, in place of any that either heads."""
    kept = list(drafts)
    for token in analysis.doc:
        if not _is_issued(token, language):
            continue
        participle = _participle(token, language)
        source = subject_of(token.head)
        row = next(iter(rows_of(token, language)), None)
        if participle is None or not source or row is None:
            continue
        text = analysis.document.text
        said, content = tidy(text, range_of(source)), tidy(text, range_of(_clause(participle)))
        if said and content:
            kept = [draft for draft in kept if draft.head.i not in {participle.i, token.i}]
            cue = (token.idx, token.idx + len(token))
            kept.append(Draft(said, cue, (content,), SURE, token, row, found="rule"))
    return kept


def _is_issued(noun: Token, language: Language) -> bool:
    words = party_words(language)
    return (
        noun.dep_ == "dobj"
        and noun.lower_ in words.joined("kin_ruling", "decree")
        and lemma(noun.head, language) in words["issue_verb"]
    )


def _participle(noun: Token, language: Language) -> Token | None:
    """The participle that tells what is ruled, behind the noun or behind a comma, in its sentence."""
    for token in noun.doc[noun.i + 1 : noun.i + FARTHEST]:
        if token.is_sent_start or token.tag_ in {"VBD", "VBZ", "VBP"}:
            return None
        if token.tag_ != "VBG" or token.dep_ not in {"acl", "advcl"}:
            continue
        if token.head != noun and token.nbor(-1).text != ",":
            continue
        rows = rows_of(token, language)
        wordless = not rows or any(row.act in WORDLESS for row in rows) or is_deed(token, rows[0], language)
        return token if wordless and any(child.i > token.i for child in token.children) else None
    return None


def _clause(participle: Token) -> list[Token]:
    return [token for token in participle.subtree if not token.is_space and token.i >= participle.i]
