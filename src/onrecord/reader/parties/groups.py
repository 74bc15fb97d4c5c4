"""Whom "both countries", "the two sides" or "the two leaders" mean: two of those that the article names before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.reader.parties.phrases import conjuncts, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member, Mention
    from onrecord.reader.parties.scene import Around, Scene
    from onrecord.records import PartyKind

REACH = 120  # tokens back in which such a noun may have stood before
NEAR = 2  # sentences back in which the two are looked for


def is_pair(scene: Scene, head: Token) -> bool:
    """True for a plural noun that "both" or "the two" counts."""
    counted = head.lower_ in scene.words["leaders"] or (
        head.tag_ == "NNS" and head.lemma_.lower() in scene.words["generic"]
    )
    lefts = [child.lower_ for child in head.lefts]
    pointed = any(word in scene.words["definite"] for word in lefts)  # "two officials" are any two
    return counted and any(
        word in scene.words["both"] and (pointed or word not in scene.words["two"]) for word in lefts
    )


def pair_of(scene: Scene, head: Token, around: Around) -> tuple[Member, ...]:
    """The two parties meant: the last two that are named side by side, else the only two that stand near, else those
    that the article names most; none where that leaves a doubt. Who speaks of "both" is neither.
    """
    people = head.lower_ in scene.words["leaders_people"]
    others = _others(scene, head, around)
    beside = _subject_phrase(head)
    named = [
        (mention, member)
        for mention in scene.cast.before(head.i)
        if (member := _counted(scene, mention, head, people=people))
        and member not in others
        and mention.start not in beside
    ]
    named = [item for item in named if not (people and item[0].member.kind != "person")]
    if (earlier := _earlier_pair(scene, head)) is not None:
        return pair_of(scene, earlier, around)
    if side_by_side := _side_by_side(scene, named, head):
        return side_by_side
    near = [member for mention, member in named if _away(scene, mention, head) <= NEAR and not mention.weak]
    near = list(dict.fromkeys(near))
    if len(near) == 2 or (people and len(near) > 2):
        return tuple(near[1::-1])
    return () if people else _foremost(member for _, member in named)


def _earlier_pair(scene: Scene, head: Token) -> Token | None:
    """The last such noun near before, which means the same two unless it counts people or others do."""
    people = scene.words["leaders_people"]
    for token in reversed(scene.doc[max(0, head.i - REACH) : head.i]):
        if scene.sentence_of[head.i] - scene.sentence_of[token.i] > NEAR:
            break
        if token.pos_ == "NOUN" and is_pair(scene, token):
            return token if (token.lower_ in people) == (head.lower_ in people) else None
    return None


def _others(scene: Scene, head: Token, around: Around) -> set[Member]:
    """Who speaks, and the subject of the verb over the noun."""
    verb = next((token for token in head.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    subject = subject_of(verb) if verb is not None else None
    mention = scene.cast.at(subject.i) if subject is not None and subject != head else None
    found = {*around.speakers, *((mention.member,) if mention else ())}
    houses = {member.for_ for member in found if member.for_}
    return found | {member for member in scene.cast.members if member.for_ in houses}


def _subject_phrase(head: Token) -> frozenset[int]:
    """The tokens of the subject over the noun, with its clauses: "Oslo, which hosts the talks with Rome, asked both"."""
    verb = next((token for token in head.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    subject = subject_of(verb) if verb is not None else None
    if subject is None or subject == head or head.is_ancestor(subject):
        return frozenset()
    return frozenset(token.i for token in subject.subtree)


def _counted(scene: Scene, mention: Mention, head: Token, *, people: bool) -> Member | None:
    """The member that a mention counts for: a person's or body's mention for the state or organisation behind."""
    member = mention.member
    last = scene.doc[mention.end - 1]
    venue = mention.form == "capital" and last.dep_ == "pobj" and last.head.lower_ in scene.words["venue"]
    if member.place or venue:
        return None
    if people:
        return member if member.kind == "person" else None
    kinds: set[PartyKind] = {"state"} if head.lower_ in scene.words["states_only"] else {"state", "organisation"}
    if head.lemma_.lower() in scene.words["business"]:
        kinds = {"organisation"}
    house = next((other for other in scene.cast.members if other.for_ == member.for_ and other.kind == "state"), None)
    if house is None and member.kind == "person":
        house = next((other for other in scene.cast.members if other.name == member.for_), None)
    counted = house or member
    return counted if counted.kind in kinds and not counted.types & scene.words["medium"] else None


def _away(scene: Scene, mention: Mention, head: Token) -> int:
    return scene.sentence_of[head.i] - scene.sentence_of[mention.start]


def _side_by_side(scene: Scene, named: list[tuple[Mention, Member]], head: Token) -> tuple[Member, ...]:
    """The last two, and no more, that are coordinated near before."""
    of = {token: member for mention, member in named for token in range(mention.start, mention.end)}
    for mention, _ in named:
        if _away(scene, mention, head) > NEAR:
            break
        first = scene.doc[mention.end - 1]
        while first.dep_ == "conj":
            first = first.head
        group = conjuncts(first)
        found = list(dict.fromkeys(of[token.i] for token in group if token.i in of))
        if len(group) == len(found) == 2 and group[-1].i < head.i:
            return tuple(found)
    return ()


def _foremost(named: Iterator[Member]) -> tuple[Member, ...]:
    """The two named most, where no third is named as often."""
    counted = Counter(named)
    best = counted.most_common(3)
    if len(best) < 2 or (len(best) > 2 and best[2][1] >= best[1][1]):
        return ()
    first = {member for member, _ in best[:2]}
    return tuple(member for member in reversed(counted) if member in first)
