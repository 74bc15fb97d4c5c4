"""SVG by hand: escaped words, lines that fit, and one frame for every picture. Readable in light and dark, in the colours
of the pages; no script, no font or address but the viewer's own.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from onrecord.exports.acts import FAMILIES
from onrecord.exports.words import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from onrecord.exports.acts import Family

WIDTH, MARGIN = 960, 24  # pixels
HEADER = 76  # pixels from the top to what is below the title and the line under it
COLUMN = 0.56  # the width of an ordinary letter, by the size of the type
_BLOCK = re.compile(r":root \{(.*?)\}", re.DOTALL)
_COLOUR = re.compile(r"--([\w-]+): (#\w+);")
_SANS = re.compile(r"--sans: ([^;]+);")
_WIDE_LETTERS = frozenset("mw@%…—")


def picture(
    title: str, under: str, description: str, parts: Iterable[str], *, height: float, width: float = WIDTH
) -> str:
    """A whole picture: its title and a line under it, drawn and for screen readers, over what `parts` draw."""
    heading = "".join(
        (
            rect(0, 0, width, height, "paper"),
            text(MARGIN, 34, _fit(title, width, 20), size=20, bold=True),
            text(MARGIN, 56, _fit(under, width, 13), "soft", size=13),
        )
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" role="group" aria-labelledby="onrecord-title" aria-describedby="onrecord-desc">\n'
        f'<title id="onrecord-title">{_safe(title)}</title>\n<desc id="onrecord-desc">{_safe(description)}</desc>\n'
        f"<style>{_style()}</style>\n{heading}\n" + "".join(f"{part}\n" for part in parts) + "</svg>"
    )


def _fit(words: str, width: float, size: float) -> str:
    return wrapped(words, (width - 2 * MARGIN) / (COLUMN * size))[0]


def group(parts: Iterable[str], title: str = "", *, x: float = 0, y: float = 0) -> str:
    """What is drawn together, moved right and down; its title shows under the pointer and is read out."""
    moved = f' transform="translate({_n(x)} {_n(y)})"' if x or y else ""
    return f"<g{moved}>{f'<title>{_safe(title)}</title>' if title else ''}{''.join(parts)}</g>"


def text(
    x: float, y: float, words: str, colour: str = "ink", *, size: float = 14, bold: bool = False, anchor: str = "start",
    turned: float = 0,
) -> str:  # fmt: skip
    """A line of text: `anchor` is what of it stands at x (start, middle, end); `turned` is in degrees, clockwise."""
    more = ' font-weight="600"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += f' transform="rotate({_n(turned)} {_n(x)} {_n(y)})"' if turned else ""
    return f'<text class="{colour}" x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{more}>{_safe(words)}</text>'


def rect(x: float, y: float, width: float, height: float, colour: str, *, opacity: float = 1, round_: float = 0) -> str:
    """A filled rectangle."""
    more = f' fill-opacity="{opacity}"' if opacity != 1 else ""
    more += f' rx="{_n(round_)}"' if round_ else ""
    return f'<rect class="{colour}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{more}/>'


def key(families: Collection[Family], x: float, *, size: int, round_: float) -> Iterator[str]:
    """What the colours and signs of some families mean, side by side from `x`, with marks of this size."""
    for family, (sign, words) in FAMILIES.items():
        if family in families:
            yield rect(x, -size // 2 - 4, size, size, family, round_=round_)
            yield text(x + size // 2, 0, sign, "card", size=11, anchor="middle")
            yield text(x + size + 6, 0, words, size=13)
            x += size + 30 + width_of(words) * COLUMN * 13


def path(steps: str, colour: str = "soft", *, dashed: bool = False, thick: float = 1) -> str:
    """A line, by an SVG path."""
    more = ' stroke-dasharray="4 3"' if dashed else ""
    more += f' stroke-width="{_n(thick)}" stroke-linecap="round"' if thick != 1 else ""
    return f'<path class="l-{colour}" d="{steps}"{more}/>'


def shape(steps: str, colour: str) -> str:
    """A filled area, by an SVG path around it."""
    return f'<path class="{colour}" d="{steps}"/>'


def wrapped(words: str, columns: float, lines: int = 1) -> list[str]:
    """A text on at most so many lines of at most so many ordinary letters, cut after a word with ` …`."""
    limit = max(columns - 2, 4)
    found = [""]
    for piece in _pieces(plain(words[: int(8 * columns * lines)]), limit):
        joined = f"{found[-1]} {piece}" if found[-1] else piece
        if width_of(joined) <= limit:
            found[-1] = joined
        elif len(found) == lines:
            found[-1] += " …"
            break
        else:
            found.append(piece)
    return found


def width_of(words: str) -> float:
    """About how many ordinary letters a text is wide."""
    return sum(map(_width, words))


def _width(letter: str) -> float:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF":
        return 1.9
    return 1.3 if letter.isupper() or letter in _WIDE_LETTERS else 1


def _pieces(words: str, limit: float) -> Iterator[str]:
    """The words, those that fill more than a line (or have no spaces, as in Chinese) in pieces."""
    for word in words.split():
        piece = ""
        for letter in word if width_of(word) > limit else ():
            if width_of(piece + letter) > limit:
                yield piece
                piece = ""
            piece += letter
        yield piece or word


@cache
def _style() -> str:
    """The pages' colours as classes: `.NAME` fills, `.l-NAME` draws lines; a viewer that knows no dark mode shows light."""
    sheet = files("onrecord.exports").joinpath("templates", "style.css").read_text(encoding="utf-8")
    sans = _SANS.search(sheet)
    light, dark = (
        "".join(chain.from_iterable((f".{name}{{fill:{value}}}", f".l-{name}{{stroke:{value};fill:none}}")
                                    for name, value in _COLOUR.findall(block)))
        for block in _BLOCK.findall(sheet)[:2]
    )  # fmt: skip
    font = sans[1] if sans else "sans-serif"
    return (
        f"text{{font-family:{font};unicode-bidi:plaintext}}{light}"
        f"@media (prefers-color-scheme:dark){{{dark}}}"
    )  # fmt: skip


def _safe(words: str) -> str:
    return escape(plain(words), quote=False)


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
