"""Readings as HTML: an article with its statements in the margin, and whole pages that need no other file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.exports.acts import FAMILIES, LINK_SIGNS, LINK_WORDS, act_words, family_of, sign_of, speakers_words
from onrecord.exports.marks import harmless, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.records import LinkType, Party, Reading, Statement

Hrefs = tuple["Callable[[Party], str]", "Callable[[Statement], str]"]


@dataclass(frozen=True, slots=True)
class Tie:
    """A link as a card shows it: its type, whether the card's statement `answers` the other or is answered by it, whose
    statement that is, where it stands and its words; its number where it is on the page, else the article (`place`) that it
    is in.
    """

    type: LinkType
    answers: bool
    who: str
    href: str
    quote: str
    number: int | None = None
    place: str | None = None

    @property
    def words(self) -> str:
        """What the card's statement does, or what is done to it: `rebuts`, `rebutted by`."""
        return LINK_WORDS[self.type][not self.answers]


@dataclass(frozen=True, slots=True)
class Card:
    """A statement in the margin. `anchor` is its place on the page, `outer` the number of the one it stands inside."""

    number: int
    anchor: str
    statement: Statement
    outer: int | None
    ties: tuple[Tie, ...]


def article(
    reading: Reading,
    *,
    prefix: str = "",
    ties: dict[str, list[Tie]] | None = None,
    notes: dict[str, str] | None = None,
    hrefs: Hrefs | None = None,
) -> Markup:
    """An article's text and cards, without its heading. `prefix` goes before each anchor, so that several articles fit on
    one page; `ties` are links that lead elsewhere, by the statement's id, `notes` words on a card; `hrefs` give the address of a party's page and of
    a statement's, None where there are none.
    """
    ordered = sorted(reading.statements, key=lambda one: one.start if one.spans else 0)
    reading = replace(reading, statements=tuple(ordered))
    cards = {card.statement.id: card for card in cards_of(reading, prefix, ties or {})}
    rows = paragraphs(reading.document.text, reading.statements, prefix=prefix)
    words = environment().get_template("article.html").render(rows=rows, cards=cards, notes=notes or {}, hrefs=hrefs)
    return Markup(words)  # noqa: S704 - the template escapes


def cards_of(reading: Reading, prefix: str, elsewhere: dict[str, list[Tie]]) -> Iterator[Card]:
    """A card for each statement, numbered in order."""
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    ties: dict[str, list[Tie]] = {id_: [] for id_ in numbers}
    for link in reading.links:
        if link.from_ in ties and link.to in ties:
            for here, there in ((link.from_, link.to), (link.to, link.from_)):
                other = reading.statement(there)
                who, href = speakers_words(other.speakers, other.source), f"#{prefix}{there}"
                tie = Tie(link.type, here == link.from_, who, href, content_words(other), numbers[there])
                ties[here].append(tie)
    for statement in reading.statements:
        every = (*ties[statement.id], *elsewhere.get(statement.id, ()))
        outer = numbers.get(statement.inside or "")
        yield Card(numbers[statement.id], prefix + statement.id, statement, outer, every)


def page(readings: Iterable[Reading]) -> Iterator[str]:
    """One self-contained page with all readings, piece by piece: style and script stand in it, nothing is loaded, and
    it says itself that nothing else may run.
    """
    style, script = asset("style.css"), asset("page.js")
    rest = {"style": style, "script": script, "style_hash": _hash(style), "script_hash": _hash(script)}
    head, foot = environment().get_template("page.html").render(rest).split("<!--readings-->")
    yield head
    for number, reading in enumerate(readings, 1):
        body = article(reading, prefix=f"a{number}-")
        yield environment().get_template("section.html").render(reading=reading, body=body, number=number)
    yield foot


@cache
def asset(name: str) -> Markup:
    """The text of a file that pages use: `style.css`, `page.js`."""
    return Markup(files("onrecord.exports").joinpath("templates", name).read_text(encoding="utf-8"))  # noqa: S704 - our own


@cache
def environment() -> Environment:
    """The templates of this room, escaping everything."""
    made = Environment(loader=PackageLoader("onrecord.exports"), autoescape=True, undefined=StrictUndefined)
    prepare(made)
    return made


def prepare(made: Environment) -> None:
    """Gives an environment the words and filters that the templates use; the web's has these too."""
    made.finalize = _finalized
    made.trim_blocks = made.lstrip_blocks = True
    made.filters.update(web_address=web_address, host=host, quote=_shortened)
    made.globals.update(content_words=content_words,
        act_words=act_words, family_of=family_of, sign_of=sign_of, speakers_words=speakers_words, families=FAMILIES,
        link_words=LINK_WORDS, link_signs=LINK_SIGNS,
    )  # fmt: skip


def web_address(address: str | None) -> str | None:
    """The address where a browser may follow it, that is one of the web; None for any other (`javascript:` ...)."""
    if not address or any(character.isspace() or not character.isprintable() for character in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in {"http", "https"} and parts.netloc else None


def host(address: str) -> str:
    """The host of a web address, to show in its place."""
    return urlsplit(address).netloc.rpartition("@")[2].removeprefix("www.")


def _finalized(value: Any) -> Any:
    return harmless(value) if type(value) is str else "" if value is None else value


def _shortened(text: str, limit: int = 220) -> str:
    """A text on one line of at most `limit` characters, cut after a word."""
    words = " ".join(text[: 4 * limit].split())
    return words if len(words) <= limit else f"{words[: limit - 2].rpartition(' ')[0] or words[: limit - 2]} …"


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def content_words(statement: Statement) -> str:
    """The words of a statement's content, its spans joined by ` … `."""
    return " … ".join(span.text for span in statement.content)
