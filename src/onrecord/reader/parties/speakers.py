"""Who speaks: the parties that a source span means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.phrases import conjuncts
from onrecord.reader.parties.reference import refer

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member, Mention
    from onrecord.reader.parties.scene import Around, Scene
    from onrecord.records import Span

VERBAL = frozenset({"VERB", "AUX", "CCONJ"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X"})


def find_speakers(scene: Scene, source: Span | None, around: Around) -> tuple[Member, ...]:
    """The parties of a source span, each once, in text order; none where nobody is named."""
    if source is None:
        return ()
    tokens = [token for token in tokens_of(scene, source) if not token.is_space]
    if not tokens:
        return ()
    found: list[Member] = []
    for head in _heads(scene, tokens):
        titled = _titled(scene, head, tokens) or _closing(scene, head, tokens)
        found += (titled.member,) if titled else refer(scene, head, around)
    return tuple(dict.fromkeys(found))


def _closing(scene: Scene, head: Token, tokens: list[Token]) -> Mention | None:
    """The person in apposition at the end of a description that names nobody: "his challenger, the party leader Ana
    Ruiz", "the union's co-leader, Ana Ruiz".
    """
    named = [token for token in tokens if not token.is_punct]
    mention = scene.cast.at(named[-1].i) if named else None
    if (
        mention is None
        or mention.member.kind != "person"
        or scene.cast.at(head.i)
        or head.tag_ in {"NNS", "NNPS", "PRP"}
    ):
        return None
    between = [token for token in tokens if head.i < token.i < mention.start]
    if not any(token.text == "," for token in between) or any(token.pos_ in VERBAL for token in between):
        return None
    last = [token for token in between if not token.is_space][-1]
    return mention if last.text == "," or last.pos_ in {"NOUN", "PROPN"} else None


def head_of(scene: Scene, source: Span | None) -> Token | None:
    """The head of the source's first phrase."""
    heads = _heads(scene, [token for token in tokens_of(scene, source) if not token.is_space]) if source else []
    return heads[0] if heads else None


def tokens_of(scene: Scene, span: Span) -> list[Token]:
    """The tokens that a span touches."""
    found = scene.doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(found) if found is not None else []


def _heads(scene: Scene, tokens: list[Token]) -> list[Token]:
    """The heads of the coordinated phrases of a span, what only describes another left out."""
    inside = {token.i for token in tokens}
    roots = [token for token in tokens if (token.head.i not in inside or token.head == token) and token.pos_ in NOMINAL]
    named = [token for token in tokens if (m := scene.cast.at(token.i)) and not m.weak]
    roots = roots or named[:1] or [token for token in tokens if token.pos_ in NOMINAL][-1:]
    roots.sort(key=lambda token: token.pos_ in {"DET", "ADJ", "NUM", "X"})
    if len(roots) == 2 and roots[0].tag_ == "NN" and _is_bare(roots[0]) and _is_person(scene, roots[1]):
        roots = roots[1:]  # "party leader and Prime Minister Ana Ruiz", where the parser sees two subjects
    heads: list[Token] = []
    for root in roots[:1]:
        for token in _coordinated(scene, root):
            if token.i in inside and not _only_describes(scene, token, heads):
                heads.append(token)
    people = len(heads) > 1 and all(_is_person(scene, token) for token in heads[1:])
    if people and len(heads) == 2 and heads[0].tag_ == "NN" and _is_bare(heads[0]):
        return heads[1:]  # "agent and specialist Ana Ruiz" is one
    first = scene.cast.at(heads[0].i) if people and heads[0].tag_ in {"NNS", "NNPS"} else None
    described = first is None or first.member.kind == "unknown"
    if people and heads[0].tag_ in {"NNS", "NNPS"} and described and heads[0].nbor().text == ",":
        return heads[1:]  # "two senators, Ana Ruiz and Jon Lee" are two
    return heads


def _is_person(scene: Scene, token: Token) -> bool:
    mention = scene.cast.at(token.i)
    return mention is not None and mention.member.kind == "person"


def _coordinated(scene: Scene, root: Token) -> list[Token]:
    """The noun, its conjuncts, and people that the parser took for appositions in a list ("Ruiz, Lee and Khan")."""
    found = list(conjuncts(root))
    mention = scene.cast.at(root.i)
    if mention and mention.member.kind == "person" and any(token.dep_ == "cc" for token in root.subtree):
        for child in root.children:
            other = scene.cast.at(child.i) if child.dep_ == "appos" else None
            if other and other.member.kind == "person" and other.member is not mention.member:
                found += conjuncts(child)
    return sorted(set(found), key=lambda token: token.i)


def _only_describes(scene: Scene, token: Token, heads: list[Token]) -> bool:
    """True for a further role of somebody named: "Ana Ruiz of the university and contributor to the paper"."""
    if not heads:
        return False
    bare = token.pos_ == "NOUN" and token.tag_ == "NN" and _is_bare(token)
    return bare and bool(scene.cast.at(heads[-1].i)) and token.lower_ in scene.words["office"]


def _is_bare(token: Token) -> bool:
    return not any(child.dep_ in {"det", "poss"} for child in token.lefts)


def _titled(scene: Scene, head: Token, tokens: list[Token]) -> Mention | None:
    """The person named at the end of a title whose head the parser took for the phrase's own: "US Ambassador to
    Germany Ana Ruiz".
    """
    if head.lower_ not in scene.words["office"] or scene.cast.at(head.i):
        return None
    for token in tokens:
        if token.i <= head.i:
            continue
        mention = scene.cast.at(token.i)
        if mention and mention.member.kind == "person":
            if not _is_served(scene, head, mention):
                return mention
            if token.i + 1 < mention.end:
                continue
        closing = scene.cast.at(token.i + 1) if token.text == "," and token.i < tokens[-1].i else None
        apposed = closing is not None and closing.member.kind == "person" and closing.end > tokens[-1].i
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "ADP", "DET"} and not apposed:
            return None
    return None


def _is_served(scene: Scene, head: Token, mention: Mention) -> bool:
    """True for the person whose lawyer or spokesman the head is: nothing but a title stands between "for" and the name."""
    words = scene.words
    for token in reversed(scene.doc[head.i + 1 : mention.start]):
        if token.lower_ in words["served"]:
            return True
        if token.lower_.rstrip(".") not in words["office"] and token.lower_.rstrip(".") not in words["honorific"]:
            return False
    return False
