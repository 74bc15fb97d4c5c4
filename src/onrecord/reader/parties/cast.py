"""The cast of an article: everybody who is named in it, with their names, affiliation and places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.reader.parties.ahead import named_ahead
from onrecord.reader.parties.houses import governing, house_of_office, office_of
from onrecord.reader.parties.introduction import introduce
from onrecord.reader.parties.members import Cast, Member, Mention, Registered
from onrecord.reader.parties.names import Names, plain
from onrecord.reader.parties.organisations import find_names
from onrecord.reader.parties.people import REGION, Article
from onrecord.reader.parties.phrases import name_of, objects_of, owner_tokens, premodifiers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.register import Alias, Form, Register


def make_cast(doc: Doc, register: Register, words: Words, given: Mapping[str, bool], date: str | None) -> Cast:
    """Everybody named in the article. Persons go by surname, organisations by acronym, states by the register.

    `given` are given names with the gender that they tell, `date` the ISO date that office holders are asked for.
    """
    known = Registered(words["legal_form"])
    printed = doc.text.replace("’", "'")
    forms, regions = _forms(doc, printed, register)
    article = Article(doc, printed, plain(doc.text), register, words, given, Names(), known, forms, regions)
    find_names(article)
    bodies: list[tuple[Member, Member]] = []
    mentions = _described(doc, Cast.of(_mentions(article), None), words, bodies)
    for member in {mention.member for mention in mentions if mention.member.kind == "person"}:
        _look_up(member, register, given, date)
    main = _main_state(mentions)
    cast = Cast.of(mentions, main, _behind({mention.member for mention in mentions}, register, known))
    for mention in mentions:
        if mention.member.kind == "organisation" and mention.member not in {body for body, _ in bodies}:
            _call_by_type(doc, mention, cast, words)
    for mention in mentions:
        if mention.member.kind == "person":
            introduce(doc, mention, cast, words)
    for body, owner in bodies:
        body.for_ = body.for_ or owner.for_
    for member in cast.members:
        if member.kind == "person":
            _complete(member, register, words, date)
    for mention in {m.member: m for m in reversed(mentions) if m.member.kind == "person"}.values():
        _house(doc, mention, cast, words)  # by the first mention, which introduces
    for body, owner in bodies:
        body.for_ = body.for_ or owner.for_
    if ahead := named_ahead(doc, cast, words):
        return Cast.of(sorted([*mentions, *ahead], key=lambda mention: mention.start), main, cast.behind)
    return cast


def _behind(members: set[Member], register: Register, known: Registered) -> tuple[Member, ...]:
    """The organisations that the bodies of the article belong to and that it does not name themselves."""
    named = {member.name for member in members}
    houses = {m.for_ for m in members if m.kind == "organisation" and m.id and m.for_ and m.for_ not in named}
    aliases = [register.at(house, 0) for house in sorted(houses)]
    new = [a for a in aliases if a and a.entry.id not in known.members and a.entry.for_ == a.entry.name]
    return tuple(known.member(a) for a in new if a.entry.kind == "organisation")


def _forms(doc: Doc, printed: str, register: Register) -> tuple[dict[str, frozenset[Form]], frozenset[str]]:
    """In which forms of names each state and organisation of the register is in the article; the regions in it."""
    found: dict[str, frozenset[Form]] = {}
    regions: set[str] = set()
    for token in doc:
        alias = register.at(printed, token.idx) if token.text[0].isupper() else None
        if alias and alias.entry.for_ and alias.entry.kind != "person":
            found[alias.entry.for_] = found.get(alias.entry.for_, frozenset()) | {alias.form}
            regions |= {alias.entry.id} if alias.entry.id.startswith(REGION) else set()
    return found, frozenset(regions)


def _mentions(article: Article) -> list[Mention]:
    found, token = list[Mention](), 0
    while token < len(article.doc):
        mention = _mention(article, token)
        if mention:
            found.append(mention)
        token = max(mention.end if mention else 0, token + 1)
    return found


def _mention(article: Article, token: int) -> Mention | None:
    doc, start = article.doc, article.doc[token].idx
    own, alias = article.names.at(article.text, start), article.alias(token)
    if alias and (not any(mark.isupper() for mark in alias.text) or alias.entry.kind == "person"):
        alias = None
    if alias and doc[token].pos_ in {"AUX", "VERB"} and len(alias.text) < 3:
        alias = None  # "THE STORM IS OVER"
    if alias and _qualifies(article, alias, token):
        alias = None  # "Vice President"
    if own and (not alias or len(own.text) > len(alias.text) or (len(own.text) == len(alias.text) and own.strength)):
        return Mention(token, article.token_at(token, start + len(own.text)), own.member, "name")
    if alias is None:
        return None
    placed = alias.form == "capital"
    alias = article.seat_instead(article.region_instead(alias, token))
    end = article.token_at(token, start + len(alias.text))
    return Mention(token, end, article.known.member(alias), "capital" if placed else alias.form)


def _qualifies(article: Article, alias: Alias, token: int) -> bool:
    """True for a word of an office that is also a name."""
    words, following = article.words, article.doc[min(token + 1, len(article.doc) - 1)]
    return alias.text.lower() in words["qualifier"] and following.lower_.removesuffix("s") in words["office"]


def _described(doc: Doc, cast: Cast, words: Words, bodies: list[tuple[Member, Member]]) -> list[Mention]:
    """The mentions with those of bodies that are described by whose they are: "the Chinese foreign ministry"."""
    found, known = list(cast.mentions), dict[tuple[str | None, str], Member]()
    for token in doc:
        if token.lower_ not in words["organ"] or cast.at(token.i) or token.pos_ not in {"NOUN", "PROPN"}:
            continue
        behind = [*objects_of(token, words["whose"])] if token.lower_ in words["state_itself"] else []
        if token.lower_ in words["state_body"]:  # "the defence ministry in Baku"
            behind += [
                part for part in objects_of(token, words["venue"]) if (m := cast.at(part.i)) and m.form == "capital"
            ]
        owner = next(
            (m.member for part in (*owner_tokens(token), *behind) if (m := cast.at(part.i)) and not m.member.place),
            None,
        )
        if owner is None:
            continue
        member = _body(token, owner, cast, words, known)
        bodies.append((member, owner))
        found.append(Mention(token.i, token.i + 1, member, "name"))
    return sorted(found, key=lambda mention: mention.start)


def _body(token: Token, owner: Member, cast: Cast, words: Words, known: dict[tuple[str | None, str], Member]) -> Member:
    if token.lower_ in words["state_itself"] and owner.kind == "state":
        owner.types.add(token.lower_)
        return owner
    inner = " ".join(part.lower_ for part in premodifiers(token) if not cast.at(part.i) and part.tag_ != "POS")
    key = (owner.for_ or owner.name, f"{inner} {token.lower_}".strip())
    if key not in known:
        known[key] = Member(name_of(token, cast, words), "organisation", owner.for_, types={token.lower_})
    return known[key]


def _main_state(mentions: list[Mention]) -> Member | None:
    """The state that the article names most, itself or by those who speak for it."""
    states = {m.member.for_: m.member for m in mentions if m.member.kind == "state"}
    counted = Counter(m.member.for_ for m in mentions if m.member.for_ in states)
    return states[counted.most_common(1)[0][0]] if counted else None


def _call_by_type(doc: Doc, mention: Mention, cast: Cast, words: Words) -> None:
    """An organisation may be called by the noun before or behind its name ("the news agency AFP"), and a body of a
    state speaks for the state that stands in its name or behind it.
    """
    member = mention.member
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.lower_ in words.joined("generic", "organ"):
        member.types.add(before.lower_)
    after = mention.end + 1
    if after < len(doc) and doc[mention.end].text == "," and doc[after].lower_ in words["drop"]:
        for token in doc[after : after + 7]:
            if token.is_punct and token.text != "-":
                break
            if token.lower_ in words["generic"]:
                member.types.add(token.lower_)
    if member.for_ is None:
        inside = {token.lower_ for token in doc[mention.start : mention.end]}
        member.for_ = _state_of(doc, mention, cast, words) if inside & words["organ"] else None
        if member.for_ is None and inside & words["state_body"]:
            member.for_ = governing(cast, doc[mention.start], words)
        member.for_ = member.for_ or member.name


def _state_of(doc: Doc, mention: Mention, cast: Cast, words: Words) -> str | None:
    """The state whose body this is: its name in the body's own, before it, or behind "of"."""
    if mention.member.state:
        return mention.member.state
    for part in premodifiers(doc[mention.end - 1]):
        if (m := cast.at(part.i)) and m.member.kind == "state":
            return m.member.for_
    end = mention.end
    if end < len(doc) and doc[end].text == "(":
        end = next((token.i + 1 for token in doc[end : end + 6] if token.text == ")"), end)
    if end < len(doc) - 1 and doc[end].lower_ in words["whose"]:
        m = cast.at(end + 1) or cast.at(min(end + 2, len(doc) - 1))
        if m and m.member.kind == "state":
            return m.member.for_
    return None


def _look_up(member: Member, register: Register, given: Mapping[str, bool], date: str | None) -> None:
    """Whom an office holder speaks for, and a person's gender where the given name tells."""
    entry = register.find(member.name, date)
    if entry and entry.kind == "person" and entry.holds(date):
        member.for_, member.id = entry.for_, entry.id
    first = plain(member.name).split()
    member.male = given.get(first[0]) if first else None


def _complete(member: Member, register: Register, words: Words, date: str | None) -> None:
    """What the article does not say of a person: the office, from the register."""
    entry = None if member.former else register.find(member.name, date)
    if entry and entry.kind == "person":
        if member.for_ in {None, entry.for_}:
            member.id = entry.id
        if entry.holds(date) and member.for_ == entry.for_:
            member.role = member.role or entry.role
            member.types |= {part for part in (entry.role or "").split() if part in words["office"]}


def _house(doc: Doc, mention: Mention, cast: Cast, words: Words) -> None:
    """For whom a person speaks whose title names nobody: a body that has such offices, the government beside."""
    member, office = mention.member, office_of(mention.member, words)
    if (
        member.for_ is not None
        or member.former
        or member.owned
        or not office
        or set((member.role or "").split()) & words["dissent"]
    ):
        return
    member.for_ = house_of_office(cast, office, mention.start, words)
    if member.for_ is None and office in words["government_office"] - words["local_office"]:
        state = governing(cast, doc[mention.start], words, office)
        member.for_ = state if state != _accredited(doc, mention, cast, words) else None


def _accredited(doc: Doc, mention: Mention, cast: Cast, words: Words) -> str | None:
    """The state to which a person's title sends the person, who speaks for another: "Ambassador to France Ana Ruiz"."""
    place = mention.start - 1
    place -= place > 0 and doc[place].text == ","
    there = cast.at(place) if place > 0 else None
    if there is None or there.start == 0:
        return None
    before = there.start - 1
    before -= before > 0 and doc[before].lower_ in words["drop"]
    return there.member.for_ if doc[before].lower_ in words["to"] else None
