"""Quantities in a text: numbers with their units and what loosens them, before the parse has its say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from onrecord.languages.numbers import choice, number_pattern, number_value, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.languages import Language

KEPT = 64  # texts whose quantities are remembered: every statement of an article asks for the same


@dataclass(frozen=True, slots=True)
class QuantityMatch:
    """A number at `[start, end)` of a text with all that belongs to it; `number` is where its words stand.

    `high` is the upper end of a range, `unit` the name of the unit, `kind` money, percent, measure or count.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: float
    high: float | None
    unit: str | None
    kind: str
    approximator: str | None


@cache
def quantity_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """The words of `quantities.tsv` by kind, each with the unit it names."""
    found: dict[str, dict[str, str]] = {}
    for row in language.table("quantities"):
        found.setdefault(row["kind"], {})[row["word"]] = row["unit"]
    return found


@lru_cache(maxsize=KEPT)
def match_quantities(text: str, language: Language) -> tuple[QuantityMatch, ...]:
    """The quantities of a text in order. "from 5 to 10 percent" is two, "5 to 10 percent" and "between ..." one."""
    return tuple(_matches(text, language)) if quantity_words(language) else ()


def _matches(text: str, language: Language) -> Iterator[QuantityMatch]:
    opened = re.compile(rf"(?<!\w){choice(quantity_words(language).get('from', {}))}\s+$", re.IGNORECASE)
    for match in _pattern(language).finditer(text):
        # "fell 40 points to 3,100": what has a unit of its own is no end of a range.
        alone = match["unit1"] and not match["unit2"]
        if match["num2"] and (alone or opened.search(text[max(0, match.start() - 12) : match.start()])):
            yield from _apart(match, language)
        elif (found := _quantity(match, language)) is not None:
            yield found


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    """One pattern for a quantity, by itself or as a range."""
    words = quantity_words(language)
    approximator, behind = choice(words.get("approximator", {})), choice(words.get("behind", {}))
    between, joined, to = (choice(words.get(kind, {})) for kind in ("between", "and", "to"))
    one, two = _amount(language, 1), _amount(language, 2)
    plural = choice(number_words(language).kind("plural"))
    of = choice(number_words(language).kind("of"))
    plurals = rf"(?P<plural>(?i:{plural}(?:\s+{of}\s+{plural})*))(?:\s+{of}\s+(?P<unit3>{_units(language)})(?!\w))?"
    start = rf"(?<![\w.,/#-])(?<!\d[.,:])(?:(?P<between>(?i:{between}))\s+|(?P<approx>(?i:{approximator}))\s*)?"
    rest = rf"(?:\s*(?:{to}|(?(between){joined}|{to}))\s*(?:(?i:{approximator})\s+)?{two})?"
    return re.compile(
        rf"{start}(?:{one}{rest}(?:\s+(?P<behind>{behind})(?!\w|\s+\w+\s+{number_pattern(language)}))?|{plurals})(?![\w/]|[.,:]\d|-\w+-)"
    )


def _amount(language: Language, number: int) -> str:
    """An amount as a pattern, its groups numbered: what stands before, the number, its unit."""
    before = choice(quantity_words(language).get("before", {}))
    article = choice(number_words(language).kind("article"))  # "half a percent"
    return (
        rf"(?:(?P<pre{number}>{before})\s?)?(?P<num{number}>(?:[-−](?=\d))?{number_pattern(language)})"
        rf"(?:[\s-]?(?:{article}\s)?(?P<unit{number}>{_units(language)})(?![\w]))?"
    )


def _units(language: Language) -> str:
    words = quantity_words(language)
    return choice([unit for kind in ("money", "percent", "measure") for unit in words.get(kind, {})])


def _quantity(match: re.Match[str], language: Language) -> QuantityMatch | None:
    """A match as one quantity; None where its numbers make no range."""
    if match["plural"]:
        return _plural(match, language)
    low, high = _value(match["num1"], language), _value(match["num2"], language) if match["num2"] else None
    if low is None or (match["num2"] and high is None):
        return None
    if high is not None:
        low = _scaled_alike(match["num1"], match["num2"], low, high, language)
        if high <= low:
            return None  # a score, a model's number
    kind, unit = _unit(match, language)
    loosened = match["approx"] or match["behind"]
    return QuantityMatch(match.start(), match.end(), match.span("num1"), low, high, unit, kind, loosened)


def _plural(match: re.Match[str], language: Language) -> QuantityMatch:
    """At least one of a scale ("hundreds of points"); the word itself is what loosens it."""
    value = 1.0
    for word in re.findall(r"\w+", match["plural"].lower()):
        value *= number_words(language).kind("plural").get(word, 1.0)
    kind, unit = _named(match["unit3"], language)
    loosened = match["plural"] if not match["approx"] else f"{match['approx']} {match['plural']}"
    return QuantityMatch(match.start(), match.end(), match.span("plural"), value, None, unit, kind, loosened)


def _apart(match: re.Match[str], language: Language) -> Iterator[QuantityMatch]:
    """The two ends of "from ... to ...", which are quantities of their own with one unit."""
    first, second = _value(match["num1"], language), _value(match["num2"], language)
    if first is None or second is None:
        return
    first = _scaled_alike(match["num1"], match["num2"], first, second, language)
    kind, unit = _unit(match, language)
    end = match.end("unit1") if match["unit1"] else match.end("num1")
    yield QuantityMatch(match.start(), end, match.span("num1"), first, None, unit, kind, match["approx"])
    if match["unit1"] and not (match["unit2"] or match["pre2"]):
        kind, unit = "count", None
    start = match.start("pre2") if match["pre2"] else match.start("num2")
    yield QuantityMatch(start, match.end(), match.span("num2"), second, None, unit, kind, match["behind"])


def _value(words: str, language: Language) -> float | None:
    sign = -1.0 if words[:1] in "-−" else 1.0
    value = number_value(words.lstrip("-−"), language)
    return None if value is None else sign * value


def _scaled_alike(first: str, second: str, low: float, high: float, language: Language) -> float:
    """The lower end of a range: the scale of the upper is its too ("two to three million")."""
    scales = {**number_words(language).kind("scale"), **number_words(language).kind("short")}
    said = [scales[word] for word in re.findall(r"[^\W\d_]+", second.lower()) if word in scales]
    own = [word for word in re.findall(r"[^\W\d_]+", first.lower()) if word in scales]
    if said and not own and low < said[-1] and low * said[-1] < high:
        return low * said[-1]
    return low


def _unit(match: re.Match[str], language: Language) -> tuple[str, str | None]:
    """The kind and the name of the unit: what stands before a number settles the currency, else what follows it."""
    before = quantity_words(language).get("before", {})
    for name in ("pre1", "pre2"):
        if match[name]:
            return "money", before[match[name]]
    return _named(match["unit2"] or match["unit1"], language)


def _named(words: str | None, language: Language) -> tuple[str, str | None]:
    known = quantity_words(language)
    for kind in ("money", "percent", "measure"):
        for form in (words, (words or "").lower()):
            if form and form in known.get(kind, {}):
                return kind, known[kind][form]
    return "count", None
