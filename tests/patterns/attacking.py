"""Texts that are hard for a pattern: what it repeats, many times, with something behind it that it does not go on with.

They are made from the pattern as Python itself parses it: for each repetition, what leads to it, what it repeats, and what
may stand after it.
"""

from __future__ import annotations

import re._constants as names
import re._parser as parser
from typing import Any

ENDS = ("", "\0", "\n", "!", " ", "a")
MANY = 8  # repetitions of no stated end, and those of at least so many, are worth trying


def attacks(pattern: str | bytes, flags: int) -> list[tuple[str, str, str]]:
    """Each a beginning, a piece to be repeated and an end."""
    tree = parser.parse(pattern, flags)
    found: dict[tuple[str, str, str], None] = {}
    for lead, body in _repeats(tree, ""):
        for piece in _samples(body)[:3]:
            for begin in dict.fromkeys((lead, "")):
                for end in ENDS[:3]:
                    if piece:
                        found[begin, piece, end] = None
            if lead and piece:  # the whole beginning again and again: each is a place to start from
                found["", lead + piece, "\0"] = None
                found["", lead, "\0"] = None
    return list(found)


def _repeats(tree: Any, lead: str) -> list[tuple[str, Any]]:
    found = []
    for operation, argument in tree:
        if operation in {names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT}:
            _, most, body = argument
            if most is names.MAXREPEAT or most >= MANY:
                found.append((lead, body))
            found += _repeats(body, lead)
        for inner in _inner(operation, argument):
            found += _repeats(inner, lead)
        lead += _sample(operation, argument)
    return found


def _inner(operation: Any, argument: Any) -> list[Any]:
    if operation is names.SUBPATTERN:
        return [argument[3]]
    if operation is names.BRANCH:
        return list(argument[1])
    if operation in {names.ASSERT, names.ASSERT_NOT}:
        return [argument[1]]
    return [argument] if operation is names.ATOMIC_GROUP else []


def _samples(tree: Any) -> list[str]:
    """What a part of a pattern may match: of alternatives, and of the members of a set, some."""
    found = [""]
    for operation, argument in tree:
        if operation is names.BRANCH:
            choices = [_text(branch) for branch in argument[1]]
        elif operation is names.IN:
            choices = _members(argument)
        elif operation is names.SUBPATTERN:
            choices = _samples(argument[3])
        else:
            choices = [_sample(operation, argument)]
        found = [before + choice for before in found[:3] for choice in choices[:3]]
    return found


def _text(tree: Any) -> str:
    return "".join(_sample(operation, argument) for operation, argument in tree)


def _sample(operation: Any, argument: Any) -> str:
    if operation is names.LITERAL:
        return chr(argument)
    if operation is names.NOT_LITERAL:
        return "a" if argument != ord("a") else "b"
    if operation is names.ANY:
        return "a"
    if operation is names.IN:
        return _members(argument)[0]
    if operation is names.BRANCH:
        return _text(argument[1][0])
    if operation is names.SUBPATTERN:
        return _text(argument[3])
    if operation is names.ATOMIC_GROUP:
        return _text(argument)
    if operation in {names.MAX_REPEAT, names.MIN_REPEAT, names.POSSESSIVE_REPEAT}:
        least, _, body = argument
        return _text(body) * max(least, 1 if least else 0)
    return ""


CLASSES = {
    names.CATEGORY_WORD: "a", names.CATEGORY_NOT_WORD: " ", names.CATEGORY_DIGIT: "1", names.CATEGORY_NOT_DIGIT: "a",
    names.CATEGORY_SPACE: " ", names.CATEGORY_NOT_SPACE: "a",
}  # fmt: skip
PROBES = "a1 A_-.,\n\"'“[(*<&x/:;é\0"


def _members(items: Any) -> list[str]:
    """Some characters of a set."""
    if items[0][0] is names.NEGATE:
        import re  # noqa: PLC0415 - beside its own parser only here

        left_out = set(_members(items[1:]) + [chr(code) for kind, code in items[1:] if kind is names.LITERAL])
        spaces = any(kind is names.CATEGORY and code is names.CATEGORY_SPACE for kind, code in items)
        return [one for one in PROBES if one not in left_out and not (spaces and re.match(r"\s", one))][:3] or ["a"]
    found = []
    for kind, code in items:
        if kind is names.LITERAL:
            found.append(chr(code))
        elif kind is names.RANGE:
            found.append(chr(code[0]))
        elif kind is names.CATEGORY:
            found.append(CLASSES[code])
    return found
