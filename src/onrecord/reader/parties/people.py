"""The people that an article names: by the parser's entities, by titles, and by the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.reader.parties.members import Member
from onrecord.reader.parties.names import FULL, GIVEN, SHORT, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Doc, Span, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Registered
    from onrecord.reader.parties.names import Names
    from onrecord.register import Alias, Form, Register

LONGEST = 6  # tokens of a person's name, with its links ("Sheikh Mohammed bin Rashid Al Maktoum")
PLACES = frozenset({"GPE", "LOC"})
REGION, SISTERS = "reg:", len("reg:US")  # how the register's ids begin for regions, and for those of one state
NO_PERSON = frozenset({"ORG", "LOC", "FAC", "EVENT", "WORK_OF_ART", "LAW"})


@dataclass(frozen=True, slots=True)
class Article:
    """What names are looked for in: the parse, the text as printed but for typewriter apostrophes, the text in plain
    letters, and what is known. Offsets are the same in both texts; `forms` are those in which each house is
    named, `regions` the ids of the regions that are.
    """

    doc: Doc
    printed: str
    text: str
    register: Register
    words: Words
    given: Mapping[str, bool]
    names: Names
    known: Registered
    forms: Mapping[str, frozenset[Form]]
    regions: frozenset[str] = frozenset()

    def words_of(self, start: int, end: int) -> str:
        """The plain text of tokens `[start, end)`."""
        last = self.doc[end - 1]
        return self.text[self.doc[start].idx : last.idx + len(last)]

    def alias(self, token: int) -> Alias | None:
        """The register's alias at a token."""
        return self.register.at(self.printed, self.doc[token].idx)

    def region_instead(self, alias: Alias, token: int) -> Alias:
        """The region of the same name as a state where a local office follows it, or the article names its sisters:
        "Georgia Governor", "Alabama, Florida and Georgia".
        """
        same = [a for a in self.register.index.get(alias.text.split()[0], ()) if a.text == alias.text]
        regions = [a for a in same if a.entry.id.startswith(REGION)]
        if alias.entry.kind != "state" or not regions:
            return alias
        after = self.doc[min(token + 1, len(self.doc) - 1)].lower_
        sisters = sum(1 for region in self.regions if region.startswith(regions[0].entry.id[:SISTERS]))
        abroad = self.forms.get(alias.entry.for_ or "", frozenset()) <= {"name"}
        return regions[0] if after in self.words["local_office"] or (sisters > 1 and abroad) else alias

    def seat_instead(self, alias: Alias) -> Alias:
        """The organisation that has its seat in a capital, where the article names it and not the state: the EU for
        "Brussels" where no Belgians are.
        """
        if alias.form != "capital" or self.forms.get(alias.entry.for_ or "", frozenset()) - {"capital"}:
            return alias
        same = [a for a in self.register.index.get(alias.text.split()[0], ()) if a.text == alias.text]
        seated = [
            a for a in same if a.entry.kind == "organisation" and "name" in self.forms.get(a.entry.for_ or "", ())
        ]
        return seated[0] if seated else alias

    def is_about(self, alias: Alias) -> bool:
        """True where the article names the alias's house, other than by its capital alone."""
        return alias.form != "capital" or bool(self.forms.get(alias.entry.for_ or "", frozenset()) - {"capital"})

    def token_at(self, token: int, character: int) -> int:
        """The first token from `token` on that begins at or behind a character."""
        while token < len(self.doc) and self.doc[token].idx < character:
            token += 1
        return token


@dataclass(frozen=True, slots=True)
class PersonSpan:
    """Tokens `[start, end)` that name a person; `sure` where a title or the register says so."""

    start: int
    end: int
    sure: bool


def find_people(article: Article) -> tuple[list[PersonSpan], list[PersonSpan]]:
    """Whole and titled names, and the single words that the parser alone takes for people."""
    spans = [*_entities(article)]
    for token in article.doc[:-1]:
        if token.is_alpha or token.text.endswith("."):
            spans += _titled(article, token)
            alias = article.alias(token.i) if token.text[0].isupper() else None
            if alias and alias.entry.kind == "person":
                spans.append(PersonSpan(token.i, article.token_at(token.i, token.idx + len(alias.text)), sure=True))
    spans += _unseen(article)
    sure = [span for span in spans if span.sure or span.end - span.start > 1]
    return sure, [span for span in spans if not (span.sure or span.end - span.start > 1)]


def name_people(article: Article, spans: list[PersonSpan]) -> None:
    """Adds the people of these spans to the names; a shorter name goes to whom a longer one has it."""
    doc, names, words = article.doc, article.names, article.words
    found: dict[str, PersonSpan] = {}
    for span in spans:
        found.setdefault(article.words_of(span.start, span.end), span)
    for name in sorted(found, key=lambda name: -len(name.split())):
        parts = [part for part in name.split() if part.lower() not in words["generation"]]
        known = _same_person(parts, names) if parts else None
        member = known or Member(doc[found[name].start : found[name].end].text, "person")
        names.add(name, member, FULL)
        if known is None and len(parts) > 1:
            namesake = names.find(parts[-1])
            place = parts[0] not in article.given and article.register.at(parts[-1], 0)
            if place and place.entry.kind == "state" and article.is_about(place):
                continue  # who has a state's name for a surname is not called by it alone
            if namesake is None or article.text.count(name) > article.text.count(plain(namesake.member.name)):
                names.add(parts[-1].strip(",."), member, SHORT)
            names.add(parts[0], member, GIVEN)
            if len(parts) > 2:
                names.add(" ".join(parts[1:]), member, SHORT)


def _same_person(parts: list[str], names: Names) -> Member | None:
    """The person whose name this is a part of: the surname fits, and where there is one, the given name."""
    known = names.find(" ".join(parts)) or names.find(parts[-1])
    if known is None or known.member.kind != "person":
        return None
    full = known.member.name.split()
    return known.member if len(parts) == 1 or full[0] == parts[0] or known.text == " ".join(parts) else None


def _entities(article: Article) -> Iterator[PersonSpan]:
    doc = article.doc
    for entity in doc.ents:
        if entity.label_ != "PERSON" and not _named_like_one(article, entity):
            continue
        start, end = trimmed(doc, _behind_title(article, entity.start, entity.end), entity.end, article.words)
        while start > entity.start - 2 and start and _is_given_name(article, start - 1, end):
            start -= 1
        end = next((token.i for token in doc[start:end] if not _may_name(token)), end)
        while end > start and doc[end - 1].lower_ in article.words["office"]:
            end -= 1  # "United States Senator" names nobody
        if end <= start or not doc[start].text[0].isupper():
            continue
        alias = article.alias(start)
        if alias and alias.entry.kind != "person" and len(alias.text) >= len(article.words_of(start, end)):
            continue
        if end - start > 1 or _is_name(doc[start], article.words):
            yield PersonSpan(start, end, sure=False)


def _unseen(article: Article) -> Iterator[PersonSpan]:
    """Names that the parser marks as nothing: a given name and capitalised words that hang together."""
    doc, words = article.doc, article.words
    for start, end in unmarked_runs(article):
        known = doc[start].text in article.given or _has_office(doc[start:end], words)
        if known and not {t.lower_ for t in doc[start:end]} & words.joined("organ", "generic"):
            yield PersonSpan(start, end, sure=True)


def unmarked_runs(article: Article) -> Iterator[tuple[int, int]]:
    """Runs of two to four capitalised proper nouns that no entity and no alias of the register touches."""
    doc, token = article.doc, 0
    while token < len(doc):
        end = token
        while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].is_title and not doc[end].ent_type_:
            end += 1
        if 1 < end - token < 5 and not any(article.alias(inner) for inner in range(token, end)):
            yield token, end
        token = max(end, token + 1)


def _named_like_one(article: Article, entity: Span) -> bool:
    """True where an entity of another label has a given name and a surname: "Nikki Haley"."""
    before = entity.doc[entity.start - 1] if entity.start else None
    if before is not None and len(entity) == 1 and entity.label_ in {"ORG", "GPE"} and entity[0].is_title:
        given = before.text in article.given and before.pos_ == "PROPN" and before.head == entity[0]
        return given and not before.ent_type_ and article.alias(entity.start) is None
    if not 1 < len(entity) < 4 or entity.label_ not in {"ORG", "GPE", "FAC", "NORP"}:
        return False
    words = article.words
    body = {token.lower_ for token in entity} & words.joined("organ", "generic", "drop", "body_link")
    if not body and all(token.is_title for token in entity) and _has_office(entity, words):
        return article.alias(entity.start) is None
    alias = article.alias(entity.end - 1)
    placed = alias and alias.form == "capital" and len(entity) == 2 and not article.alias(entity.start)
    first = entity[0].text in article.given or (placed and entity[0].lower_ not in words["before_place"])
    return bool(first) and not body and all(token.is_title for token in entity)


def _stands_apposed(entity: Span, words: Words) -> bool:
    """True where the parse puts a name in apposition to an office: "the envoy to Chad, Ana Ruiz,"."""
    doc = entity.doc
    if entity.root.dep_ != "appos" or entity.end >= len(doc) or doc[entity.end].text != ",":
        return False
    office, place = apposed_to(entity.root), entity.root.head
    if place is not office and place.ent_type_ in PLACES and place.head.lower_ not in words["to"]:
        return False  # "the mayor of Bradford, West Yorkshire,"
    return office.lower_ in words["office"] and office.tag_ in {"NN", "NNP"} and office.i < entity.start


def apposed_to(name: Token) -> Token:
    """What a name in apposition names; not the other name that stands last in a description, "Chad" of "the envoy to Chad"."""
    head = name.head
    return head.head.head if head.dep_ == "pobj" and head.pos_ == "PROPN" else head


def _has_office(entity: Span, words: Words) -> bool:
    """True where an office stands before a name or in apposition to it: "its director, Ana Ruiz", "Ruiz, a spokesman"."""
    doc, before = entity.doc, entity.start - 1
    comma = before > 0 and doc[before].text == ","
    if before >= 0 and doc[before - comma].lower_ in words["office"] and doc[before - comma].tag_ in {"NN", "NNP"}:
        return True
    if comma and _stands_apposed(entity, words):
        return True
    if entity.end >= len(doc) - 2 or doc[entity.end].text != "," or doc[entity.end + 1].lower_ not in words["drop"]:
        return False
    for token in doc[entity.end + 2 : entity.end + 7]:
        if token.lower_ in words["office"]:
            return True
        if token.pos_ not in {"ADJ", "NOUN", "PROPN"}:
            break
    return False


def _may_name(token: Token) -> bool:
    """False for figures and brackets, at which a name ends."""
    return token.is_alpha or (token.text[0].isalpha() and "]" not in token.text) or token.text in {"-", ",", "'", "’"}


def _is_given_name(article: Article, position: int, end: int) -> bool:
    """True for a capitalised word before a surname that belongs to it and that the parser left out of the name."""
    token, words = article.doc[position], article.words
    bound = token.dep_ == "compound" and position < token.head.i < end and token.pos_ == "PROPN" and token.is_title
    bound = bound and not (position and article.doc[position - 1].pos_ == "PROPN")
    taken = words.joined("office", "honorific", "organ", "generic", "former")
    return bound and token.lower_.rstrip(".") not in taken and not article.alias(position)


def _behind_title(article: Article, start: int, end: int) -> int:
    """The first token behind a title that the parser took into the name, with the place of the office."""
    doc, words = article.doc, article.words
    title = words.joined("office", "honorific", "former")
    last = max((token.i for token in doc[start : end - 1] if token.lower_.rstrip(".") in title), default=None)
    if last is None:
        return start
    position = last + 1
    if doc[position].lower_ in words.joined("to", "of"):
        position += 1
        while position < end and doc[position].lower_ in words["drop"]:
            position += 1
        alias = article.alias(position) if position < end else None
        if alias and alias.entry.kind != "person":
            position = article.token_at(position, doc[position].idx + len(alias.text))
        elif position < end - 1:
            position += 1  # "Secretary of State"
    return position if position < end else start


def _is_name(word: Token, words: Words) -> bool:
    """False where the parser took a common noun or an office for a person."""
    return word.pos_ == "PROPN" and word.lower_ not in words.joined("office", "organ", "generic")


def _titled(article: Article, title: Token) -> Iterator[PersonSpan]:
    """The capitalised run behind a capitalised title ("President Trump"), where no organisation's name holds both."""
    doc, words = article.doc, article.words
    word = title.lower_.rstrip(".")
    if word not in words["honorific"] and word not in words["office"]:  # asked of every word
        return
    start = end = _behind_place(article, title.i + 1)
    while end < len(doc) and end - start < LONGEST and _in_name(doc, end, start, words):
        end += 1
    while end > start and (doc[end - 1].lower_ in words["name_link"] or doc[end - 1].is_punct):
        end -= 1
    if end == start or doc[start].lower_ in words.joined("organ", "office", "generic"):
        return
    alias = article.alias(start)
    if (title.text[0].islower() or start > title.i + 1) and not 1 < end - start < 4:
        return
    over = _organisation_over(doc, title.i, start) and doc[start].text not in article.given
    named = alias and alias.entry.kind != "person" and len(alias.text) >= len(article.words_of(start, end))
    if not named and not over:
        yield PersonSpan(start, end, sure=True)


def _behind_place(article: Article, position: int) -> int:
    """The token behind "to Germany" or "of the United Nations" in a title, where a capitalised word follows."""
    doc, words = article.doc, article.words
    if position >= len(doc) - 2 or doc[position].lower_ not in words.joined("to", "of"):
        return position
    place = position + 1 + (doc[position + 1].lower_ in words["drop"])
    alias = article.alias(place) if place < len(doc) else None
    if alias is None or alias.entry.kind == "person":
        return position
    behind = article.token_at(place, doc[place].idx + len(alias.text))
    return behind if behind < len(doc) and doc[behind].text[0].isupper() else position


def _in_name(doc: Doc, position: int, start: int, words: Words) -> bool:
    token = doc[position]
    if position > start and (token.text == "-" or token.lower_ in words["name_link"]):
        return True
    if position > start and doc[position - 1].text == "-" and not doc[position - 1].whitespace_:
        return token.pos_ == "PROPN"  # "Hoi-kwan"
    return token.pos_ == "PROPN" and token.text[0].isupper()


def _organisation_over(doc: Doc, title: int, start: int) -> bool:
    return any(e.start <= title and start < e.end and e.label_ in NO_PERSON for e in doc.ents)


def trimmed(doc: Doc, start: int, end: int, words: Words) -> tuple[int, int]:
    """Tokens `[start, end)` without articles before and possessives and marks behind."""
    while start < end and (doc[start].lower_ in words["drop"] or doc[start].is_punct or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
