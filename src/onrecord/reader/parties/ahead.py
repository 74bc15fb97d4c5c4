"""People whom a report first describes and then names: "Serbia's president on Monday vowed ...", and the next paragraph
begins with a name that nothing introduces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Mention
from onrecord.reader.parties.phrases import line_before, objects_of, owner_tokens, premodifiers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def named_ahead(doc: Doc, cast: Cast, words: Words) -> list[Mention]:
    """The descriptions that a name explains in the line behind theirs, as mentions of who has that name; each takes the
    office and the house that the description names.
    """
    found, seen = [], set()
    for mention in cast.mentions:
        member = mention.member
        first, bare = member not in seen, member.kind == "person" and not (member.role or member.for_ or member.former)
        seen.add(member)
        if not (first and bare and mention.end - mention.start > 1 and _begins_line(doc, mention)):
            continue
        head = _described_before(doc, mention.start, cast, words)
        if head is None:
            continue
        member.for_ = _owner(head, cast, words)
        member.types.add(head.lower_)
        member.role = " ".join([*(part.lower_ for part in premodifiers(head) if _qualifies(part, words)), head.lower_])
        found.append(Mention(head.i, head.i + 1, member, "name"))
    return found


def _begins_line(doc: Doc, mention: Mention) -> bool:
    """True for a subject that is the first of a paragraph behind another."""
    return mention.start > 0 and "\n" in doc[mention.start - 1].text and doc[mention.end - 1].dep_ in SUBJECTS


def _described_before(doc: Doc, start: int, cast: Cast, words: Words) -> Token | None:
    """The only office whose holder does something in the line before and has no name."""
    first, end = line_before(doc, start)
    heads = [
        token
        for token in doc[first:end]
        if token.lower_ in words["office"] and token.tag_ in {"NN", "NNP"} and token.dep_ in SUBJECTS
    ]
    if len(heads) != 1 or heads[0].head.dep_ not in {"ROOT", "conj"}:
        return None
    named = any((m := cast.at(part.i)) and m.member.kind == "person" for part in heads[0].subtree)
    return None if named or cast.at(heads[0].i) or _owner(heads[0], cast, words) is None else heads[0]


def _owner(head: Token, cast: Cast, words: Words) -> str | None:
    """The house that a description names."""
    for token in (*owner_tokens(head), *objects_of(head, words["whose"])):
        mention = cast.at(token.i)
        if mention and mention.member.for_ and not mention.member.place:
            return mention.member.for_
    return None


def _qualifies(token: Token, words: Words) -> bool:
    return token.lower_ in words.joined("qualifier", "portfolio")
