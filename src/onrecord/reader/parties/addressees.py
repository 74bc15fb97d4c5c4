"""To whom a statement is made: the cue's own object, or who takes part in the call or interview in which it falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.contents import content_tokens, party_of
from onrecord.reader.parties.phrases import child_of, objects_of
from onrecord.reader.parties.scene import Around
from onrecord.reader.parties.targets import asks_for_thing, for_whom, objects_of_cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from onrecord.reader.parties.members import Member
    from onrecord.reader.parties.scene import Scene, Turn

ASKING = frozenset({"demand", "ask", "warn", "permit", "promise"})


def find_addressees(scene: Scene, turn: Turn) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """All addressees, and of them those who listen on the occasion and so to what the speaker says next."""
    heard = _on_occasion(scene, turn) or _carried(scene, turn)
    direct = _direct(scene, turn)
    others = tuple(member for member in dict.fromkeys((*heard, *direct)) if member not in turn.speakers)
    return others, tuple(member for member in heard if member not in turn.speakers)


def _direct(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    cue, words = turn.cue, scene.words
    if cue is None:
        return ()
    if turn.act in ASKING or cue.lemma_.lower() in words["tell"]:
        for token in objects_of_cue(turn, scene):
            found = party_of(scene, token, Around(turn.speakers), deeds=False)
            if found and not (asks_for_thing(scene, turn) and set(found) - set(scene.cast.members)):
                return found
    if turn.act == "demand" and (found := for_whom(scene, turn)):
        return found
    if cue.pos_ == "VERB":
        source = turn.attribution.source
        for token in objects_of(cue, words["to"]):
            if cue.lemma_.lower() in words["to_thing"] or (source and source.start <= token.idx < source.end):
                continue  # "referred to", "according to"
            if found := party_of(scene, token, Around(turn.speakers), deeds=False):
                return found
    if cue.pos_ == "NOUN":
        given = child_of(cue.head, {"nsubjpass"}) if cue.dep_ == "dobj" else None
        if given is not None:
            return party_of(scene, given, Around(), deeds=False)
    return ()


def _on_occasion(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Who is named behind "call with", "speaking to", "interview with" in the cue's sentence, outside the content."""
    if turn.cue is None:
        return ()
    inside = {token.i for token in content_tokens(scene, turn.attribution.content)}
    for token in turn.cue.sent:
        if token.i in inside or not _is_talk(scene, token, turn.cue):
            continue
        for other in _partners(scene, token):
            if other.i not in inside and (found := party_of(scene, other, Around(turn.speakers), deeds=False)):
                return found
    return ()


def _is_talk(scene: Scene, token: Token, cue: Token) -> bool:
    words = scene.words
    if token.pos_ == "NOUN" and token.lower_ in words["talk"]:
        return token.dep_ == "pobj" and token.head.lower_ in words["during"]
    speaking = token.pos_ == "VERB" and token.lemma_.lower() in words["talk_verb"]
    return speaking and (token == cue or (token.tag_ == "VBG" and token.dep_ in {"advcl", "acl", "conj"}))


def _partners(scene: Scene, token: Token) -> Iterator[Token]:
    words = scene.words
    yield from objects_of(token, words["toward"])
    for other in objects_of(token, words["on"]):
        mention = scene.cast.at(other.i)
        if mention and mention.member.types & words["medium"] and not mention.member.types & words["platform"]:
            yield other


def _carried(scene: Scene, turn: Turn) -> tuple[Member, ...]:
    """Who heard the same speaker just before, where the text goes on: a pronoun, "added", the same sentence."""
    earlier = next((t for t in scene.turns_before(turn.start) if t.attribution.inside is None), None)
    if earlier is None or turn.cue is None or earlier.speakers != turn.speakers or turn.attribution.inside is not None:
        return ()
    source = turn.attribution.source
    words = scene.words
    pronoun = source is not None and source.text.lower() in words.joined("he", "she", "it", "they")
    same = scene.sentence_of[earlier.start] == scene.sentence_of[turn.start] or source == earlier.attribution.source
    return earlier.heard if pronoun or same or turn.cue.lemma_.lower() in words["continuing"] else ()
