"""Vega-Lite's drawing as SVG, made here and now: no browser, no script, nothing from the net. Needs the extra
`onrecord[pictures]`.

Vega's output is brought down to what draws: shapes and texts in groups named as the layers are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import vl_convert
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "5.21"  # of Vega-Lite, among those that the package brings
KEPT = 128  # drawings
_NAME = re.compile(r"role-mark (\w+)_marks$")
_COLOUR = re.compile(r"var\(--([\w-]+)\)")
_NUMBER = re.compile(r"-?\d{1,9}\.\d{1,30}(?:e-?\d{1,3})?")
_MARKS = frozenset({"path", "line", "text"})
_AROUND = frozenset({"background", "foreground"})  # of groups, where nothing of them is seen
_KEPT = frozenset(
    {"d", "transform", "x2", "y2", "fill", "fill-opacity", "stroke", "font-size", "font-weight", "text-anchor"}
)


@lru_cache(maxsize=KEPT)
def drawn(specification: str, *, classes: bool = False) -> str:
    """A specification (JSON of Vega-Lite) drawn, as an SVG group. Colours of the pages stay variables (`fill="var(--ink)"`),
    or become the `classes` of a picture (`ink` fills, `l-ink` draws lines). What a mark is told by is its title.
    """
    words = vl_convert.vegalite_to_svg(specification, vl_version=VERSION, allowed_base_urls=[])
    [whole] = etree.fromstring(words.encode())
    made = _plain(whole, classes=classes)
    return "" if made is None else str(etree.tostring(made, encoding="unicode"))


def _plain(one: Any, *, classes: bool) -> Any:
    """An element with what it draws only; None where it draws nothing."""
    tag = etree.QName(one).localname
    called = one.get("class") or ""
    inner = [made for child in one if (made := _plain(child, classes=classes)) is not None]
    if called in _AROUND or not (inner or tag in _MARKS) or (tag == "text" and not one.text):
        return None
    name = _NAME.search(called)
    given = {"class": name[1]} if name else dict(_looks(one, classes=classes))
    if not given and len(inner) == 1:
        return inner[0]
    made = etree.Element(tag, given)
    made.text = one.text
    if tag in _MARKS and one.get("aria-label"):
        etree.SubElement(made, "title").text = one.get("aria-label")
    made.extend(inner)
    return made


def _looks(one: Any, *, classes: bool) -> Iterator[tuple[str, str]]:
    """The attributes that say how an element looks, with numbers as exact as can be seen."""
    for name, value in one.items():
        colour = _COLOUR.fullmatch(value)
        if colour and classes:
            yield "class", colour[1] if name == "fill" else f"l-{colour[1]}"
        elif name in _KEPT and (name, value) not in {("fill", "none"), ("transform", "translate(0,0)")}:
            yield name, _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value)
