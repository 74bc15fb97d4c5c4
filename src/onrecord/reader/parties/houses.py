"""For whom somebody speaks whose title names nobody: the government that acts beside, or the article's only one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast, Member, Mention

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
CLAUSES = frozenset({"relcl", "acl", "advcl"})
OUTWEIGHS = 2  # times that the article must name its main government more often than any other


def governing(cast: Cast, token: Token, words: Words) -> str | None:
    """The state whose officials stand at this token: the one that acts before it in its sentence or in the sentence
    before, else the only one that its paragraph names before it, else the article's only government; None where that
    cannot be told.
    """
    return _acting(cast, token, words) or sole_government(cast)


def _acting(cast: Cast, token: Token, words: Words) -> str | None:
    doc, paragraph = token.doc, token.i
    while paragraph and "\n" not in doc[paragraph - 1].text:
        paragraph -= 1
    start = token.sent.start
    last = max(paragraph, doc[start - 1].sent.start if start else 0)
    for first, end in ((start, token.i), (last, start)):
        for mention in reversed(cast.within(first, end)):
            state = _state(cast, mention, doc, words)
            if state and _acts(doc[mention.end - 1]):
                return state
    named = {state for mention in cast.within(paragraph, token.i) if (state := _state(cast, mention, doc, words))}
    return named.pop() if len(named) == 1 else None


def _state(cast: Cast, mention: Mention, doc: Doc, words: Words) -> str | None:
    states = {member.for_ for member in cast.members if member.kind == "state"}
    if mention.member.place or mention.member.for_ not in states:
        return None
    last = doc[mention.end - 1]
    venue = mention.form == "capital" and last.dep_ == "pobj" and last.head.lower_ in words["placed"]
    return None if venue else mention.member.for_


def _acts(token: Token) -> bool:
    """True for a name within the subject of a main clause: "China", "a spokesman for the Ugandan ministry"."""
    while token.head != token:
        if token.dep_ in CLAUSES:
            return False
        if token.dep_ in SUBJECTS:
            return token.head.dep_ in {"ROOT", "conj", "ccomp"}
        token = token.head
    return False


def sole_government(cast: Cast) -> str | None:
    """The state that the article names, itself or by those who speak for it, far more often than any other."""
    states = {member.for_ for member in cast.members if member.kind == "state"}
    counted = Counter(m.member.for_ for m in cast.mentions if m.member.for_ in states).most_common(2)
    alone = counted and (len(counted) == 1 or counted[0][1] >= OUTWEIGHS * counted[1][1])
    return counted[0][0] if alone else None


def office_of(member: Member, words: Words) -> str:
    """The office in a role: the last word before "of" ("secretary of state")."""
    parts = (member.role or "").split()
    end = next((index for index, part in enumerate(parts) if index and part in words["of"]), len(parts))
    return parts[end - 1] if parts else ""


def house_of_office(cast: Cast, office: str, before: int, words: Words) -> str | None:
    """For whom an office speaks by its nature: a commissioner for the commission that the article names before."""
    houses = words[f"house_{office}"]
    for mention in cast.before(before) if houses else ():
        if mention.member.types & houses and mention.member.for_:
            return mention.member.for_
    return None
