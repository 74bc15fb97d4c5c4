"""Whom a noun phrase means, whatever its form: a name, a pronoun, a description, a document for its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.descriptions import as_named, find_described, is_definite, is_party
from onrecord.reader.parties.groups import is_pair, pair_of
from onrecord.reader.parties.phrases import child_of, conjuncts, objects_of, owner_tokens, subject_of
from onrecord.reader.parties.pronouns import antecedent
from onrecord.reader.parties.scene import OUTSIDE

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Member
    from onrecord.reader.parties.scene import Around, Scene, Turn

DEEPEST = 5  # a description of a document of a description ...: longer chains are parser errors
BACK = 250  # tokens that are looked back over for a document's making
REACTING = frozenset({"criticise", "praise", "deny", "refuse", "agree"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})
PLURAL = frozenset({"NNS", "NNPS"})
DOING = (frozenset({"announce"}), frozenset({"permit", "refuse", "threaten", "promise"}))  # acts that make a deed known


def refer(scene: Scene, head: Token, around: Around = OUTSIDE, depth: int = 0) -> tuple[Member, ...]:
    """The parties that the noun phrase with this head means; none where it is no party or cannot be told."""
    if depth > DEEPEST:
        return ()
    words, lower = scene.words, head.lower_
    mention = scene.cast.at(head.i)
    if mention and (not mention.weak or (head.dep_ in MODIFIERS and head.tag_ not in PLURAL)):
        return (mention.member,)  # "Indian allegations" are India's
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$", "WP", "WDT"}:
        return _pronoun(scene, head, around, depth)
    if named := named_beside(scene, head):
        return _listed(scene, head, named)
    if called := called_by_name(scene, head):
        return (called,)
    if listed := listed_at(scene, head):
        found = [member for item in conjuncts(listed[0]) for member in refer(scene, item, around, depth + 1)]
        return tuple(dict.fromkeys(found))
    if is_pair(scene, head) and (pair := pair_of(scene, head, around)):
        return pair
    owner = child_of(head, {"poss"}) if lower in words["mouthpiece"] else None
    if owner is not None:
        return refer(scene, owner, around, depth + 1)  # "the ministry's website"
    if lower in words["relay"] or head.lemma_.lower() in words["relay"]:
        return author(scene, head, around, depth) or (as_named(scene, head),)
    if lower in words["claim"]:
        return author(scene, head, around, depth)
    described = find_described(scene, head)
    return (described,) if described else (as_named(scene, head),)


def listed_at(scene: Scene, head: Token) -> tuple[Token, ...]:
    """The first of those that a collective is said to include: "firms including A and B", "allies such as A"."""
    words = scene.words["list"]
    found = list(objects_of(head, words))
    for child in head.children:
        if child.dep_ == "prep" and any(part.lower_ in words for part in child.children):
            found += (part for part in child.children if part.dep_ == "pobj")
    return tuple(found)


def _listed(scene: Scene, head: Token, named: Member) -> tuple[Member, ...]:
    """All that stand in apposition to a plural noun: "the lawyers, Ana Ruiz and Jon Lee"."""
    if head.tag_ not in PLURAL:
        return (named,)
    apposed = [child for child in head.children if child.dep_ == "appos" and scene.cast.at(child.i)]
    found = [
        m.member for child in apposed for token in conjuncts(child) if (m := scene.cast.at(token.i)) and not m.weak
    ]
    return tuple(dict.fromkeys(found)) or (named,)


def called_by_name(scene: Scene, head: Token) -> Member | None:
    """The organisation whose name stands before what it is: "the CFDT union", "the Kyodo news agency"."""
    words = scene.words
    if head.lower_ not in words["generic"] or head.tag_ in PLURAL:
        return None
    for child in head.lefts:
        mention = scene.cast.at(child.i) if child.dep_ in MODIFIERS else None
        if (
            mention
            and mention.member.kind in {"organisation", "unknown"}
            and not (mention.weak or mention.member.place)
        ):
            return mention.member if mention.end == child.i + 1 else None
    return None


def named_beside(scene: Scene, head: Token) -> Member | None:
    """The name in apposition ("foreign minister, Wang Yi"), or right behind its title ("news agency AFP")."""
    for child in head.children:
        if child.dep_ == "appos" and (mention := scene.cast.at(child.i)) and not mention.weak:
            return mention.member
        if child.dep_ == "acl" and child.lemma_.lower() in scene.words["named"]:  # "a student named Wong"
            name = child_of(child, {"oprd", "dobj", "attr"})
            if name is not None and (mention := scene.cast.at(name.i)) and not mention.weak:
                return mention.member
    follows = head.i + 1
    if follows < len(scene.doc) and scene.doc[follows].lower_ in scene.words["definite"]:
        follows += scene.doc[follows].is_title  # "the newspaper The Times"
    mention = scene.cast.at(follows) if follows < len(scene.doc) else None
    if mention and not mention.weak and mention.member.kind in {"person", "organisation"}:
        return mention.member
    return None


def _pronoun(scene: Scene, head: Token, around: Around, depth: int) -> tuple[Member, ...]:
    words, lower = scene.words, head.lower_
    if lower in words["self"]:
        return around.speakers
    if lower in words["relative"]:
        clause = next((token for token in head.ancestors if token.dep_ in {"relcl", "acl"}), None)
        return refer(scene, clause.head, around, depth + 1) if clause is not None else ()
    if lower in words.joined("he", "she", "it", "they"):
        found = [m for token in antecedent(scene, head, around) for m in refer(scene, token, around, depth + 1)]
        return tuple(dict.fromkeys(found))
    return (as_named(scene, head),) if lower in words["collective"] else ()


def author(scene: Scene, head: Token, around: Around, depth: int = 0) -> tuple[Member, ...]:
    """Whose statement, ruling or decision it is: "by", a possessor or an adjective says so, else who last made one."""
    if found := _named_maker(scene, head, around, depth):
        return found
    return _last_maker(scene, head, around, depth) if is_definite(scene, head) else ()


def _named_maker(scene: Scene, head: Token, around: Around, depth: int) -> tuple[Member, ...]:
    words = scene.words
    makers = [*objects_of(head, words["issuer"])]
    for child in head.children:
        if child.dep_ == "acl":
            makers += objects_of(child, words["issuer"])
            places = [
                page for page in objects_of(child, words.joined("on", "placed")) if page.lower_ in words["mouthpiece"]
            ]
            makers += [owner for page in places if (owner := child_of(page, {"poss"})) is not None]  # "on his account"
    owner = child_of(head, {"poss"})
    behind = words["whose"] if head.lower_ not in words["loose"] else frozenset[str]()
    makers += [owner] if owner is not None else [*objects_of(head, behind)]
    for maker in makers:
        if maker.lower_ not in words["relay"] and (found := _makers(scene, maker, around, depth)):
            return found
    for part in owner_tokens(head):
        mention = scene.cast.at(part.i)
        if mention and not mention.member.place:
            return _of_house(scene, head, mention.member)
    return ()


def _makers(scene: Scene, maker: Token, around: Around, depth: int) -> tuple[Member, ...]:
    found: list[Member] = []
    for token in conjuncts(maker):
        if token.pos_ == "PRON" or scene.cast.at(token.i) or is_party(scene, token):
            found += refer(scene, token, around, depth + 1)
    return tuple(member for member in found if member.kind != "unknown")


def _of_house(scene: Scene, head: Token, house: Member) -> tuple[Member, ...]:
    """As in "the Turkish statement": the state's, or that of the one who made such a statement for it before."""
    for turn in scene.turns_before(head.i):
        source = turn.attribution.source
        if source and head.lower_ in source.text.lower().split() and any(m.for_ == house.for_ for m in turn.speakers):
            return turn.speakers
    return (house,)


def _last_maker(scene: Scene, head: Token, around: Around, depth: int) -> tuple[Member, ...]:
    """Who made the last document of this sort: its maker as named there, the speaker whose words it is, the subject
    of the verb that issues it; else who is known to make such, else who spoke last, for words; for deeds who announced.
    """
    kin, turns = scene.kin(head.lower_), scene.turns_before(head.i)
    stem = head.lemma_.lower()
    if offered := next((t.speakers for t in turns if t.cue is not None and t.cue.lemma_.lower() == stem), ()):
        return offered  # "offered to mediate ... the offer"
    for token in reversed(scene.doc[max(0, head.i - BACK) : head.i]):
        if token.lower_ not in kin or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        if depth < 2 and (found := _named_maker(scene, token, around, depth + 1)):
            if _may_have_made(scene, head, token, found):
                return found
            continue
        if reacting := _reacted_to(token, turns):
            return reacting
        for turn in turns:
            source = turn.attribution.source
            if turn.speakers and (turn.cue == token or (source and source.start <= token.idx < source.end)):
                return turn.speakers
        subject = _maker_in_clause(token, scene.words)
        if any(turn.cue is not None and turn.cue == token.head for turn in turns):
            continue  # who speaks of a document need not have made it
        if depth < 2 and subject is not None and subject.lower_ not in kin:
            found = _makers(scene, subject, around, depth)
            if found and _may_have_made(scene, head, token, found):
                return found
    return _likely_maker(scene, head, turns)


def _may_have_made(scene: Scene, head: Token, earlier: Token, makers: tuple[Member, ...]) -> bool:
    """False where a judgment is asked for and an earlier "decision" is not a court's."""
    words = scene.words
    if head.lower_ not in words["bench"] or earlier.lower_ in words["bench"]:
        return True
    return any(member.types & words["maker_ruling"] for member in makers)


def _reacted_to(document: Token, turns: list[Turn]) -> tuple[Member, ...]:
    """Whom somebody criticised or praised for the document before: "the minister criticised the ruling"."""
    for turn in turns:
        if turn.act in REACTING and turn.cue == document.head and document.dep_ == "dobj":
            return turn.targets
    return ()


def _maker_in_clause(document: Token, words: Words) -> Token | None:
    """The subject of the verb that issues a document, or that says something in it ("in its ruling, the court ...")."""
    if document.dep_ == "dobj":
        return subject_of(document.head) if document.head.lemma_.lower() in words["issue_verb"] else None
    over = document.head
    while over.dep_ == "prep" and over.head.dep_ == "prep":
        over = over.head
    stated = document.dep_ == "pobj" and over.dep_ == "prep" and over.head.pos_ == "VERB"
    return subject_of(over.head) if stated else None


def _likely_maker(scene: Scene, head: Token, turns: list[Turn]) -> tuple[Member, ...]:
    words, lower = scene.words, head.lower_
    for turn in turns:
        if turn.source is not None and turn.source.lower_ == lower and turn.speakers:
            return turn.speakers  # "the complaint said", however long ago
    makers = words["maker_ruling"] if lower in words["kin_ruling"] else frozenset[str]()
    ruled = makers and [
        t for t in turns if t.cue is not None and t.cue.lemma_.lower() in words["rule_verb"] and t.speakers
    ]
    if ruled and any(member.types & makers for member in ruled[0].speakers):
        return ruled[0].speakers
    judge = next((m.member for m in scene.cast.before(head.i) if m.member.types & makers and not m.weak), None)
    if judge is not None:
        return (judge,)
    if lower in words["made_known"]:
        return doer(scene, head.i)
    if lower in words["deed"]:
        return ()
    return turns[0].speakers if turns else ()


def doer(scene: Scene, token: int) -> tuple[Member, ...]:
    """Who made a deed known before a token: of those who announced one, whom the article names most; else of those
    who permitted, refused, threatened or promised.
    """
    turns = scene.turns_before(token)
    for acts in DOING:
        doers = [m for turn in turns if turn.act in acts for m in turn.speakers]
        if doers:
            return (max(doers, key=lambda m: sum(1 for mention in scene.cast.mentions if mention.member is m)),)
    return ()
