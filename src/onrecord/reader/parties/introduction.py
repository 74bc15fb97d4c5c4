"""How a text introduces a person: the title before the name, the apposition behind it, "of" its house."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.reader.parties.houses import SUBJECTS, acts, governing
from onrecord.reader.parties.people import REGION, apposed_to

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from onrecord.languages.parties import Words
    from onrecord.reader.parties.members import Cast, Mention

REACH = 14  # tokens of a title or apposition; "the Minister of State for European Affairs of Luxembourg" has ten


def introduce(doc: Doc, mention: Mention, cast: Cast, words: Words) -> None:
    """Fills in what the words around a person's name say: office, house, gender. The first that says it wins."""
    member = mention.member
    before, after = _before(doc, mention, cast, words) or _apposed(doc, mention, words), _after(doc, mention, words)
    for tokens in (before, after):
        lower = {token.lower_.rstrip(".") for token in tokens}
        if member.male is None and not any(token.tag_ == "POS" for token in tokens):
            member.male = True if words["male"] & lower else False if words["female"] & lower else None
        offices = [token for token in tokens if _is_office(token, words)]
        if not offices:
            if tokens and member.for_ is None and not member.former:
                member.for_ = _employer(tokens, cast, words, states=member.role is not None)
        elif member.role is None:
            _take_office(mention, tokens, offices[-1] if tokens is before else offices[0], cast, words)
        elif member.for_ is None and not member.former:
            member.for_ = affiliation(_house(tokens, offices[0], words), cast)


def _is_office(token: Token, words: Words) -> bool:
    """True for "minister", and for "one of the ministers"."""
    lower = token.lower_
    return lower in words["office"] or (token.tag_ in {"NNS", "NNPS"} and lower.removesuffix("s") in words["office"])


def _employer(tokens: list[Token], cast: Cast, words: Words, *, states: bool) -> str | None:
    """For whom somebody without a title speaks: "of Essex University", "who leads the union", "Greenpeace's Ana Ruiz"."""
    if tokens[0].lower_ in words["of"]:
        return affiliation(tokens[1:], cast, states=states)
    if tokens[-1].tag_ == "POS" or (len(tokens) > 1 and tokens[1].lemma_.lower() in words["in_charge"]):
        return affiliation(tokens, cast, states=False)
    return None


def _take_office(mention: Mention, tokens: list[Token], office: Token, cast: Cast, words: Words) -> None:
    member = mention.member
    member.types |= {token.lower_ for token in tokens if token.lower_ in words["office"] and token.i <= office.i}
    member.role = _role(tokens, office, cast, words)
    if any(token.lower_ in words.joined("former", "was") for token in tokens):
        member.former, member.for_ = True, None
        return
    house = _house(tokens, office, words)
    local = _place(house, cast) if office.lower_ in words["local_office"] else None
    member.for_ = local or affiliation(house, cast) or member.for_
    if member.for_ is None and office.lower_ not in words["rival"]:
        member.for_ = _described_house(mention, house, cast, words)
        member.owned = member.for_ is None and any(token.tag_ in {"PRP$", "POS"} for token in house)


def affiliation(tokens: list[Token], cast: Cast, *, states: bool = True) -> str | None:
    """The state or organisation that a description names first; a person's own where it stands for the person.
    Without `states` only an organisation: who is "of Spain" need not speak for it.
    """
    for token in tokens:
        mention = cast.at(token.i)
        if mention is None or mention.member.place or not mention.member.for_:
            continue
        owned = cast.at(mention.end + 1) if token.doc[mention.end].tag_ == "POS" else None
        if owned and owned.member.kind == "organisation" and owned.member.for_:
            return owned.member.for_  # "Argentina's Amnesty International"
        if states or mention.member.kind != "state":
            return mention.member.for_
    return None


def _described_house(mention: Mention, tokens: list[Token], cast: Cast, words: Words) -> str | None:
    """The house that a title only points to: "its spokesman", "department spokesman", "the organisation's head"."""
    for token in tokens:
        if token.tag_ == "PRP$" and token.lower_ in words.joined("he", "she"):
            return _possessor(mention, token, cast, words)
        owning = token.tag_ == "PRP$" and token.lower_ in words["it"]
        if not owning and token.lower_ not in words.joined("organ", "generic"):
            continue
        houses = [
            m for m in cast.before(mention.start)
            if m.member.kind in {"state", "organisation"} and not m.weak and not (m.member.id or "").startswith(REGION)
        ]  # fmt: skip
        typed = [m for m in houses if token.lower_ in m.member.types]
        if not owning and token.lower_ in words["state_body"] and (not typed or _is_far(typed[0], token)):
            state = governing(cast, token, words)
            if state or not typed:
                return state
        near = typed or (
            _foremost(mention, houses, token.doc, cast, words) if owning else [m for m in houses if not m.member.types]
        )
        return near[0].member.for_ if near else None
    return None


def _is_far(mention: Mention, token: Token) -> bool:
    """True where a line ends between a name and a token."""
    return any("\n" in part.text for part in token.doc[mention.end : token.i])


def _foremost(mention: Mention, houses: list[Mention], doc: Doc, cast: Cast, words: Words) -> list[Mention]:
    """The houses that "its" may mean: those that act in this sentence or the one before, else all, nearest first."""
    start = doc[mention.start].sent.start
    first = doc[start - 1].sent.start if start else 0
    if any(
        _is_body(token, cast, words) for token in doc[max(houses[0].end, first) if houses else first : mention.start]
    ):
        return []  # "The pilots' union ... Its leader"
    acting = [house for house in houses if house.start >= first and _is_subject(doc[house.end - 1])]
    return acting or houses


def _is_subject(token: Token) -> bool:
    return token.dep_ in SUBJECTS or acts(token)


def _is_body(token: Token, cast: Cast, words: Words) -> bool:
    """True for a body that acts and has no name: "the union said"."""
    body = token.lower_ in words.joined("organ", "generic") and not cast.at(token.i)
    return body and token.dep_ in SUBJECTS | {"dobj"} and not any(cast.at(part.i) for part in token.lefts)


def _possessor(mention: Mention, pronoun: Token, cast: Cast, words: Words) -> str | None:
    """For whom the person speaks whose adviser or spokesman this is: the last one named of that gender."""
    male = pronoun.lower_ in words["he"]
    people = (m.member for m in cast.before(mention.start) if m.member.kind == "person" and m.member != mention.member)
    return next((member.for_ for member in people if member.male in {None, male}), None)


def _place(tokens: list[Token], cast: Cast) -> str | None:
    """The region or city that a mayor or governor speaks for, as the text names it."""
    named = [(token, mention) for token in tokens if (mention := cast.at(token.i)) and mention.start == token.i]
    for token, mention in named:
        if mention.member.place or mention.form == "capital":
            return token.doc[mention.start : mention.end].text
    return next((m.member.for_ for _, m in named if m.member.kind == "organisation" and m.member.for_), None)


def _house(tokens: list[Token], office: Token, words: Words) -> list[Token]:
    """The words of a title that may say whose it is: those before the office, then those behind "of" and "for"."""
    before = [token for token in tokens if token.i < office.i]
    behind: list[Token] = []
    for token in tokens:
        if token.i > office.i and token.lower_ in words["to"]:
            break
        if token.i > office.i:
            behind.append(token)
    return before + behind


def _role(tokens: list[Token], office: Token, cast: Cast, words: Words) -> str:
    """The office with the words that say which, lower case: "foreign minister", "secretary of state"."""
    parts = [office]
    for token in reversed([token for token in tokens if token.i < office.i]):
        if (
            cast.at(token.i)
            or token.lower_ in words.joined("drop", "former")
            or token.pos_ not in {"NOUN", "PROPN", "ADJ"}
        ):
            break
        parts.insert(0, token)
    behind = [token for token in tokens if token.i > office.i]
    named = len(behind) > 1 and not cast.at(behind[1].i) and behind[1].pos_ in {"NOUN", "PROPN"}
    if named and behind[0].i == office.i + 1 and behind[0].lower_ in words["whose"]:
        parts += behind[:2]
    role = "".join(token.text_with_ws for token in parts).strip().lower()
    return role if office.lower_ in words["office"] else role.removesuffix("s")  # one of the ministers is a minister


def _before(doc: Doc, mention: Mention, cast: Cast, words: Words) -> list[Token]:
    tokens: list[Token] = []
    position = mention.start - 1
    while position >= 0 and len(tokens) < REACH:
        token = doc[position]
        titled = all(part.lower_.rstrip(".") in words["honorific"] for part in tokens)
        comma = token.text == "," and titled and position > 0 and doc[position - 1].lower_ in words["office"]
        inner = token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.tag_ == "POS" or token.text in {"-", "&"}
        owning = token.tag_ == "PRP$" and bool(tokens)
        linked = owning or (token.lower_ in words.joined("of", "to", "drop", "and") and bool(tokens))
        other = cast.at(position)
        person = other and other.member.kind == "person" and doc[other.end].tag_ != "POS"
        if not (comma or inner or linked) or token.is_space or person:
            break
        tokens.insert(0, token)
        if token.is_sent_start:
            break
        position -= 1
    return [token for token in tokens if token.text != ","]


def _apposed(doc: Doc, mention: Mention, words: Words) -> list[Token]:
    """The description that the name stands in apposition to: "the mayor of London, Sadiq Khan"."""
    for token in doc[mention.start : mention.end]:
        for named in (token.head, apposed_to(token)) if token.dep_ == "appos" else ():
            if _is_office(named, words) and named.i < mention.start:
                return [part for part in named.subtree if part.i < mention.start and not part.is_punct]
    return _enclosed(doc, mention, words)


def _enclosed(doc: Doc, mention: Mention, words: Words) -> list[Token]:
    """A description between whose end and a further comma the name stands, whatever the parse: "the head of the drug
    maker Velora, Ana Ruiz, said".
    """
    comma = mention.start - 1
    if comma < 1 or doc[comma].text != "," or mention.end >= len(doc) or doc[mention.end].text != ",":
        return []
    tokens: list[Token] = []
    for token in reversed(doc[max(0, comma - REACH) : comma]):
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "ADP", "DET", "PART"} or token.is_space:
            break
        tokens.insert(0, token)
        if token.is_sent_start:
            break
    behind = any(a.lower_ in words["office"] and b.lower_ in words["of"] for a, b in pairwise(tokens))
    return tokens if behind else []


def _after(doc: Doc, mention: Mention, words: Words) -> list[Token]:
    end = mention.end
    if end >= len(doc) or not (doc[end].text in {",", "("} or doc[end].lower_ in words["of"]):
        return []
    start = end if doc[end].lower_ in words["of"] else end + 1
    tokens: list[Token] = []
    for token in doc[start : start + REACH]:
        led = len(tokens) == 1 and tokens[0].lower_ in words["relative"] and token.lemma_.lower() in words["in_charge"]
        verb = token.pos_ in {"VERB", "AUX"} and token.lower_ not in words.joined("was", "is") and not led
        if token.text in {",", ".", ")", ";"} or verb or token.is_sent_start:
            break
        tokens.append(token)
    bare = tokens and tokens[0].pos_ == "PROPN" and not {token.lower_ for token in tokens} & words["office"]
    return [] if bare else tokens
