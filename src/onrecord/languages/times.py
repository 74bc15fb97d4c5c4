"""Expressions of time in a text: what they are made of, by the rules of a language; not yet what day they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from onrecord.errors import DataError
from onrecord.languages.numbers import choice, number_pattern, number_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.languages import Language

CLASS = re.compile(r"\{(~?)([a-z]+)\}")
DIGITS = {
    "day": r"(?:0?[1-9]|[12]\d|3[01])",
    "year": r"(?:1[5-9]|20)\d\d",
    "shortyear": r"\d\d",
    "hour": r"(?:[01]?\d|2[0-3])",
    "minute": r"[0-5]\d",
}
GROUP = re.compile(r"\(\?P<\w+>")
KEPT = 64  # texts whose expressions are remembered: the stages ask for the same one several times


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`operation` says how the pattern's groups become a value; `argument` is the rule's own part of it."""

    operation: str
    argument: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """An expression at `[start, end)` of a text, and the words in it by their class."""

    start: int
    end: int
    operation: str
    argument: str
    words: tuple[tuple[str, str], ...]


@cache
def time_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The words of `times.tsv` by class, in lower case, each with its value."""
    found: dict[str, dict[str, str]] = {}
    for row in language.table("times"):
        found.setdefault(row["class"], {})[row["word"].lower()] = row["value"]
    return found


@cache
def time_rules(language: Language) -> tuple[TimeRule, ...]:
    """The rules of `time_rules.tsv`. Raises DataError where a pattern is broken or names an unknown class."""
    classes = _classes(language)
    rules = []
    for row in language.table("time_rules"):
        try:
            pattern = CLASS.sub(lambda match: _group(match[2], classes, captured=not match[1]), row["pattern"])
            rules.append(TimeRule(row["operation"], row["argument"], re.compile(pattern)))
        except (KeyError, re.error) as error:
            raise DataError(f"time_rules.tsv: {row['pattern']!r}: {error}; name a class of times.tsv") from error
    return tuple(rules)


@cache
def _beginnings(language: Language) -> re.Pattern[str]:
    """Matches, without length, wherever one of the rules does: a text is searched once, not once a rule."""
    patterns = (GROUP.sub("(?:", rule.pattern.pattern) for rule in time_rules(language))
    return re.compile(rf"(?<![\w.$£€-])(?={'|'.join(patterns)})")


@lru_cache(maxsize=KEPT)
def find_expressions(text: str, language: Language) -> tuple[TimeMatch, ...]:
    """The expressions of time in a text, in order, none inside another: the longest win, then the first rule's."""
    found: list[tuple[int, int, TimeMatch]] = []
    rules = time_rules(language)
    if not rules:
        return ()
    beginnings = [match.start() for match in _beginnings(language).finditer(text)]
    for number, rule in enumerate(rules):
        behind = 0  # where the rule's match before this one ends
        for place in beginnings:
            match = rule.pattern.match(text, place) if place >= behind else None
            if match is None:
                continue
            behind = match.end()
            start, end = match.span("span") if "span" in rule.pattern.groupindex else match.span()
            words = tuple((name, word) for name, word in match.groupdict().items() if word and name != "span")
            found.append((start - end, number, TimeMatch(start, end, rule.operation, rule.argument, words)))
    taken: list[TimeMatch] = []
    covered: set[int] = set()
    for _, _, candidate in sorted(found, key=lambda item: item[:2]):
        places = range(candidate.start, candidate.end)
        if covered.isdisjoint(places):
            taken.append(candidate)
            covered.update(places)
    return tuple(sorted(taken, key=lambda candidate: candidate.start))


def _classes(language: Language) -> dict[str, str]:
    """Each class of words as a pattern; the classes of numbers are known too."""
    listed: dict[str, list[str]] = {}
    for row in language.table("times"):
        listed.setdefault(row["class"], []).append(row["word"])
    found = {name: _any_case(words) for name, words in listed.items()}
    found["number"] = number_pattern(language)
    found["ordinalend"] = choice(number_words(language).kind("ordinalend"))
    return found | DIGITS


def _any_case(words: list[str]) -> str:
    """Words that begin small may begin with a capital too; the others are read as they are written."""
    spelt = [word for word in words if not word[0].islower()]
    spelt += [form for word in words if word[0].islower() for form in (word, word[0].upper() + word[1:])]
    return choice(spelt)


def _group(name: str, classes: Mapping[str, str], *, captured: bool) -> str:
    return f"(?P<{name}>{classes[name]})" if captured else f"(?:{classes[name]})"
