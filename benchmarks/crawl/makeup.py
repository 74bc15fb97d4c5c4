"""What a crawl of news sites brings in, in stated shares, and an archive of it.

The shares are assumed, not measured on a real crawl: they are there so that each thing that an archive holds is met, in an
amount that a reader of archives has to cope with.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.crawl.archive import write_capture, write_info
from benchmarks.crawl.pages import article_page, front_page, scripted_page
from benchmarks.crawl.texts import Text, cut, originals, other

if TYPE_CHECKING:
    from pathlib import Path

SHARES = {  # of the captures; each is two records, its request and its response
    "article": 0.25,
    "same address again": 0.03,
    "same text, other outlet": 0.04,
    "other language": 0.43,
    "front page": 0.07,
    "scripts only": 0.02,
    "undeclared Latin-1": 0.02,
    "broken encoding": 0.01,
    "cut short": 0.01,
    "redirect": 0.05,
    "error": 0.04,
    "no HTML": 0.03,
}
HTML = "text/html"
NO_HTML = ("application/rss+xml", "image/jpeg", "application/pdf", "application/json")
OUTLETS, DAYS, FIRST = 300, 31, date(2024, 3, 1)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was captured."""

    address: str
    outlet: str
    day: str
    text: Text


class Maker:
    """Makes captures one by one, always the same for one seed, and remembers pages for those that come again."""

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed)
        self.originals = originals()
        self.titles = [text.title for text in self.originals]
        self.pages: list[Page] = []

    def page(self, number: int, text: Text) -> Page:
        """A text at an address of its own."""
        outlet = self.roll.randrange(OUTLETS)
        day = (FIRST + timedelta(self.roll.randrange(DAYS))).isoformat()
        address = f"https://news{outlet}.example.org/{day.replace('-', '/')}/article-{number}"
        return Page(address, f"Outlet {outlet}", day, text)

    def html(self, page: Page, charset: str | None = "utf-8") -> str:
        """The page's HTML."""
        return article_page(
            page.text, address=page.address, outlet=page.outlet, day=page.day, charset=charset, roll=self.roll,
            teasers=self.titles,
        )  # fmt: skip

    def capture(self, kind: str, number: int) -> tuple[str, int, str, bytes]:
        """Address, status, content type and body of a capture of one kind of SHARES."""
        if kind in {"redirect", "error", "no HTML"}:
            return self._beside(kind, number)
        if kind in {"front page", "scripts only"}:
            page = self.page(number, Text("en", "", ("",)))
            make = front_page(page.outlet, roll=self.roll, teasers=self.titles) if kind == "front page" else None
            html = make or scripted_page(page.outlet, roll=self.roll)
            return page.address, 200, f"{HTML}; charset=utf-8", html.encode()
        page = self._page(kind, number)
        self.pages.append(page)
        return page.address, 200, HTML, self._bytes(kind, page)

    def _page(self, kind: str, number: int) -> Page:
        english = [page for page in self.pages[-2000:] if page.text.language == "en"]
        if kind == "same address again" and english:
            return self.roll.choice(english)
        if kind == "same text, other outlet" and english:
            return self.page(number, self.roll.choice(english).text)
        text = other(self.roll) if kind == "other language" else cut(self.roll.choice(self.originals), self.roll)
        return self.page(number, text)

    def _bytes(self, kind: str, page: Page) -> bytes:
        if kind == "undeclared Latin-1":
            return self.html(page, None).encode("cp1252", "xmlcharrefreplace")
        data = self.html(page).encode()
        if kind == "cut short":
            return data[: self.roll.randrange(len(data))]
        if kind == "broken encoding":
            spots = {self.roll.randrange(len(data)) for _ in range(len(data) // 50)}
            return bytes(self.roll.randrange(128, 256) if place in spots else byte for place, byte in enumerate(data))
        return data

    def _beside(self, kind: str, number: int) -> tuple[str, int, str, bytes]:
        address = self.page(number, Text("en", "", ())).address
        if kind == "no HTML":
            return address, 200, self.roll.choice(NO_HTML), self.roll.randbytes(20_000)
        status = self.roll.choice((301, 302) if kind == "redirect" else (403, 404, 500))
        return address, status, HTML, b"<html><body><p>Not here, please look elsewhere on our pages.</p></body></html>"


def write(path: Path, records: int, seed: int) -> Counter[str]:
    """Writes an archive of so many records, and one that tells of the archive, and tells how many captures of each kind stand in it."""
    maker = Maker(seed)
    kinds = list(SHARES)
    made: Counter[str] = Counter()
    with path.open("wb") as file:
        write_info(file)
        for number in range(records // 2):
            (kind,) = maker.roll.choices(kinds, [*SHARES.values()])
            address, status, type_, body = maker.capture(kind, number)
            location = "/elsewhere" if kind == "redirect" else None
            write_capture(file, number, address, status=status, kind=type_, body=body, location=location)
            made[kind] += 1
    return made
