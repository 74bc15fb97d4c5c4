"""Noun phrases in the parse: their parts, and how a party is named that is only described."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast

OF_STATES = frozenset({"capital", "metonym"})  # forms of names that stand for a state
BEFORE = frozenset({"compound", "amod", "nmod", "poss", "nummod", "advmod", "npadvmod", "punct", "case", "quantmod"})


def line_start(doc: Doc, token: int) -> int:
    """The first token of the line that a token stands in, by its number."""
    while token and "\n" not in doc[token - 1].text:
        token -= 1
    return token


def line_before(doc: Doc, start: int) -> tuple[int, int]:
    """The tokens `[first, end)` of the line before one that starts at a token, white space at its end left out."""
    end = start
    while end and doc[end - 1].is_space:
        end -= 1
    return line_start(doc, end), end


def premodifiers(head: Token) -> tuple[Token, ...]:
    """The tokens before a noun that belong to it, articles left out, in order."""
    found: list[Token] = []
    for child in head.lefts:
        if child.dep_ in BEFORE:
            found.extend(part for part in child.subtree if part.i < head.i and part.dep_ != "det")
    return tuple(sorted(found, key=lambda token: token.i))


def owner_tokens(head: Token) -> Iterator[Token]:
    """The tokens before a noun that may say whose it is; not those of "London-based", "US-led"."""
    for token in premodifiers(head):
        joined = token.i + 1 < head.i and head.doc[token.i + 1].text == "-" and not token.whitespace_
        if not joined and token.dep_ != "npadvmod":
            yield token


def child_of(head: Token, deps: frozenset[str] | set[str]) -> Token | None:
    """The first child with one of these dependencies."""
    return next((child for child in head.children if child.dep_ in deps), None)


def objects_of(head: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    """What stands behind one of these prepositions at a noun or verb."""
    for child in head.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions:
            yield from (part for part in child.children if part.dep_ in {"pobj", "pcomp"})


def subject_of(verb: Token) -> Token | None:
    """The verb's subject, or that of the verb that it is coordinated with or hangs on."""
    for _ in range(4):
        found = child_of(verb, {"nsubj", "nsubjpass"})
        if found is not None:
            return found
        if verb.dep_ in {"acl", "relcl"} and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return None
        if verb.dep_ not in {"conj", "xcomp", "advcl", "pcomp", "prep", "aux", "ccomp"} or verb.head == verb:
            return None
        verb = verb.head
    return None


def conjuncts(head: Token) -> tuple[Token, ...]:
    """The noun and those coordinated with it, in order."""
    found, pending = [head], [head]
    while pending:
        for child in pending.pop().children:
            if child.dep_ == "conj" and child not in found:
                found.append(child)
                pending.append(child)
    return tuple(sorted(found, key=lambda token: token.i))


def name_of(head: Token, cast: Cast, words: Words) -> str:
    """A described party's name as the text has it, without article, clauses and what stands behind it, except whose
    it is ("mission to the EU", "families of the victims").
    """
    parts: list[str] = []
    first = _left_edge(head)
    skip = -1
    for token in head.doc[first : head.i + 1]:
        if token.i <= skip or token.is_space:
            continue
        if token.lower_ in words["drop"] and not parts:
            continue
        mention = cast.at(token.i)
        if token.tag_ in {"PRP$", "WP$"}:
            continue
        if mention and mention.start == token.i and mention.form in OF_STATES and _is_possessor(head, mention.end):
            parts.append(mention.member.name + (head.doc[mention.end - 1].whitespace_ or ""))
            skip = mention.end - 1
        else:
            parts.append(token.text_with_ws)
    return ("".join(parts).rstrip() + _behind(head, cast, words)).strip(' -,"“”')


def _is_possessor(head: Token, end: int) -> bool:
    """True where a possessive mark follows: "Beijing's mission" is China's, "Kabul police" the city's."""
    return end < head.i and head.doc[end].tag_ == "POS"


def _left_edge(head: Token) -> int:
    edges = [child.left_edge.i for child in head.lefts if child.dep_ in BEFORE | {"det", "predet"}]
    return min([head.i, *edges])


def _behind(head: Token, cast: Cast, words: Words) -> str:
    """What stands behind "of" or, before a name, "to"."""
    link = head.nbor() if head.i + 1 < len(head.doc) else None
    if link is not None and link.lower_ in words["postposed"]:
        return " " + link.text  # "attorneys general"
    if link is None or link.dep_ != "prep" or link.head != head:
        return ""
    inner = next((child for child in link.children if child.dep_ == "pobj"), None)
    if inner is None or inner.i - link.i > 6:
        return ""
    named = cast.at(inner.i)
    if link.lower_ in words["whose"] or (link.lower_ in words["to"] and named):
        last = max([inner.i, *(child.i for child in conjuncts(inner) if child.i - inner.i <= 3)])
        for deeper in objects_of(inner, words["whose"]):
            last = max(last, deeper.i)
        return " " + head.doc[link.i : last + 1].text
    return ""
