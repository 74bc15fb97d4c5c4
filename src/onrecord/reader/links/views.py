"""A statement as the linker sees it: the stems of what is said, its markers, and the words that point to statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.languages.links import ReplyWords
    from onrecord.records import Act, Statement

WORD = re.compile(r"\w+(?:['’]\w+)*['’]?")
STEM = 5  # letters: cutting words off is a plain stemmer that no language has to be known for
BACK = 2  # words between a determiner and its noun
SHORT_NAME = 2  # letters; a name must be longer to be known again in a text
AT_OTHERS = {"deny", "refuse", "criticise", "praise", "agree"}  # acts that take up what somebody else has said
OPENING = 400  # characters of a content in which what it answers is named


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that point to a statement ("NATO’s claims", "this decision"): `acts` that the noun can name, `owner` the
    word before a possessive mark, `own` where a possessive pronoun stands there that can be the speaker's own, `makers`
    the first letters of the cues that such a statement has, `many` where the noun is a plural.
    """

    span: Span
    stem: str
    acts: frozenset[Act]
    owner: str | None = None
    own: bool = False
    makers: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """`stems` of the content without function words and names, `named` the stems of the parties' names, `voices`
    those of each name of its speakers;
    `document` is True where a text speaks for its author ("the motion"), `silent` where what is refused is to say
    anything ("declined to comment"), `disputes` where the cue's verb turns something down ("dismissed").
    """

    statement: Statement
    stems: frozenset[str]
    named: frozenset[str]
    voices: tuple[frozenset[str], ...]
    cue_stems: frozenset[str]
    mentions: tuple[Mention, ...]
    reply: Span | None
    despite: Span | None
    same: Span | None
    negated: Span | None
    falsehood: Span | None
    invalid: Span | None
    document: bool
    silent: bool
    disputes: bool


def view(statement: Statement, words: ReplyWords, scope: Sequence[Span] | None = None) -> View:
    """The statement's view. `scope` are the spans of text in which its markers are looked for: by default its own
    spans; within an article also the words beside its cue.
    """
    own = statement.spans
    scope = own if scope is None else scope
    named = stems_of(" ".join(p.name for p in (*statement.speakers, *statement.targets, *statement.addressees)), words)
    return View(
        statement=statement,
        stems=stems_of(" ".join(span.text for span in statement.content), words),
        named=named,
        voices=tuple(
            stems
            for party in statement.speakers
            for name in (party.name, party.for_ or "", *party.name.split()[-1:])
            if (stems := stems_of(name, words)) and name[:1].isupper() and len(name) > SHORT_NAME
        ),
        cue_stems=stems_of(" ".join(span.text for span in statement.cue), words),
        mentions=tuple(
            replace(mention, own=mention.own and not _of_another(mention, statement))
            for span in scope
            for mention in mentions(span, words)
            if not _names_itself(mention, statement)
        ),
        reply=_first(scope, words.reply, beside=statement.content),
        despite=_first(scope, words.despite),
        same=_first(scope, words.same, beside=statement.content),
        negated=_first(statement.content, words.negation),
        falsehood=_first(statement.content, words.falsehood),
        invalid=_first(statement.content, words.invalid),
        document=_is_document(statement, words),
        disputes=any(words.dispute.search(span.text) for span in statement.cue),
        silent=bool(statement.content and words.silent.match(statement.content[0].text)),
    )


def stem(word: str) -> str:
    """The first letters of a word, without case and possessive mark."""
    return re.split(r"['’]", word.casefold())[0][:STEM]


def mentions(span: Span, words: ReplyWords) -> Iterator[Mention]:
    """The words of a span that point to statements: a noun for a statement with a determiner or an owner before it."""
    tokens = list(WORD.finditer(span.text[:OPENING]))
    for at, token in enumerate(tokens):
        acts = words.nouns.get(token[0].casefold())
        opener = _opener(span.text, tokens, at, words) if acts else None
        if acts and opener:
            start = span.start + opener.start()
            end = span.start + token.end()
            possessive = re.search(r"['’]s?$", opener[0])
            yield Mention(
                span=Span(start, end, span.text[opener.start() : token.end()]),
                stem=stem(token[0]),
                acts=acts,
                owner=opener[0][: possessive.start()] if possessive else None,
                own=opener[0].casefold() in words.owners,
                many=token[0].casefold() in words.plural,
                makers=words.makers.get(token[0].casefold(), ()),
            )


def _names_itself(mention: Mention, statement: Statement) -> bool:
    """True where the words are the statement's own source or cue: those of "The statement said" point to no other."""
    own = (*((statement.source,) if statement.source else ()), *statement.cue)
    return any(mention.span.overlaps(span) for span in own)


def _of_another(mention: Mention, statement: Statement) -> bool:
    """True where a third person's possessive is not the speaker's: in the speaker's own words, or what is turned down."""
    spoken = statement.quotation == "direct" and any(mention.span.overlaps(span) for span in statement.content)
    return spoken or statement.act in AT_OTHERS


def _is_document(statement: Statement, words: ReplyWords) -> bool:
    tokens = WORD.findall(statement.source.text) if statement.source else []
    return any(token.casefold() in words.nouns for token in tokens[:3])


def _opener(text: str, tokens: list[re.Match[str]], at: int, words: ReplyWords) -> re.Match[str] | None:
    """The determiner, possessive pronoun or owner before a noun, at most a few words back in the same phrase."""
    for back in range(at - 1, max(-1, at - 2 - BACK), -1):
        if text[tokens[back].end() : tokens[back + 1].start()].strip():
            return None
        word = tokens[back][0].casefold()
        if word in words.determiners or word in words.owners or re.search(r"['’]s?$", word):
            return tokens[back]
        if word in words.function:
            return None
    return None


def stems_of(text: str, words: ReplyWords) -> frozenset[str]:
    """The stems of a text's words but for function words."""
    plain = (re.split(r"['’]", word.casefold())[0] for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in plain if word and word not in words.function)


def _first(scope: Sequence[Span], pattern: re.Pattern[str], *, beside: Sequence[Span] = ()) -> Span | None:
    """The first words of the scope that the pattern finds, not in the spans that they have to stand beside."""
    for span in scope:
        for found in pattern.finditer(span.text[:OPENING]):
            place = Span(span.start + found.start(), span.start + found.end(), found[0])
            if not any(place.overlaps(other) for other in beside):
                return place
    return None
