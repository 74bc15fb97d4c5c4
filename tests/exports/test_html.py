"""An article as HTML: its text whole and in order, every mark where its span is, and nothing that runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given

from onrecord import Document, Reading, Span
from onrecord.exports.acts import LINK_SIGNS, LINK_WORDS
from onrecord.exports.html import Tie, article, page, web_address
from onrecord.exports.marks import harmless, paragraphs
from onrecord.records import LINK_TYPES
from tests.ledger.making import dispute, readings, said


class Tree(HTMLParser):
    """Checks that elements close in order; keeps the text outside of numbers, and what stands within each mark."""

    VOID = frozenset({"meta", "br", "input", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.within: dict[tuple[str, str], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [str(attributes.get("class")) for _, attributes in self.open]
        if "ref" in classes:
            return
        self.text += data
        for _, attributes in self.open:
            if attributes.get("data-s"):
                key = (str(attributes["class"]).split()[0], str(attributes["data-s"]))
                self.within[key] = self.within.get(key, "") + data


def parsed(html: str) -> Tree:
    tree = Tree()
    tree.feed(html)
    tree.close()
    assert not tree.open
    return tree


def test_marks_nested_and_crossing_spans() -> None:
    text = "A said B said C and D. E said so."
    outer = said(text, "A", "said", "B said C and D", id="s1", act="deny")
    inner = said(text, "B", "said C", "C and D. E", id="s2", act="accuse")
    inner = replace(inner, cue=(Span(9, 13, "said"),))
    [only] = paragraphs(text, (outer, inner))
    tree = parsed(str(only.marked))
    assert tree.text == text
    assert tree.within["content", "s1"] == "B said C and D"
    assert tree.within["content", "s2"] == "C and D. E"
    assert 'class="content f-charge d2"' in only.marked


def test_each_statement_stands_beside_its_paragraph() -> None:
    text = "One said this.\n\nTwo told that.\nNobody spoke.\n"
    statements = (said(text, "One", "said", "this", id="s1"), said(text, "Two", "told", "that", id="s2"))
    found = paragraphs(text, statements)
    assert [[one.id for one in paragraph.statements] for paragraph in found] == [["s1"], ["s2"], []]


@pytest.mark.slow
@given(readings())
def test_the_text_is_whole_and_every_statement_has_a_card(reading: Reading) -> None:
    rows = paragraphs(reading.document.text, reading.statements)
    assert "".join(parsed(str(row.marked)).text for row in rows) == harmless(reading.document.text)
    assert sum(len(row.statements) for row in rows) == len(reading.statements)
    parsed(str(article(reading)))


def test_a_page_needs_nothing_else() -> None:
    html = "".join(page([dispute(), replace(dispute(), document=replace(dispute().document, title=None))]))
    parsed(html)
    assert "default-src 'none'" in html
    assert not re.search(r'(src|@import|url\()\s*=?\s*["\']?(https?:|//)', html)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_card_says_what_it_answers_and_what_answers_it() -> None:
    elsewhere = Tie("counters", answers=True, who="Ana", href="/articles/doc:2#st:9", quote="no", place="<Gazette>")
    html = str(article(dispute(), ties={"s3": [elsewhere]}))
    tree = parsed(html)
    assert "≠ rebuts 1 NATO" in " ".join(tree.text.split())
    assert "≠ rebutted by 3 Wang Yi" in " ".join(tree.text.split())
    assert html.count('data-link="rebuts" data-way="to"') == html.count('data-link="rebuts" data-way="from"') == 1
    assert 'data-link="counters" data-way="to" data-place="&lt;Gazette&gt;"' in html
    assert set(LINK_SIGNS) == set(LINK_WORDS) == set(LINK_TYPES)
    assert len(set(LINK_SIGNS.values())) == len(LINK_SIGNS)


def test_nothing_of_an_article_runs() -> None:
    attack = "\"><script>alert(1)</script><img src=x onerror='alert(1)'>\u202e"
    text = f"{attack} said {attack}x."
    statement = said(text, attack, "said", f"{attack}x", id=attack, time=attack, occasion=attack)
    html = "".join(page([Reading(Document(text, attack, f"javascript:{attack}", attack, attack), (statement,))]))
    assert html.count("<script") == 1
    assert "<img" not in html
    assert "\u202e" not in html
    assert not re.search(r'href="(?!#|https?://)', html)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:x", " https://a.b", "data:text/html,x", "//a.b", "a", "",
     "https://", "vbscript:x", "https://[x"],
)  # fmt: skip
def test_only_web_addresses_are_followed(address: str) -> None:
    assert web_address(address) is None
    assert web_address("https://example.org/a?b=c") == "https://example.org/a?b=c"
