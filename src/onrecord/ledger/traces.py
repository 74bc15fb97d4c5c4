"""What a statement leaves in the ledger for statements of other articles to find it by.

Whether two statements are candidates depends on these two alone, whatever else the ledger holds and in whatever order it
came. So nothing is cut off after so many: the traces are chosen so that few statements share them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from onrecord.errors import DataError
from onrecord.languages import Language, load_language
from onrecord.languages.links import reply_words
from onrecord.languages.rarity import RAREST, stem_weights
from onrecord.reader.links import Told, fingerprint, signature, view
from onrecord.reader.links.across import WINDOW
from onrecord.reader.links.views import stem, stems_of
from onrecord.register.identity import NAMELESS, party_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onrecord.records import Party, Statement

TELLING = 1.5  # weight from which a stem is rare enough to be looked up
STEMS = 8  # of a statement that are looked up, the rarest
SHARED = 2.0  # weight of those that two statements must share, for one to answer the other;
MATTER = 2.5  # or of all stems that they share, if one of them is looked up
PERIOD = 64  # days; more than the window, so that neighbouring periods hold all within it
DATED = frozenset({"day", "hour", "minute"})


@dataclass(frozen=True, slots=True)
class Trace:
    """A statement with its day, and what it is found by: `echoes` of its words; and signs of a party with a stem, each with
    the stem: in `speaks` where that party said it, in `aims` where it is about that party or to it. `family` is the same for
    copies of one report within a period, None for what is too short or too common to be known again.
    """

    told: Told
    language: str
    echoes: frozenset[int]
    speaks: dict[int, str]
    aims: dict[int, str]
    family: int | None = None
    article: str = ""

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.told.view.statement.id

    @property
    def day(self) -> int | None:
        """The day as a number of days, None where it is unknown."""
        return self.told.day.toordinal() if self.told.day else None

    @property
    def period(self) -> int | None:
        """The period that the day falls into."""
        return _period(self.day)


def trace(statement: Statement, published: str | None, language: str | None, article: str = "") -> Trace:
    """A statement's trace, from it and its article's date, language and id."""
    knowledge = _language(language)
    weights = stem_weights(knowledge)
    told = Told(view(statement, reply_words(knowledge)), day_of(statement, published))

    def tells(word: str) -> bool:
        return weights.get(stem(word), RAREST) >= TELLING and word not in reply_words(knowledge).function

    stems = _telling(told.view.stems - told.view.named, weights) if told.day else []
    echoes = frozenset(int(key, 16) - 2**63 for key in signature(statement, tells))
    return Trace(
        told, knowledge.code, echoes,
        dict(_signs(knowledge.code, _speaking(statement), stems)),
        dict(_signs(knowledge.code, _aimed_at(statement), stems)),
        _family(knowledge.code, statement, told.day) if echoes else None, article,
    )  # fmt: skip


def echo(one: Trace, other: Trace) -> bool:
    """True where the two may report the same words."""
    return not one.echoes.isdisjoint(other.echoes)


def face(one: Trace, other: Trace) -> bool:
    """True where one may answer the other: it is about the other's speaker, of one matter, and near in time."""
    if one.day is None or other.day is None or abs(one.day - other.day) > WINDOW:
        return False
    ways = ((one.aims, other.speaks), (other.aims, one.speaks))
    shared = [{aims[sign] for sign in aims if sign in speaks} for aims, speaks in ways]
    return any(enough(stems, one.language) for stems in shared) or (
        any(shared) and of_one_matter(one, other.told.view.stems - other.told.view.named)
    )


def enough(stems: Iterable[str], language: str) -> bool:
    """True where these stems, looked up and shared, tell enough for two statements to be of one matter."""
    return _weight(stems, language) >= SHARED


def of_one_matter(one: Trace, stems: Iterable[str]) -> bool:
    """True where a statement shares enough with these stems; a number is no matter."""
    own = one.told.view.stems - one.told.view.named
    return _weight((stem for stem in stems if stem in own and not stem.isdigit()), one.language) >= MATTER


def stems_in(text: str, language: str) -> frozenset[str]:
    """The stems of a content."""
    return stems_of(text, reply_words(_language(language)))


def _weight(stems: Iterable[str], language: str) -> float:
    weights = stem_weights(_language(language))
    return sum(sorted(weights.get(word, RAREST) for word in stems))


def day_of(statement: Statement, published: str | None) -> date | None:
    """When it was said to the day, else when its article was published; None where neither is known so precisely."""
    said = statement.said_at.start if statement.said_at and statement.said_at.precision in DATED else None
    for known in (said, published):
        try:
            return date.fromisoformat((known or "")[:10])
        except ValueError:
            continue
    return None


def rarity(one: Trace, other: Trace) -> dict[str, float]:
    """How much each stem of the two tells."""
    weights = stem_weights(_language(one.language))
    return {word: weights.get(word, RAREST) for word in one.told.view.stems | other.told.view.stems}


@cache
def _language(code: str | None) -> Language:
    """The language's knowledge, none where it is not installed; the package's own where none is told."""
    try:
        return load_language(code) if code else load_language()
    except DataError:
        return Language(code or "")


def _telling(stems: frozenset[str], weights: Mapping[str, float]) -> list[str]:
    """The rarest stems, but for those too common to be looked up; a number is in very many contents."""
    rare = [word for word in stems if weights.get(word, RAREST) >= TELLING and not word.isdigit()]
    return sorted(rare, key=lambda word: (-weights.get(word, RAREST), word))[:STEMS]


def _speaking(statement: Statement) -> set[str]:
    """The parties that speak, and the sides that they speak for."""
    return {name for party in statement.speakers for name in (_name(party), party.for_) if name}


def _aimed_at(statement: Statement) -> set[str]:
    """The sides that a statement is about or addresses; of the speaker's own side the party itself."""
    own = {party.for_ for party in statement.speakers}
    aimed = (*statement.targets, *statement.addressees)
    names = (party.for_ if party.for_ and party.for_ not in own else _name(party) for party in aimed)
    return {name for name in names if name}


def _name(party: Party) -> str | None:
    """What a party is known by in other articles; None where it is not."""
    if party.kind in NAMELESS:
        return None
    whole = party.id or party_id(party.name, None, party.kind)
    return whole.partition("|")[0] if whole else None


def _family(language: str, statement: Statement, day: date | None) -> int | None:
    """Of each period its own, so that what is said again and again is looked for near each time that it was said."""
    printed = fingerprint(statement)
    return _sign("copies", language, str(_period(day.toordinal() if day else None)), printed) if printed else None


def _period(day: int | None) -> int | None:
    return day // PERIOD if day else None


def _signs(language: str, parties: set[str], stems: list[str]) -> Iterator[tuple[int, str]]:
    for party in parties:
        for word in stems:
            yield _sign(language, party, word), word


def _sign(*words: str) -> int:
    named = "\t".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), signed=True)
