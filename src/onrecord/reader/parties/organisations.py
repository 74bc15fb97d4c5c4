"""The organisations that an article names and the register does not know, with acronyms and short names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Member
from onrecord.reader.parties.names import FULL, SHORT, Names
from onrecord.reader.parties.people import Article, find_people, name_people, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.register import Register

BODIES = frozenset({"ORG", "FAC", "GPE", "PRODUCT"})


def make_names(doc: Doc, text: str, register: Register, words: Words) -> Names:
    """The article's own names: people by whole names and titles, organisations, then the single names that are left.

    `text` is the document's in plain letters.
    """
    article = Article(doc, text, register, words, Names())
    sure, single = find_people(article)
    name_people(article, sure)
    name_organisations(article)
    name_people(article, [span for span in single if not article.names.find(article.words_of(span.start, span.end))])
    return article.names


def name_organisations(article: Article) -> None:
    """Adds the organisations that neither the register nor a person's name covers."""
    doc, words = article.doc, article.words
    single = frozenset(entity.text for entity in doc.ents if len(entity) == 1)
    for entity in doc.ents:
        if entity.label_ not in BODIES:
            continue
        start, end = _extended(doc, *trimmed(doc, entity.start, entity.end, words), words)
        if end <= start or not (doc[start].text[0].isupper() or doc[start].text[0].isdigit()):
            continue
        name, alias = article.words_of(start, end), article.alias(start)
        known = (alias and len(alias.text) >= len(name)) or article.names.find(name)
        if known or (end - start == 1 and doc[start].lower_ in words["organ"]):
            continue
        member = Member(doc[start:end].text, "organisation")
        if entity.label_ == "GPE":
            member.kind, member.place = "unknown", True
        article.names.add(name, member, FULL)
        if not member.place:
            member.types = {token.lower_ for token in doc[start:end]} & (words["organ"] | words["generic"])
            _add_short_names(article, member, name, single)
        if other := _in_parentheses(doc, end):
            article.names.add(other, member, FULL)


def _add_short_names(article: Article, member: Member, name: str, single: frozenset[str]) -> None:
    """Its acronym, and its first word where that stands alone in the article and is nobody else's."""
    parts = name.split()
    acronym = "".join(part[0] for part in parts if part[0].isupper())
    if len(acronym) > 1 and len(parts) > 1:
        article.names.add(acronym, member, SHORT)
    taken = article.register.at(parts[0], 0) or article.names.find(parts[0])
    if len(parts) > 1 and parts[0] in single and not taken and parts[0].lower() not in article.words["organ"]:
        article.names.add(parts[0], member, SHORT)


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
        while ahead < len(doc) - 1 and doc[ahead].lower_ in words["drop"]:
            ahead += 1
        if not _is_capitalised(doc[ahead]):
            break
        end = ahead
        while end < len(doc) and _is_capitalised(doc[end]):
            end += 1
    while start and _is_capitalised(doc[start - 1]) and doc[start - 1].dep_ in {"compound", "nmod"}:
        start -= 1
    return start, end


def _is_capitalised(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in {"PROPN", "ADJ"}
