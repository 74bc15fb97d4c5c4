"""For whom somebody speaks whose title names nobody: the government that acts beside, or the article's only one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.reader.parties.phrases import line_before, line_start

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast, Member, Mention

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "pobj"})
CLAUSES = frozenset({"relcl", "acl", "advcl"})
OUTWEIGHS = 2  # times that the article must name its main government more often than any other


def governing(cast: Cast, token: Token, words: Words, office: str = "") -> str | None:
    """The state whose officials stand at this token: the one that acts before it in its sentence or in the sentence
    before, else the only one that its paragraph names before it, else the article's only government; None where that
    cannot be told. Of an `office` that only some states have, one of those; who has an office is also of the
    government that the article's first sentence is about, if none is named more.
    """
    having = {code.upper() for code in words[f"states_{office}"]}
    states = frozenset(
        m.for_ for m in cast.members if m.kind == "state" and m.for_ and (not having or m.for_ in having)
    )
    return _acting(cast, token, words, states) or _main(cast, states, token.doc, leading=bool(office))


def _main(cast: Cast, states: frozenset[str], doc: Doc, *, leading: bool) -> str | None:
    """The state that the article names, itself or by those who speak for it, far more often than any other; with
    `leading` also the one that acts first, if no other is named more often.
    """
    counted = Counter(m.member.for_ for m in cast.mentions if m.member.for_ in states).most_common(2)
    if not counted:
        return None
    if len(counted) == 1 or counted[0][1] >= OUTWEIGHS * counted[1][1]:
        return counted[0][0]
    acting = (m.member.for_ for m in cast.mentions if m.member.for_ in states and acts(doc[m.end - 1]))
    return counted[0][0] if leading and counted[0][1] > counted[1][1] and next(acting, None) == counted[0][0] else None


def _acting(cast: Cast, token: Token, words: Words, states: frozenset[str]) -> str | None:
    doc, paragraph = token.doc, line_start(token.doc, token.i)
    start = token.sent.start
    last = max(paragraph, doc[start - 1].sent.start if start else 0)
    for first, end in ((start, token.i), (last, start)):
        for mention in reversed(cast.within(first, end)):
            if _names(mention, token, words, states) and acts(doc[mention.end - 1]):
                return mention.member.for_
    named = {m.member.for_ for m in cast.within(paragraph, token.i) if _names(m, token, words, states)}
    if not named:
        named = _acting_before(cast, paragraph, token, words, states)
    return named.pop() if len(named) == 1 else None


def _acting_before(cast: Cast, paragraph: int, token: Token, words: Words, states: frozenset[str]) -> set[str | None]:
    """The states that act in the paragraph before."""
    doc = token.doc
    first, end = line_before(doc, paragraph)
    acting = (m for m in cast.within(first, end) if _names(m, token, words, states) and acts(doc[m.end - 1]))
    return {mention.member.for_ for mention in acting}


def _names(mention: Mention, token: Token, words: Words, states: frozenset[str]) -> bool:
    """True for a name of one of the states or of somebody who speaks for it, other than as a venue and in the words of
    whom the token names.
    """
    doc = token.doc
    quoted = sum(part.is_quote for part in doc[mention.end : token.i]) % 2
    if quoted or mention.member.place or mention.member.for_ not in states:
        return False
    last = doc[mention.end - 1]
    if mention.form == "adjective" and last.dep_ in SUBJECTS | OBJECTS:
        return False  # "an Australian" is somebody, not the state
    return not (mention.form == "capital" and last.dep_ == "pobj" and last.head.lower_ in words["venue"])


def acts(token: Token) -> bool:
    """True for a name within the subject of a main clause: "China", "a spokesman for the Ugandan ministry"."""
    first = token
    while token.head != token:
        if token.dep_ in CLAUSES or (token.dep_ == "appos" and token != first):
            return False  # "China, an ally of Pakistan"
        if token.dep_ in SUBJECTS:
            return token.head.dep_ in {"ROOT", "conj"}
        token = token.head
    return False


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
