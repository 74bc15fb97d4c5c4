"""Whether the cue is negated ("did not deny") or unreal ("might accuse", "if he denies")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.languages.polarity import polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages import Language


def is_negated(head: Token, language: Language) -> bool:
    """True for a negator at the cue or a refuser over it; two cancel out ("did not fail to condemn")."""
    words = polarity(language)
    beside = any(child.lower_ in words.negators and child.i < head.i for child in _beside(head))
    over = _governor(head)
    refused = over is not None and over.lemma_.lower() in words.refusers
    beside = beside or _over_preposition(head) in words.negators
    over_negated = over is not None and any(
        child.lower_ in words.negators for child in over.children if child.i < head.i
    )
    return (beside + refused + over_negated) % 2 == 1


def is_hypothetical(head: Token, language: Language) -> bool:
    """True for a modal or a condition at the cue, or a prospect over it ("is expected to announce")."""
    words = polarity(language)
    children = [child for child in _beside(head) if child.i < head.i]
    # "would not allow" is a refusal that took place; "would allow" is none
    negated = any(child.lower_ in words.negators for child in children)
    modal = not negated and any(child.dep_ == "aux" and child.lower_ in words.modals for child in children)
    condition = any(child.dep_ in {"mark", "advmod"} and child.lower_ in words.conditions for child in children)
    over = _governor(head)
    return modal or condition or (over is not None and over.lemma_.lower() in words.prospects)


def _beside(head: Token) -> list[Token]:
    """The cue's own dependants, and those of the verb that it is coordinated with ("did not deny or confirm")."""
    children = [*head.children]
    for child in [*children]:
        if child.dep_ in {"nsubj", "nsubjpass", "det"}:
            children.extend(child.children)
        if child.dep_ in {"aux", "auxpass"}:  # "had not, as of Monday, announced"
            children.extend(part for part in child.children if part.dep_ == "neg")
    if head.dep_ == "conj" and not any(child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in children):
        children.extend(child for child in head.head.children if child.dep_ in {"neg", "aux"} and _near(child, head))
    return children


def _near(word: Token, head: Token) -> bool:
    """True where the coordinated verb follows the negator or modal in the same form ("did not deny or confirm", but not
    "does not accept it and insisted"), with no subject of its own between them.
    """
    if not word.i < head.head.i < head.i or head.tag_ != head.head.tag_:
        return False
    return not any(token.dep_ == "nsubj" for token in word.doc[head.head.i : head.i])


def _governor(head: Token) -> Token | None:
    """The verb or adjective whose infinitive or gerund the cue is, also over a preposition ("stopped short of calling")."""
    if head.dep_ == "xcomp":
        return head.head
    if head.dep_ != "pcomp":
        return None
    over = head.head.head if head.head.dep_ == "prep" else head.head
    return over.head if over.dep_ in {"advmod", "acomp"} else over


def _over_preposition(head: Token) -> str:
    """The preposition whose gerund the cue is: "without calling it a coup"."""
    return str(head.head.lower_) if head.dep_ == "pcomp" else ""
