"""The organisations that an article names and the register does not know, with acronyms and short names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Member
from onrecord.reader.parties.names import FULL, SHORT
from onrecord.reader.parties.people import REGION, find_people, name_people, trimmed, unmarked_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.people import Article

BODIES = frozenset({"ORG", "FAC", "GPE", "PRODUCT"})
PARTIES = frozenset({"nsubj", "nsubjpass", "appos", "poss", "conj"})  # where an unmarked name is likely a party's


def find_names(article: Article) -> None:
    """Adds the article's own names: people by whole names and titles, organisations, then the single names left."""
    sure, single = find_people(article)
    name_people(article, sure)
    name_organisations(article)
    left = [span for span in single if not article.names.find(article.words_of(span.start, span.end))]
    name_people(article, left)


def name_organisations(article: Article) -> None:
    """Adds the organisations that neither the register nor a person's name covers, and short names of all."""
    doc = article.doc
    single = frozenset(entity.text for entity in doc.ents if " " not in entity.text)  # "ABS-CBN" has three tokens
    for token in doc:
        alias = article.alias(token.i) if token.text[0].isupper() else None
        if alias and alias.entry.kind == "organisation" and alias.form == "name" and " " in alias.text:
            _add_short_names(article, article.known.member(alias), alias.text, single)
    for start, end, place in sorted(_bodies(article)):
        name, alias = article.words_of(start, end), article.alias(start)
        if (alias and len(alias.text) >= len(name)) or article.names.find(name):
            continue
        unsure = place or not doc[start].ent_type_
        member = Member(doc[start:end].text, "unknown" if unsure else "organisation", place=place)
        article.names.add(name, member, FULL)
        if not place:
            member.state = _state_in(article, start, end)
            member.types = {token.lower_ for token in doc[start:end]} & article.words.joined("organ", "generic")
            _add_short_names(article, member, name, single)
        if other := _in_parentheses(doc, end):
            article.names.add(other, member, FULL)


def _state_in(article: Article, start: int, end: int) -> str | None:
    """The state or region that a body's name names, first or last: "German Federal Police", "Bank of Ghana"."""
    for token in (start, *range(end - 1, start, -1)):
        alias = article.alias(token)
        part = alias is not None and (alias.entry.kind == "state" or alias.entry.id.startswith(REGION))
        if alias and part and alias.form in {"name", "adjective"}:
            return alias.entry.for_
    return None


def _bodies(article: Article) -> Iterator[tuple[int, int, bool]]:
    """The tokens of names of bodies, True for places: the parser's entities, and capitalised runs with a body's noun."""
    doc, words = article.doc, article.words
    titles = words.joined("office", "honorific")
    common = frozenset(token.text for token in doc if token.is_lower and token.pos_ == "NOUN")
    for entity in doc.ents:
        if entity.label_ in BODIES:
            start, end = _extended(doc, *trimmed(doc, entity.start, entity.end, words), words)
            office = start > 1 and doc[start - 1].lower_ in words["of"] and doc[start - 2].lower_ in words["office"]
            person = end - start > 2 and article.names.find(article.words_of(end - 2, end))
            if person and person.member.kind == "person":
                continue  # "US Ambassador to Germany Ana Ruiz"
            end = next(
                (token.i for token in doc[start:end] if token.text == "(" or token.is_quote or token.is_space), end
            )
            if any(token.text.endswith(".") and article.alias(token.i + 1) for token in doc[start : end - 1]):
                continue  # a sentence that ends in a name, and the next that begins with one
            if all(token.lower_ in titles for token in doc[start:end]):
                continue
            if end - start > 1 and doc[start].lower_ in words["office"] and doc[start + 1].pos_ == "ADP":
                continue  # "Chair in Economics", "Director of Studies"
            if end - start == 1 and _begins(doc[start]) and doc[start].lower_ in common:
                continue  # a common noun that begins a sentence or a quotation
            bare = end - start == 1 and (office or _is_common(doc[start], words))  # "Secretary of State"
            if end > start and not bare and (doc[start].text[0].isupper() or doc[start].text[0].isdigit()):
                yield start, end, entity.label_ == "GPE"
    for start, end in unmarked_runs(article):
        inside = {token.lower_ for token in doc[start:end]}
        if doc[end - 1].dep_ in PARTIES and not inside & titles:
            yield start, end, False
    for token in doc:
        if (
            token.text[0].isupper()
            and token.lower_ in words["organ"]
            and token.pos_ == "PROPN"
            and not token.is_sent_start
        ):
            start, end = _extended(doc, token.i, token.i + 1, words)
            if end - start > 1 and doc[start].pos_ == "PROPN":
                yield start, end, False


def _begins(token: Token) -> bool:
    """True for the first word of a sentence or of a quotation."""
    return bool(token.is_sent_start) or (token.i > 0 and token.nbor(-1).is_quote)


def _is_common(token: Token, words: Words) -> bool:
    """True for a noun that is capitalised by its place: "State lawmakers", "Interior Minister"."""
    before_office = token.i + 1 < len(token.doc) and token.nbor().lower_ in words["portfolio"] and token.nbor().is_title
    nouns = ("organ", "office", "generic", "collective", "anonymous", "qualifier", "state_noun")
    return before_office or token.lower_ in words.joined(*nouns)


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
        if len(doc[start - 1]) < 3 and doc[start - 1].text.endswith("."):
            break  # the last letter of the sentence before
        start -= 1
    return start, end


def _is_capitalised(token: Token) -> bool:
    return token.text[0].isupper() and token.pos_ in {"PROPN", "ADJ"}
