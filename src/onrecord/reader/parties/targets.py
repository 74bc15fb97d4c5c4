"""Whom a statement is about: by its act, the cue's own objects first, then the content, then what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.contents import SUBJECTS, content_tokens, first_named, party_of, roots_of, subject_in
from onrecord.reader.parties.phrases import child_of, objects_of, owner_tokens, subject_of
from onrecord.reader.parties.reference import doer
from onrecord.reader.parties.scene import Around

NEAR = 2  # sentences back in which an answered statement is looked for that the answer does not name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member
    from onrecord.reader.parties.scene import Scene, Turn
    from onrecord.records import Act


def find_targets(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """The parties that the statement is about, none where none stands out; the speaker is none of them, and the
    speaker's own side only where the cue itself has it as its object: "the senator criticised the government".
    """
    for finder in FINDERS.get(turn.act, ()):
        found = finder(scene, turn)
        own = finder is cue_object and turn.act in OF_OWN
        if asks_for_thing(scene, turn):
            found = tuple(m for m in found if m in scene.cast.members)
        others = tuple(m for m in found if m not in turn.speakers and (own or not _is_own(m, turn)))
        if others:
            return others
    return ()


def asks_for_thing(scene: Scene, turn: Turn) -> bool:
    """True for "demanded", whose object is what is asked for: of parties in it only those that are named count."""
    return turn.act == "demand" and turn.cue is not None and turn.cue.lemma_.lower() in scene.words["thing_demand"]


def _is_own(member: Member, turn: Turn) -> bool:
    """True for the state or house that the speaker speaks for, and for its bodies; people of one state may quarrel."""
    return member.kind != "person" and member.for_ in {speaker.for_ for speaker in turn.speakers} - {None}


def _inside(turn: Turn) -> Around:
    return Around(turn.speakers, quoted=turn.attribution.quotation == "direct")


def objects_of_cue(turn: Turn, scene: Scene) -> Iterator[Token]:
    """Who stands as the cue's object: "accused X of", "called on X to", "was accused", "threats against X"."""
    cue, words = turn.cue, scene.words
    if cue is None:
        return
    if cue.pos_ not in {"VERB", "AUX", "ADJ"}:
        yield from objects_of(cue, words.joined("against", "on"))
        return
    passive = child_of(cue, {"nsubjpass"})
    if passive is not None:
        yield passive
    yield from (child for child in cue.children if child.dep_ in {"dobj", "dative"} and child.pos_ != "VERB")
    yield from _subjects_of_infinitives(cue)
    yield from objects_of(cue, words["against"])
    if turn.act == "demand":
        yield from objects_of(cue, words["on"])


def _subjects_of_infinitives(cue: Token) -> Iterator[Token]:
    """As in "urged China to halt", where the parser takes the object for the infinitive's subject."""
    for child in cue.children:
        subject = child_of(child, {"nsubj"}) if child.dep_ in {"ccomp", "xcomp"} else None
        infinitive = any(part.dep_ == "aux" and part.tag_ == "TO" for part in child.children)
        if subject is not None and subject.i < child.i and infinitive:
            yield subject


def cue_object(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """The party that the cue itself has as its object; whom something is only told is not what it is about."""
    told = turn.cue is not None and turn.cue.lemma_.lower() in scene.words["told"]
    if told and turn.act not in {"demand", "warn", "ask"}:
        return ()
    for token in objects_of_cue(turn, scene):
        if told and token.lower_ in scene.words["audience"]:
            continue
        found = party_of(scene, token, Around(turn.speakers))
        if found:
            return found
    return ()


def content_subject(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """The party that is the subject of the content's first clause, or whose doing it is."""
    subject = subject_in(content_tokens(scene, turn.attribution.content))
    return party_of(scene, subject, _inside(turn)) if subject is not None else ()


def who_acts(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """The subject of what is demanded; what is to be done to somebody is asked of others."""
    subject = subject_in(content_tokens(scene, turn.attribution.content))
    passive = subject is not None and any(part.dep_ == "auxpass" for part in subject.head.children)
    return () if passive else content_subject(scene, turn)


def deed(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "this will lead to war": what is spoken of is the deed that was made known, and so its doer."""
    subject = subject_in(content_tokens(scene, turn.attribution.content))
    pointing = subject is not None and subject.lower_ in scene.words["pointing"] and subject.dep_ in SUBJECTS
    return doer(scene, turn.start) if pointing else ()


def told_of(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Whom a plain statement is about: one of the cast who is the subject of its clause. Media report on everybody,
    and what a speaker tells of its own people is about nobody else.
    """
    tokens = content_tokens(scene, turn.attribution.content)
    subject = subject_in(tokens)
    if (
        subject is None
        or subject.lower_ in scene.words["it"]  # mostly a thing: "it exploded"
        or subject.head.dep_ == "relcl"
        or not _opens_clause(subject, tokens)
        or any(m.types & scene.words["medium"] for m in turn.speakers)
    ):
        return ()
    found = party_of(scene, subject, _inside(turn), deeds=False)
    own = {member.for_ for member in turn.speakers}
    cast = scene.cast.members
    known = [
        m
        for m in found
        if m.kind in {"state", "person"} or (m.for_ not in own and (m in cast or m.kind == "collective"))
    ]
    return tuple(known)


def _opens_clause(subject: Token, tokens: list[Token]) -> bool:
    """True for a subject, also where the parser took it for the cue's object ("claimed Iran, above all, is ...")."""
    return subject.dep_ in SUBJECTS or (subject == tokens[0] and any(root.pos_ == "VERB" for root in roots_of(tokens)))


def topic(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Whom others criticised or accused before: who joins in, and names nobody, means the same."""
    if turn.attribution.quotation == "indirect":
        return ()
    if any(_names_thing(root) for root in roots_of(content_tokens(scene, turn.attribution.content))):
        return ()  # "condemned the strikes" names what it is about
    for earlier in scene.turns_before(turn.start):
        if earlier.act in {"criticise", "accuse"} and earlier.targets:
            return tuple(member for member in earlier.targets if member not in turn.speakers)
    return ()


def _names_thing(root: Token) -> bool:
    """True for a cue's object, and for what it calls something: "called the vote a farce", "dismissed it as a sham"."""
    verbless = root.pos_ in {"NOUN", "ADJ", "PROPN"} and child_of(root, SUBJECTS) is not None
    bare = verbless and child_of(root, {"cop"}) is None and root.dep_ in {"ccomp", "xcomp", "oprd"}
    return bare or root.dep_ in {"dobj", "pobj", "oprd"}


def content_named(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """The first other party that the content names."""
    tokens = content_tokens(scene, turn.attribution.content)
    found = [token for token in tokens if (m := scene.cast.at(token.i)) and m.member not in turn.speakers]
    member = first_named(scene, found)
    return (member,) if member else ()


def for_whom(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "Called for X to stay": the subject of the content's infinitive."""
    tokens = content_tokens(scene, turn.attribution.content[:1])
    for token in tokens:
        verb = [part.tag_ if part.dep_ == "aux" else part.dep_ for part in token.head.children]
        if token.dep_ == "nsubj" and "TO" in verb and "auxpass" not in verb:
            return party_of(scene, token, _inside(turn))
    return ()


def agent_named(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "Should not be used by X": who is to act."""
    for token in content_tokens(scene, turn.attribution.content[:1]):
        if token.dep_ == "agent":
            for agent in token.children:
                if found := party_of(scene, agent, _inside(turn)):
                    return found
    return ()


def against_whom(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "Announced sanctions against X"."""
    for token in content_tokens(scene, turn.attribution.content[:1]):
        if token.lower_ in scene.words["opposed"] and token.dep_ == "prep":
            for inner in token.children:
                if inner.dep_ == "pobj" and (found := party_of(scene, inner, _inside(turn))):
                    return found
    return ()


def whose_claim(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "rejected NATO's accusations": who made the claim that the content or the cue's object names."""
    tokens = content_tokens(scene, turn.attribution.content[:1])
    subject = subject_in(tokens)
    for head in (*roots_of(tokens), *objects_of_cue(turn, scene), *([subject] if subject is not None else [])):
        if head.lower_ not in scene.words["claim"]:
            continue
        owner = child_of(head, {"poss"})
        owners = [owner] if owner is not None else [*objects_of(head, scene.words.joined("issuer", "whose"))]
        for token in (*owners, *owner_tokens(head)):
            if found := party_of(scene, token, Around(turn.speakers)):
                return found
        if any(child.lower_ in scene.words["definite"] for child in head.lefts):
            offered = proposed(scene, turn) if turn.act == "refuse" else ()
            return offered or answered(scene, turn) or _last_other(scene, turn, head)
        if head.dep_ == "appos" or any(child.dep_ == "relcl" for child in head.children):
            return _claimed_beside(scene, turn, head)
    return ()


def _claimed_beside(scene: Scene, turn: Turn, claim: Token) -> tuple[Member, ...]:
    """As in "X accused Y of theft, a charge that Y denies": whose words the claim sums up."""
    for earlier in scene.turns_before(claim.i):
        if scene.sentence_of[claim.i] != scene.sentence_of[earlier.start]:
            return ()
        if earlier.speakers and not set(earlier.speakers) & set(turn.speakers):
            return earlier.speakers
    return ()


def proposed(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "turned down the idea": who proposed, offered or demanded something last, of others, near before."""
    heads = [*roots_of(content_tokens(scene, turn.attribution.content[:1])), *objects_of_cue(turn, scene)]
    if not any(head.lower_ in scene.words["claim"] or head.lower_ in scene.words["it"] for head in heads):
        return ()
    for earlier in scene.turns_before(turn.start):
        if scene.sentence_of[turn.start] - scene.sentence_of[earlier.start] > NEAR:
            break
        if earlier.act in {"propose", "promise", "demand"} and not set(earlier.speakers) & set(turn.speakers):
            return earlier.speakers
    return ()


def claimed_beside(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "X warned that ...; Y disputes this": who else spoke last in the same sentence."""
    if turn.cue is None or turn.cue.lemma_.lower() in scene.words["told"]:
        return ()
    for earlier in scene.turns_before(turn.start):
        if scene.sentence_of[turn.start] != scene.sentence_of[earlier.start]:
            return ()
        if earlier.speakers and not set(earlier.speakers) & set(turn.speakers) and earlier.act in CLAIMING:
            return earlier.speakers
    return ()


def charged_before(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Who made the last charge near before, where the speaker denies it without naming it: "It is a lie"."""
    for earlier in scene.turns_before(turn.start):
        if scene.sentence_of[turn.start] - scene.sentence_of[earlier.start] > NEAR:
            break
        houses = {target.for_ for target in earlier.targets}
        against = None in houses or not houses or houses & {speaker.for_ for speaker in turn.speakers}
        others = earlier.speakers and not set(earlier.speakers) & set(turn.speakers)
        if earlier.act == "accuse" and others and against:
            return earlier.speakers
    return ()


def _last_other(scene: Scene, turn: Turn, claim: Token) -> tuple[Member, ...]:
    """Who else spoke last, for "rejected this argument"; for "denied the reports", who spoke of the speaker."""
    pointing = any(child.lower_ in scene.words["pointing"] for child in claim.lefts)
    houses = {member.for_ for member in turn.speakers} - {None}
    for earlier in scene.turns_before(turn.start):
        if not earlier.speakers or set(earlier.speakers) & set(turn.speakers):
            continue
        named = [m.member for t in content_tokens(scene, earlier.attribution.content) if (m := scene.cast.at(t.i))]
        if pointing or any(member in turn.speakers or member.for_ in houses for member in named):
            return earlier.speakers
    return ()


def answered(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Who accused, criticised or asked the speaker, or the speaker's house, before."""
    houses = {member.for_ for member in turn.speakers} - {None}
    for earlier in scene.turns_before(turn.start):
        attacked = earlier.act in {"accuse", "criticise"} and earlier.speakers
        if attacked and any(member in turn.speakers or member.for_ in houses for member in earlier.targets):
            return earlier.speakers
    return ()


def governing_subject(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """As in "X says so despite accusations of ...": a charge that names nobody is against the clause's subject; so is
    "X appeared in court, charged with ...", and "a man charged with ..." is the man.
    """
    cue = turn.cue
    if cue is None or turn.attribution.source is not None or any(True for _ in objects_of(cue, scene.words["against"])):
        return ()
    if cue.tag_ == "VBN" and cue.dep_ == "acl":
        return party_of(scene, cue.head, Around())
    if cue.pos_ not in {"NOUN", "ADJ"} and not (cue.tag_ == "VBN" and cue.dep_ == "advcl"):
        return ()
    verb = next((token for token in cue.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    subject = subject_of(verb) if verb is not None else None
    return party_of(scene, subject, Around()) if subject is not None else ()


CLAIMING = frozenset({"state", "warn", "accuse", "criticise", "estimate", "announce"})
OF_OWN = frozenset({"accuse", "criticise", "praise", "concede", "agree", "demand", "ask"})
FINDERS: dict[Act, tuple[Callable[[Scene, Turn], tuple[Member, ...]], ...]] = {
    "accuse": (cue_object, agent_named, content_subject, governing_subject, content_named),
    "criticise": (cue_object, agent_named, content_subject, deed, topic),
    "praise": (cue_object, content_subject, deed, content_named),
    "demand": (cue_object, for_whom, agent_named, who_acts, content_named),
    "warn": (cue_object, content_subject, deed),
    "threaten": (cue_object, content_subject, content_named),
    "deny": (whose_claim, claimed_beside, answered, cue_object, charged_before),
    "refuse": (whose_claim, proposed),
    "state": (told_of,),
    "estimate": (told_of,),
    "announce": (against_whom,),
    "agree": (whose_claim, cue_object),
}
