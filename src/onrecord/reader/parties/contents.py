"""What a content is about: the party that is its subject, its object, or whose doing it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.descriptions import as_named, find_described, is_party, is_place
from onrecord.reader.parties.groups import is_pair, pair_of
from onrecord.reader.parties.phrases import child_of, conjuncts, objects_of, premodifiers
from onrecord.reader.parties.pronouns import antecedent
from onrecord.reader.parties.reference import author, called_by_name, listed_at, named_beside, refer
from onrecord.reader.parties.speakers import tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member
    from onrecord.reader.parties.scene import Around, Scene
    from onrecord.records import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


def content_tokens(scene: Scene, content: tuple[Span, ...]) -> list[Token]:
    """The tokens of a content's spans."""
    return [token for span in content for token in tokens_of(scene, span) if not token.is_space]


def roots_of(tokens: list[Token]) -> list[Token]:
    """The tokens that no other of the span governs, words only."""
    inside = {token.i for token in tokens}
    return [token for token in tokens if (token.head.i not in inside or token.head == token) and token.is_alpha]


def is_empty(subject: Token, verb: Token) -> bool:
    """True for the "it" of "it is possible that ...", which means nobody."""
    return subject.tag_ == "PRP" and subject.i < verb.i and child_of(verb, {"acomp", "attr"}) is not None


def subject_in(tokens: list[Token]) -> Token | None:
    """The subject of the content's first clause, or its first noun where it is a noun phrase."""
    inside = {token.i for token in tokens}
    roots = sorted(roots_of(tokens), key=lambda token: token.dep_ == "advcl" or token.pos_ not in {"VERB", "AUX"})
    for root in roots:
        if root.dep_ in SUBJECTS:
            return root
        if root.pos_ in {"VERB", "AUX"}:
            found = child_of(root, SUBJECTS)
            empty = found is not None and is_empty(found, root)
            inner = child_of(root, {"ccomp"}) if empty else None
            if (
                empty
                and inner is None
                and any(part.dep_ in {"advcl", "xcomp"} and part.i > root.i for part in root.children)
            ):
                return None  # "it would be wrong to ...", "it would be an outrage if ..."
            found = child_of(inner, SUBJECTS) if inner is not None else found
            if found is not None and found.i in inside:
                return found
        if root.pos_ in {"NOUN", "PROPN", "PRON"} and root.dep_ in {
            "dobj",
            "pobj",
            "nsubj",
            "nsubjpass",
            "attr",
            "ROOT",
            "oprd",
        }:
            return root
    return next((token for token in tokens if token.dep_ in SUBJECTS), None)


def party_of(scene: Scene, head: Token, around: Around, *, deeds: bool = True) -> tuple[Member, ...]:
    """The parties that a noun phrase names or whose doing it names ("China's role", "the decision"), else none."""
    found = [m for token in conjuncts(head) for m in _party(scene, token, around, deeds=deeds)]
    cast = scene.cast.members
    return tuple(dict.fromkeys(m for m in found if m.kind != "unknown" or m in cast))


def _party(scene: Scene, head: Token, around: Around, *, deeds: bool) -> tuple[Member, ...]:
    words, lower = scene.words, head.lower_
    if any(child.dep_ == "det" and child.lower_ in words["none"] for child in head.lefts):
        return ()
    mention = scene.cast.at(head.i)
    if mention and not mention.weak:
        return () if is_place(scene, mention) else (mention.member,)
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$", "WP", "WDT"}:
        return _pronoun(scene, head, around, deeds=deeds)
    if is_pair(scene, head):
        return pair_of(scene, head, around)  # or nobody: "both sides" alone names no party
    if listed_at(scene, head):
        return refer(scene, head, around)
    if beside := named_beside(scene, head) or called_by_name(scene, head):
        return (beside,)
    if lower in words["relation"] and any(child.tag_ == "PRP$" for child in head.lefts):
        return ()  # "its neighbour" may be anybody
    if lower in words.joined("relay", "deed", "claim"):
        return author(scene, head, around) if deeds else ()
    body = lower in words.joined("generic", "organ", "office")
    if body and (described := find_described(scene, head)):
        return (described,)
    owner = child_of(head, {"poss"})
    if owner is not None and lower in words.joined("male", "female") - words["office"]:
        return ()  # "Ruiz's mother" is somebody else
    if owner is not None and lower not in words.joined("office", "collective", "anonymous"):
        return _party(scene, owner, around, deeds=deeds)
    if described := find_described(scene, head):
        return (described,)
    if is_party(scene, head):
        return refer(scene, head, around)
    if lower in words["state_noun"] - words["state_itself"]:
        return ()  # "an EU country" is not the EU
    for token in (*objects_of(head, words.joined("whose", "issuer")), *premodifiers(head)):
        mention = scene.cast.at(token.i)
        if mention and not mention.member.place:
            return (mention.member,)
    return ()


def _pronoun(scene: Scene, head: Token, around: Around, *, deeds: bool) -> tuple[Member, ...]:
    """Whom a pronoun means; of a claim or a document that it stands for, whose that is."""
    words = scene.words
    if head.lower_ not in words.joined("it", "they"):
        return refer(scene, head, around)
    found: list[Member] = []
    for token in antecedent(scene, head, around):
        thing = token.lower_ in words.joined("relay", "deed", "claim") and not is_party(scene, token)
        found += _party(scene, token, around, deeds=deeds) if thing else refer(scene, token, around)
    return tuple(dict.fromkeys(found))


def collective_named(scene: Scene, head: Token) -> Member:
    """The party as the text names it."""
    return as_named(scene, head)


def first_named(scene: Scene, tokens: list[Token]) -> Member | None:
    """The first party that the tokens name other than as a place."""
    for token in tokens:
        mention = scene.cast.at(token.i)
        if mention and mention.start == token.i and not mention.member.place and not mention.weak:
            head = scene.doc[mention.end - 1]
            if not (head.dep_ == "pobj" and head.head.lower_ in scene.words["placed"]):
                return mention.member
    return None
