"""HTML pages as newspapers make them: the article among menus, scripts, teasers, a comment form and a footer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from benchmarks.crawl.texts import Text

SECTIONS = ("World", "Politics", "Business", "Sport", "Culture", "Science", "Opinion", "Weather", "Video", "Local")
SCRIPT = "window.__state=window.__state||{};(function(w,d){var q=w.queue=w.queue||[];q.push(['page',d.title,'%s']);})(window,document);\n"
SCRIPTS = 60, 400  # lines of script on a page
HASH = 60  # bytes of what does not pack well in each, as keys and states that pages carry
TEASERS = 8, 40


def article_page(
    text: Text, *, address: str, outlet: str, day: str, charset: str | None, roll: random.Random, teasers: list[str]
) -> str:
    """The page of an article. `charset` is what its head declares, None where it is silent."""
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in text.paragraphs)
    head = (
        f'<meta property="og:title" content="{escape(text.title)}"><meta property="og:site_name" content="{escape(outlet)}">'
        f'<link rel="canonical" href="{address}"><meta property="article:published_time" content="{day}T08:00:00Z">'
    )
    middle = (
        f'<article><header><h1>{escape(text.title)}</h1><div class="byline">By our staff, <time datetime="{day}">{day}</time>'
        f'</div><ul class="share"><li><a href="#">Share</a></li><li><a href="#">Mail</a></li></ul></header>\n{body}\n</article>'
        f"{_teasers(teasers, roll)}"
        '<section class="comments"><h2>Comments</h2><form><textarea></textarea><button>Send</button></form></section>'
    )
    return _page(text.title, head, middle, language=text.language, charset=charset, roll=roll)


def front_page(outlet: str, *, roll: random.Random, teasers: list[str]) -> str:
    """A page of headlines and links, without an article."""
    return _page(outlet, "", _teasers(teasers, roll), language="en", charset="utf-8", roll=roll)


def scripted_page(outlet: str, *, roll: random.Random) -> str:
    """A page whose text is only made in the browser."""
    return _page(outlet, "", '<div id="root"></div>', language="en", charset="utf-8", roll=roll, furniture=False)


def _teasers(titles: list[str], roll: random.Random) -> str:
    some = roll.choices(titles, k=roll.randint(*TEASERS))
    links = "".join(f'<li><a href="/{number}">{escape(title)}</a></li>' for number, title in enumerate(some))
    return f'<aside class="related"><h2>Read on</h2><ul>{links}</ul></aside>'


def _page(
    title: str,
    head: str,
    middle: str,
    *,
    language: str,
    charset: str | None,
    roll: random.Random,
    furniture: bool = True,
) -> str:
    declared = f'<meta charset="{charset}">' if charset else ""
    script = "".join(SCRIPT % roll.randbytes(HASH).hex() for _ in range(roll.randint(*SCRIPTS)))
    menu = "".join(
        f'<li><a href="/{name.lower()}">{name}</a><ul>{"".join(f"<li><a href=#>{name} {n}</a></li>" for n in range(6))}</ul></li>'
        for name in SECTIONS
    )
    above = f'<header><nav class="menu"><ul>{menu}</ul></nav></header>' if furniture else ""
    below = (
        '<footer><ul><li><a href="/imprint">About us</a></li><li><a href="/privacy">Privacy</a></li></ul>'
        '<div class="cookie">We use cookies. <button>Accept</button></div></footer>'
        if furniture
        else "<noscript></noscript>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{declared}<title>{escape(title)}</title>{head}'
        f"<script>{script}</script></head>\n<body>{above}\n<main>{middle}</main>\n{below}</body></html>\n"
    )
