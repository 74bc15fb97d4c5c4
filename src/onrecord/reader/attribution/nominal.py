"""Statements that a noun carries: "NATO's accusations that ...", "threats against ...", "their demands included ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.polarity import complements
from onrecord.languages.reporting import carriers, deeds
from onrecord.reader.attribution.clauses import subject_of
from onrecord.reader.attribution.drafts import Draft, range_of, tidy
from onrecord.reader.attribution.heads import lemma, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.languages import Language
    from onrecord.languages.cues import Cue, Frame
    from onrecord.reader.stages import Analysis

SURE = 0.55
"""Share of right ones among what these rules find in the annotated articles (docs/quality.md)."""
FARTHEST = 20
"""Words from a noun to what it says."""
NAMED = frozenset({"NORP", "GPE", "ORG", "PERSON"})
CLAUSES: tuple[Frame, ...] = ("that", "to")
SOURCELESS = frozenset({"accuse"})
"""Acts of nouns that are statements where nobody is named ("despite accusations of ..."); of the others it is a topic."""
ASKED = frozenset({"demand"})
"""Acts of nouns whose "of" names who makes them, not what is said."""
CHARGED = frozenset(
    {"accuse", "demand", "threaten", "promise", "deny", "criticise", "warn", "propose", "refuse", "concede"}
)
"""Acts that a noun with a preposition names; with a clause ("the claim that ...") every act is."""


def find_nominal(analysis: Analysis, language: Language, taken: frozenset[int]) -> list[Draft]:
    """The statements that nouns of the lexicon make, but for those that head a cue already (`taken`, token numbers)."""
    found = []
    for token in analysis.doc:
        if token.pos_ != "NOUN" or token.i in taken or _in_idiom(token, language):
            continue
        if lemma(token, language) not in deeds(language):
            draft = _draft(token, analysis, language)
            if draft:
                found.append(draft)
    return found


def _in_idiom(noun: Token, language: Language) -> bool:
    """True for the noun of "in charge of"."""
    before = noun.head
    return noun.left_edge == noun and f"{before.lower_} {noun.lower_}" in carriers(language, "idiom")


def _draft(noun: Token, analysis: Analysis, language: Language) -> Draft | None:
    rows = rows_of(noun, language)
    complement = _complement(noun, language) if rows else None
    if complement is None:
        return None
    frame, tokens = complement
    row = next((row for row in rows if frame in row.frames), None)
    if row is None or (row.act not in CHARGED and frame != "that"):
        return None
    if frame == "of" and row.act in ASKED and tokens[0].dep_ == "prep":
        return None  # "the demands of the strikers" are theirs
    text = analysis.document.text
    content = tidy(text, range_of(tokens))
    source = _source(noun, language, tokens)
    if content is None or not (source or _may_be_sourceless(row, tokens)):
        return None
    return Draft(
        tidy(text, range_of(source)) if source else None, (noun.idx, noun.idx + len(noun.text)), (content,), SURE, noun,
        row, found="rule",
    )  # fmt: skip


def _may_be_sourceless(row: Cue, tokens: list[Token]) -> bool:
    return row.act in SOURCELESS and len(tokens) > 1


def _complement(noun: Token, language: Language) -> tuple[Frame, list[Token]] | None:
    found = dict(_complements(noun, language))
    for clause in CLAUSES:
        if clause in found:
            return clause, found[clause]
    by_other = any(child.dep_ == "prep" and child.lower_ in carriers(language, "agent") for child in noun.children)
    for frame, tokens in found.items():
        if frame != "of" or by_other or (len(found) == 1 and not _is_name(tokens)):
            return frame, tokens
    return _predicate(noun, language)


def _complements(noun: Token, language: Language) -> Iterator[tuple[Frame, list[Token]]]:
    """What may carry the noun's content: a clause with "that", an infinitive, prepositional phrases."""
    opening = complements(language)
    for child in _dependants(noun, language):
        tokens = [token for token in child.subtree if not token.is_space]
        if child.i < noun.i or child.i - noun.i > FARTHEST or not tokens:
            continue
        first = opening.get(tokens[0].lower_)
        if child.dep_ in {"acl", "ccomp", "relcl"} and first == "that" and tokens[0].dep_ == "mark":
            if not _lacks_object(child, language):
                yield "that", tokens
        elif child.dep_ in {"acl", "relcl"} and any(c.tag_ == "TO" for c in child.children):
            yield "to", tokens
        elif child.dep_ == "prep" and opening.get(child.lower_) not in {None, "to", "wh"} and not _dates(child):
            yield opening[child.lower_], tokens


def _lacks_object(verb: Token, language: Language) -> bool:
    """True for the verb of "an accusation that the minister denied", where "that" stands for the noun itself."""
    needs = any("obj" in row.frames for row in rows_of(verb, language) if len(row.words) == 1)
    has = any(child.dep_ in {"dobj", "ccomp", "xcomp", "nsubjpass"} for child in verb.children)
    return needs and not has and not any(child.dep_ == "prep" for child in verb.children)


def _dates(preposition: Token) -> bool:
    """True for "on Wednesday": when it was said."""
    return any(child.dep_ == "pobj" and child.ent_type_ in {"DATE", "TIME"} for child in preposition.children)


def _is_name(tokens: list[Token]) -> bool:
    """True for "of the government of Iraq": whose the noun is, not what it says."""
    return (
        len(tokens) > 1 and any(token.ent_type_ for token in tokens) and all(token.pos_ != "VERB" for token in tokens)
    )


def _dependants(noun: Token, language: Language) -> Iterator[Token]:
    """What depends on the noun, and on its author where the parser hangs it there: "the threats of the gang against ..."."""
    owners = carriers(language, "origin") | carriers(language, "owner")
    for child in noun.children:
        yield child
        if child.dep_ == "prep" and child.lower_ in owners:
            for author in child.children:
                yield from (
                    c
                    for c in author.children
                    if c.dep_ in {"acl", "relcl"} or (c.dep_ == "prep" and c.lower_ != child.lower_)
                )


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


def _names_author(preposition: Token, content: list[Token], language: Language) -> bool:
    """True for "by" and "from", and for "of" where the content is a clause of its own: "the vow of the abbot to ..."."""
    if preposition.lower_ in carriers(language, "origin"):
        return True
    return preposition.lower_ in carriers(language, "owner") and content[0].i > preposition.i + 1


def _source(noun: Token, language: Language, content: list[Token]) -> list[Token] | None:
    """Whose the noun is: its possessor, who it comes from, or the subject of the light verb that carries it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return [token for token in child.subtree if token.tag_ != "POS" and not token.is_space]
    for child in noun.children:
        if child.dep_ == "prep" and child not in content and _names_author(child, content, language):
            named = [token for part in child.children for token in part.subtree if not token.is_space]
            return [token for token in named if token not in content] or None
    for child in noun.children:
        part_of_word = child.i + 1 < len(noun.doc) and child.nbor().text == "-"  # "pro-union protests"
        if child.dep_ in {"amod", "compound"} and child.ent_type_ in NAMED and not part_of_word:
            return [child]
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_.lower() in carriers(language, "light"):
        return subject_of(verb)
    return None
