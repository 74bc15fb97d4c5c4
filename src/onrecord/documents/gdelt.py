"""GDELT's Quotation Graph: of each article the quotations with some words before and after them, and no more.

What stands around a quotation is cut after so many characters, wherever that is; two that stand near each other have words
in common. Put together, they are a text whose quotations are known, for the reader to find by their marks.
"""

from __future__ import annotations

import re
from typing import Any

MARKS = '"“”«»„‟'
OPENING = re.compile(r'(?<![\w.,!?])"(?=\S)')
CLOSING = re.compile(rf"\s?([,.!?]?)[{MARKS}]")
MOST = 2_000  # characters looked at for it; GDELT keeps some hundred around a quotation
LEAST = 20  # characters that two pieces must have in common to be parts of one passage; fewer may be the same by chance


def text_of_quotes(quotes: Any) -> str:
    """The text of an article's `quotes` (`pre`, `quote`, `post` each), a paragraph for each passage; empty where they are none."""
    passages: list[str] = []
    for quote in quotes if isinstance(quotes, list) else ():
        piece = _piece(quote)
        if not piece or any(piece in passage for passage in passages[-1:]):
            continue
        common = _common(passages[-1], piece) if passages else 0
        if common:
            passages[-1] += piece[common:]
        else:
            passages.append(piece)
    return "\n".join(passages)


def _piece(quote: Any) -> str:
    if not isinstance(quote, dict) or not isinstance(quote.get("quote"), str) or not quote["quote"].strip(f"{MARKS} "):
        return ""
    pre, post = (_plain(str(quote.get(name) or "")) for name in ("pre", "post"))
    said, pre = " ".join(quote["quote"].split()).strip(f"{MARKS} "), pre.rstrip(f"{MARKS} ")
    if closing := CLOSING.match(post):  # a comma before the closing mark stays before it
        said, post = said + closing.group(1), post[closing.end() :]
    near = "" if post[:1] in {",", ".", ";", ":", "!", "?"} else " "
    return f"{pre} “{said}”{near}{post.lstrip()}".strip()


def _plain(words: str) -> str:
    """With one pair of marks, whichever the newspaper prints."""
    words = OPENING.sub("“", " ".join(words.split()))
    return words.replace('"', "”")


def _common(before: str, after: str) -> int:
    """How many characters of the end of one piece begin the other."""
    longest = min(len(before), len(after), MOST)
    return next((size for size in range(longest, LEAST - 1, -1) if before.endswith(after[:size])), 0)
