"""The people and organisations that an article names: from the parser's entities, titles, and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Member
from onrecord.reader.parties.names import FULL, GIVEN, SHORT, Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.register import Register

LONGEST = 6  # tokens of a person's name, with its links ("Sheikh Mohammed bin Rashid Al Maktoum")


def name_people(doc: Doc, text: str, register: Register, words: Words, names: Names) -> None:
    """Adds everybody who is named: whole names first, then the single words that are no part of one."""
    found: dict[str, tuple[int, int]] = {}
    for start, end in _person_spans(doc, text, register, words):
        name = text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])]
        found.setdefault(name, (start, end))
    for name in sorted(found, key=lambda name: -len(name.split())):
        start, end = found[name]
        parts = [part for part in name.split() if part.lower() not in words["generation"]]
        known = _same_person(parts, names)
        member = known or Member(doc[start:end].text.removesuffix("'s").removesuffix("’s"), "person", types=set())
        names.add(name, member, FULL)
        if known is None and len(parts) > 1:
            names.add(parts[-1].strip(",."), member, SHORT)
            names.add(parts[0], member, GIVEN)
            if len(parts) > 2:
                names.add(" ".join(parts[1:]), member, SHORT)


def _same_person(parts: list[str], names: Names) -> Member | None:
    """The person whose longer name this is a part of: the surname fits, and the given names stand in it."""
    single = names.find(parts[0]) if len(parts) == 1 else names.find(parts[-1])
    if single is None or single.member.kind != "person":
        return None
    whole = single.text if len(parts) == 1 else " ".join(parts)
    longer = names.find(whole)
    if len(parts) == 1:
        return single.member
    return longer.member if longer else _initials(parts, single.member)


def _initials(parts: list[str], member: Member) -> Member | None:
    """ "Cyrus Vance" is "Cyrus R. Vance": the first names are the same, middle ones may be left out."""
    full = member.name.split()
    return member if full and full[0] == parts[0] else None


def _person_spans(doc: Doc, text: str, register: Register, words: Words) -> Iterator[tuple[int, int]]:
    for entity in doc.ents:
        if entity.label_ == "PERSON":
            start, end = trimmed(doc, entity.start, entity.end, words, titles=True)
            alias = register.at(text, doc[start].idx) if end > start else None
            covered = alias is not None and alias.entry.kind != "person" and len(alias.text) >= len(doc[start:end].text)
            if end > start and not covered and doc[start].text[0].isupper() and _is_name(doc, start, end, words):
                yield start, end
    for token in doc[:-1]:
        if token.text[0].isupper() or token.text[0].islower():
            yield from _titled(doc, token, text, register, words)
            alias = register.at(text, token.idx) if token.text[0].isupper() else None
            if alias and alias.entry.kind == "person":
                yield token.i, _end(doc, token.i, token.idx + len(alias.text))


def _is_name(doc: Doc, start: int, end: int, words: Words) -> bool:
    """False where the parser took a single noun or an office for a person."""
    if end - start > 1:
        return True
    word = doc[start]
    return word.pos_ == "PROPN" and word.lower_ not in words["office"] | words["organ"] | words["generic"]


def _titled(doc: Doc, title: Token, text: str, register: Register, words: Words) -> Iterator[tuple[int, int]]:
    """The capitalised run after a capitalised title ("President Trump"), where no organisation's name holds both."""
    word = title.lower_.rstrip(".")
    if word not in words["honorific"] and not (word in words["office"] and title.text[0].isupper()):
        return
    start = title.i + 1
    end = start
    while end < len(doc) and end - start < LONGEST and _in_name(doc, end, start, words):
        end += 1
    while end > start and (doc[end - 1].lower_ in words["name_link"] or doc[end - 1].is_punct):
        end -= 1
    if end == start or _organisation_over(doc, title.i, start):
        return
    alias = register.at(text, doc[start].idx)
    if alias and alias.entry.kind != "person" and len(alias.text) >= len(doc[start:end].text):
        return
    if doc[start].lower_ not in words["organ"] | words["office"] | words["generic"]:
        yield start, end


def _in_name(doc: Doc, position: int, start: int, words: Words) -> bool:
    token = doc[position]
    if token.text == "-" and position > start and not doc[position - 1].whitespace_:
        return True
    linked = token.lower_ in words["name_link"]
    return (token.pos_ == "PROPN" and token.text[0].isupper()) or (
        linked and position > start - 1 and not token.is_title
    )


def _organisation_over(doc: Doc, title: int, start: int) -> bool:
    return any(
        entity.start <= title
        and start < entity.end
        and entity.label_ in {"ORG", "LOC", "FAC", "EVENT", "WORK_OF_ART", "LAW"}
        for entity in doc.ents
    )


def name_organisations(doc: Doc, text: str, register: Register, words: Words, names: Names) -> None:
    """Adds the organisations that neither the register nor a person's name covers, with acronyms and short names."""
    single = {entity.text for entity in doc.ents if len(entity) == 1}
    tokens = {token.text for token in doc}
    for entity in doc.ents:
        if entity.label_ not in {"ORG", "FAC", "GPE", "PRODUCT"}:
            continue
        start, end = trimmed(doc, entity.start, entity.end, words, titles=False)
        start, end = _extended(doc, start, end, words)
        if end <= start or (not doc[start].text[0].isupper() and not doc[start].text[0].isdigit()):
            continue
        name = text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])]
        alias = register.at(text, doc[start].idx)
        if (
            (alias and len(alias.text) >= len(name))
            or names.find(name)
            or (doc[start].lower_ in words["organ"]
            and end - start == 1)
        ):
            continue
        _add_organisation(doc, start, end, name, names, words, single, tokens, place=entity.label_ == "GPE")


def _add_organisation(
    doc: Doc, start: int, end: int, name: str, names: Names, words: Words, single: set[str], tokens: set[str], *, place: bool
) -> None:  # fmt: skip
    member = Member(doc[start:end].text, "unknown" if place else "organisation", place=place)
    if not place:
        member.types = {token.lower_ for token in doc[start:end] if token.lower_ in words["organ"] | words["generic"]}
    names.add(name, member, FULL)
    parts = name.split()
    if len(parts) > 1 and not place:
        acronym = "".join(part[0] for part in parts if part[0].isupper())
        if len(acronym) > 1 and acronym in tokens:
            names.add(acronym, member, SHORT)
        if parts[0] in single and parts[0].lower() not in words["organ"]:
            names.add(parts[0], member, SHORT)
    if other := _in_parentheses(doc, end):
        names.add(other, member, FULL)


def _in_parentheses(doc: Doc, end: int) -> str:
    """The other name that stands in parentheses behind a name: "Syrian Democratic Forces (SDF)"."""
    if end >= len(doc) - 2 or doc[end].text != "(":
        return ""
    close = next((token.i for token in doc[end + 1 : end + 7] if token.text == ")"), end + 1)
    inner = [token for token in doc[end + 1 : close] if not token.is_space]
    fits = inner and all(token.text[0].isupper() and token.is_alpha and token.pos_ == "PROPN" for token in inner)
    return " ".join(token.text for token in inner) if fits else ""


def _extended(doc: Doc, start: int, end: int, words: Words) -> tuple[int, int]:
    """The name of a body goes on over "of" and "for" to the next capitalised words, and back over a state's name."""
    if not any(token.lower_ in words["organ"] for token in doc[start:end]):
        return start, end
    while end < len(doc) - 1 and doc[end].lower_ in words["body_link"]:
        ahead = end + 1
        while ahead < len(doc) and doc[ahead].lower_ in words["drop"]:
            ahead += 1
        if ahead >= len(doc) or not doc[ahead].text[0].isupper() or doc[ahead].pos_ != "PROPN":
            break
        end = ahead
        while end < len(doc) and doc[end].text[0].isupper() and doc[end].pos_ == "PROPN":
            end += 1
    while (
        start
        and doc[start - 1].pos_ == "PROPN"
        and doc[start - 1].dep_ in {"compound", "nmod"}
        and doc[start - 1].text[0].isupper()
    ):
        start -= 1
    return start, end


def trimmed(doc: Doc, start: int, end: int, words: Words, *, titles: bool) -> tuple[int, int]:
    """Tokens `[start, end)` without articles and titles before and possessives and marks behind."""
    title = words["office"] | words["honorific"] | words["former"]
    while start < end and (
        doc[start].lower_ in words["drop"] or doc[start].is_punct or doc[start].is_space
        or (titles and start < end - 1 and doc[start].lower_.rstrip(".") in title)
    ):  # fmt: skip
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end


def _end(doc: Doc, token: int, character: int) -> int:
    while token < len(doc) and doc[token].idx < character:
        token += 1
    return token
