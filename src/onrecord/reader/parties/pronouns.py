"""Whom a pronoun means: earlier parties that fit in number and gender, weighed by nearness, place and who spoke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.reader.parties.descriptions import is_place
from onrecord.reader.parties.phrases import conjuncts, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member
    from onrecord.reader.parties.scene import Around, Scene

BACK = 250  # tokens that are looked back over: four or five paragraphs of news
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSES = frozenset({"advcl", "conj"})
OBJECTS = frozenset({"dobj", "pobj", "dative"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An earlier noun: its token, and who it is where it is a name."""

    token: Token
    member: Member | None


def antecedent(scene: Scene, pronoun: Token, around: Around) -> tuple[Token, ...]:
    """The heads of the noun phrases that the pronoun stands for, none where nothing fits."""
    word = pronoun.lower_
    if word in scene.words["they"]:
        pair = _pair(scene, pronoun)
        if pair:
            return pair
    scored = [
        (_score(scene, candidate, pronoun, around), candidate.token.i, candidate)
        for candidate in _candidates(scene, pronoun)
        if _fits(scene, candidate, pronoun, around)
    ]
    best = max(scored, key=lambda item: item[:2], default=None)
    return (best[2].token,) if best else ()


def _candidates(scene: Scene, pronoun: Token) -> Iterator[Candidate]:
    words = scene.words
    people = words.joined("office", "anonymous", "collective", "organ", "generic")
    first = max(0, pronoun.i - BACK)
    end = _sentence_end(scene, pronoun) if _fronted(scene, pronoun) else pronoun.i
    for mention in scene.cast.within(first, end):
        if not mention.weak and not is_place(scene, mention) and not mention.start <= pronoun.i < mention.end:
            yield Candidate(_head(scene, mention.start, mention.end), mention.member)
    for turn in scene.turns_before(pronoun.i)[:3]:
        if turn.source is not None and not scene.cast.at(turn.source.i) and turn.source.pos_ == "NOUN":
            yield Candidate(turn.source, turn.speakers[0] if len(turn.speakers) == 1 else None)
    things = _takes_things(scene, pronoun)
    for token in scene.doc[first : pronoun.i]:
        if token.pos_ not in {"NOUN", "PROPN"} or scene.cast.at(token.i) or token.dep_ in {"compound", "appos"}:
            continue
        thing = things and token.pos_ == "NOUN" and not token.ent_type_
        if thing or token.lower_ in people or token.lemma_.lower() in people:
            yield Candidate(token, None)


def _takes_things(scene: Scene, pronoun: Token) -> bool:
    """True for the object of a cue, which may be a claim or a document: "rejected it", "calling them a tired script"."""
    if pronoun.lower_ not in scene.words.joined("it", "they") or pronoun.tag_ == "PRP$":
        return False
    small = pronoun.dep_ in SUBJECTS and pronoun.head.pos_ in {"ADJ", "NOUN"}
    return small or pronoun.dep_ == "dobj"


def _head(scene: Scene, start: int, end: int) -> Token:
    return next((token for token in scene.doc[start:end] if not start <= token.head.i < end), scene.doc[end - 1])


def _fronted(scene: Scene, pronoun: Token) -> bool:
    """True in an adjunct before the main clause: "In his speech, Ruiz said ..."."""
    root = pronoun.sent.root
    return pronoun.i < root.i and any(
        token.dep_ in {"prep", "advcl"} and token.head == root for token in pronoun.ancestors
    ) and scene.doc[pronoun.i].dep_ != "nsubj"  # fmt: skip


def _sentence_end(scene: Scene, pronoun: Token) -> int:
    del scene
    root = pronoun.sent.root
    return max((child.i + 1 for child in root.children if child.dep_ in SUBJECTS), default=pronoun.i)


def _fits(scene: Scene, candidate: Candidate, pronoun: Token, around: Around) -> bool:
    member, word, words = candidate.member, pronoun.lower_, scene.words
    other = pronoun.dep_ in {"dobj", "pobj", "dative"} and word not in words["reflexive"]
    if member in around.speakers and (around.quoted or other):
        return False  # in their own words they are "I", and whom they speak of or to is another
    if other and member is None and candidate.token == subject_of(pronoun.head):
        return False  # "the union attacked the firm, accusing it ..."
    if candidate.token.head == pronoun.head and pronoun.dep_ in SUBJECTS and candidate.token.dep_ not in SUBJECTS:
        return False  # subject and object of one verb are two
    if member is not None and member.kind in {"anonymous", "unknown", "collective"}:
        if word in words["it"] and member.kind == "anonymous":
            return False
        many = candidate.token.tag_ in {"NNS", "NNPS"}
        return word in words["they"] or not (member.kind == "collective" and (many or word not in words["it"]))
    plural = candidate.token.tag_ in {"NNS", "NNPS"} and (member is None or member.kind != "person")
    if word in words["they"]:
        return (member is None and plural) or (member is not None and member.kind != "person")
    if word in words["it"]:
        if member is not None:
            return member.kind != "person"
        people = words.joined("office", "anonymous", "collective")
        return not plural and candidate.token.lower_ not in people - words["organ"] - words["generic"]
    male = word in words["he"]
    if member is None:
        lower = candidate.token.lower_
        wrong = words["female"] if male else words["male"]
        return not plural and lower in words.joined("office", "anonymous") and lower not in wrong
    return member.kind == "person" and member.male in {None, male}


def _score(scene: Scene, candidate: Candidate, pronoun: Token, around: Around) -> float:
    """How likely the candidate is meant. The weights were set by hand, looking at GUM and the develop articles."""
    away = scene.sentence_of[pronoun.i] - scene.sentence_of[candidate.token.i]
    score = -1.0 * abs(away) + _place_weight(candidate.token) + _turn_weight(scene, candidate, pronoun)
    if away == 0 and _embedded(pronoun):
        score += 3.0
    over = pronoun.head.head
    if pronoun.dep_ == "dobj" and pronoun.head.dep_ in CLAUSES and candidate.token in _objects(over):
        score += 3.0  # "criticised the fine, calling it ..."
    turns = scene.turns_before(pronoun.i)
    if around.quoted and turns and candidate.member is not None and candidate.member in turns[0].targets:
        score += 3.0  # in another's words, whoever was spoken of last
    if candidate.member is not None and not around.quoted and candidate.member in around.speakers:
        score += 2.0  # "Ruiz said that he ..."
    return score + _kind_weight(scene, candidate, pronoun)


def _objects(verb: Token) -> tuple[Token, ...]:
    return tuple(child for child in verb.children if child.dep_ == "dobj")


def _place_weight(token: Token) -> float:
    """Subjects are taken up again, most of all those of main clauses; possessors and objects less."""
    outer = token.head if token.dep_ == "appos" else token
    if outer.dep_ in SUBJECTS:
        return 2.0 if outer.head.dep_ in {"ROOT", "conj"} else 1.5
    return {"poss": -0.7, "compound": -0.7, "pobj": -0.5}.get(outer.dep_, 0.0)


def _turn_weight(scene: Scene, candidate: Candidate, pronoun: Token) -> float:
    """Who spoke last speaks on; quotations are worlds of their own, and what was said is further off than who said it."""
    token, turns, score = candidate.token, scene.turns_before(pronoun.i), 0.0
    if turns and candidate.member is not None and candidate.member in turns[0].speakers:
        score += 1.5
    source = turns[0].attribution.source if turns else None
    if candidate.member is None and source and turns[0].source == token:
        score += 2.0
    own, other = scene.quotation_of[pronoun.i], scene.quotation_of[token.i]
    if own != other:
        score -= 2.0
    elif own >= 0:
        score += 1.0
    elif any(span.start <= token.idx < span.end for turn in turns[:2] for span in turn.attribution.content):
        score -= 0.5
    return score


def _kind_weight(scene: Scene, candidate: Candidate, pronoun: Token) -> float:
    """A known gender that fits, many mentions, and the number that fits best."""
    member, words, score = candidate.member, scene.words, 0.0
    if member is not None:
        score += 0.1 * min(5, sum(1 for m in scene.cast.before(pronoun.i) if m.member is member))
        score += 1.5 if member.male is not None else 0.0
    elif pronoun.lower_ in words.joined("he", "she"):
        score -= 1.0  # whoever is only described is less likely to be followed up
    if pronoun.lower_ in words["they"] and candidate.token.tag_ in {"NNS", "NNPS"}:
        score += 1.0
    elif pronoun.lower_ in words["they"] and member is not None and member.kind in {"organisation", "state"}:
        score -= 1.5 if member.kind == "state" or member.types & words["medium"] else 0.5
    return score


def _embedded(pronoun: Token) -> bool:
    """True in a relative, adverbial or complement clause: what it means mostly stands in the clauses over it."""
    return any(token.dep_ in {"relcl", "acl"} for token in pronoun.ancestors)


def _pair(scene: Scene, pronoun: Token) -> tuple[Token, ...]:
    """Coordinated parties who are the subject of this sentence's earlier clause or of the one before, or this
    sentence's object where the pronoun is one too; none where a plural noun stands nearer.
    """
    sentence = scene.sentence_of[pronoun.i]
    for mention in scene.cast.before(pronoun.i):
        head = _head(scene, mention.start, mention.end)
        if sentence - scene.sentence_of[head.i] > 1:
            break
        group = conjuncts(head)
        named = [scene.cast.at(token.i) for token in group]
        parties = all(m and not m.weak and not is_place(scene, m) for m in named)
        if len(group) < 2 or group[-1].i >= pronoun.i or not parties:
            continue
        together = scene.sentence_of[head.i] == sentence
        if head.dep_ in OBJECTS and together and pronoun.dep_ not in SUBJECTS:
            return group if not _plural_between(scene, group[-1], pronoun) else ()
        if head.dep_ in SUBJECTS and not (pronoun.dep_ in OBJECTS and subject_of(pronoun.head) == head):
            return group if not _plural_between(scene, group[-1], pronoun) else ()
    return ()


def _plural_between(scene: Scene, first: Token, pronoun: Token) -> bool:
    """True where a plural noun of people or bodies is subject or object between two tokens."""
    words = scene.words
    people = words.joined("office", "anonymous", "collective", "organ", "generic")
    return any(
        token.tag_ in {"NNS", "NNPS"}
        and {token.lower_, token.lemma_.lower()} & people
        and token.dep_ in SUBJECTS | {"dobj"}
        for token in scene.doc[first.i + 1 : pronoun.i]
    )
