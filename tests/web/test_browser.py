"""A real browser over a real server: reading, following, reviewing by keyboard; without JavaScript; accessibility."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from docs.site.page_pictures import served
from onrecord import Document, Ledger, Reading
from onrecord.exports.html import page
from onrecord.records import Link, Party
from onrecord.web.app import make_app
from tests.ledger.making import dispute, said, simple
from tests.web.conftest import read_quickly
from tests.web.test_pages import HOSTILE, hostile_reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("ONRECORD_SCREENSHOTS")
# What has the focus, by its place on the page, and whether an outline shows it; null where nothing has.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  return [[...document.querySelectorAll("*")].indexOf(one) + one.outerHTML.slice(0, 80),
          style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""
WIDTHS = {"wide": 1280, "phone": 390}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    where = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if where is None:
        pytest.skip("no Chromium is installed (on Debian: apt-get install chromium)")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=where, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("ledger") / "news.db") as ledger:
        for reading in (dispute(), simple(1, title="One", published="2024-01-02"), hostile_reading(HOSTILE[11])):
            ledger.add(reading)
        yield ledger


@pytest.fixture(scope="module")
def address(kept: Ledger) -> Iterator[str]:
    with served(make_app(kept, read=read_quickly)) as found:
        yield found


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def tab(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A tab that must load nothing foreign, run nothing of an article's, and log no error."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    watch(opened, complaints)
    yield opened
    opened.close()
    assert complaints == []


def watch(tab: Page, complaints: list[str]) -> None:
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    tab.on(
        "console",
        lambda line: complaints.append(line.text) if line.type == "error" and "status of 4" not in line.text else None,
    )
    tab.on("request", lambda asked: None if "127.0.0.1" in asked.url else complaints.append(asked.url))


def paths(ledger: Ledger) -> list[str]:
    ids = [entry.id for entry in ledger.search()]
    articles = [article.id for article in ledger.articles()]
    return ["/", "/search", "/search?words=drills", "/articles", "/parties", "/party?who=CHN", "/matrix", "/network", "/timeline", "/timeline?since=2024", "/reviews", "/sign-in",
            "/nothing", *(f"/articles/{id_}" for id_ in articles), *(f"/statements/{id_}" for id_ in ids[:2]), *(f"/threads/{id_}" for id_ in ids[:2])]  # fmt: skip


def test_paste_an_article_and_read_it(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.get_by_label("An article’s text").fill("Ana denied it all.")
    tab.get_by_role("button", name="Read it").click()
    expect(tab.get_by_text("not stored")).to_be_visible()
    expect(tab.locator("li.card")).to_have_count(1)


def test_search_open_a_thread_and_go_to_what_is_answered(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.get_by_role("searchbox").fill("aiding by:NATO")
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="1 answer").click()
    expect(tab.get_by_text("Disputed")).to_be_visible()
    tab.locator(".right .how a").first.click()
    assert "#st:" in tab.url
    tab.locator(".left .entry").get_by_role("link", name="A war of words").first.click()
    expect(tab.get_by_role("heading", name="A war of words")).to_be_visible()
    expect(tab.locator("li.card:target")).to_be_visible()


def test_a_span_of_time_is_drawn_over_the_bars(tab: Page, address: str) -> None:
    tab.goto(f"{address}/timeline")
    columns = tab.locator(".column")
    first, last = columns.first.bounding_box(), columns.last.bounding_box()
    assert first
    assert last
    tab.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30)
    tab.mouse.down()
    tab.mouse.move(last["x"] + last["width"] / 2, last["y"] + 30, steps=4)
    expect(tab.locator(".column.drawn")).to_have_count(columns.count())
    tab.mouse.up()
    tab.wait_for_url("**since=2024-01&until=2024-07**")
    expect(tab.get_by_role("heading", name="from 2024-01 to 2024-07")).to_be_visible()
    assert tab.locator(".column.in").count() == 7


def test_a_span_of_time_is_picked_with_the_keyboard_only(tab: Page, address: str) -> None:
    tab.goto(f"{address}/timeline")
    tab.locator(".brush a").first.focus()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.dataset.period") == "2024-07"
    for _ in range(2):
        tab.keyboard.press("Shift+ArrowLeft")
    expect(tab.locator(".column.drawn")).to_have_count(3)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**since=2024-05&until=2024-07**")
    tab.locator(".brush a").last.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**since=2024-07&until=2024-07**")


def test_the_network_leads_on(tab: Page, address: str) -> None:
    tab.goto(f"{address}/network")
    tab.get_by_role("link", name="NATO: speaks in").click()
    expect(tab.get_by_role("heading", name="NATO")).to_be_visible()
    tab.go_back()
    tab.locator(".mark").first.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".entry").first).to_be_visible()


def test_all_that_can_be_used_shows_its_focus(tab: Page, address: str, kept: Ledger) -> None:
    for path in (
        "/",
        "/network",
        "/timeline",
        f"/articles/{dispute().document.id}",
        f"/statements/{kept.search()[0].id}",
    ):
        tab.goto(address + path)
        tab.keyboard.press("Tab")
        seen = set()
        for _ in range(60):
            told = tab.evaluate(FOCUS)
            if told is None or told[0] in seen:
                break
            seen.add(told[0])
            assert told[1], f"{path}: {told[0]} shows no focus"
            tab.keyboard.press("Tab")
        assert len(seen) > 8


def test_card_and_words_are_joined_by_focus(tab: Page, address: str) -> None:
    tab.goto(f"{address}/articles/{dispute().document.id}")
    tab.locator(".ref").first.focus()
    assert tab.locator(".card.joined").count() == 1
    assert tab.locator("mark.joined").count() == 1


# Of each line drawn between two cards: whether it begins and ends beside them, by their heights.
BESIDE = """() => [...document.querySelectorAll(".way[data-to]")].map((way) => {
  const line = way.querySelector(".line").getBoundingClientRect();
  const cards = [way.dataset.from, way.dataset.to].map((id) => document.querySelector(`.card[data-s="${id}"]`).getBoundingClientRect());
  const [above, below] = cards[0].top < cards[1].top ? cards : [cards[1], cards[0]];
  return line.top > above.top && line.top < above.bottom && line.bottom > below.top && line.bottom < below.bottom
    && line.left >= above.right - 1;
})"""


def stand_beside(tab: Page) -> None:
    """Asserts, once what is moved has been drawn anew, that each line stands beside its cards."""
    for _ in range(50):
        if all(tab.evaluate(BESIDE)):
            return
        tab.wait_for_timeout(100)
    assert all(tab.evaluate(BESIDE))


def test_links_are_drawn_in_the_margin_and_follow_card_and_words(tab: Page, address: str) -> None:
    tab.goto(f"{address}/articles/{dispute().document.id}")
    ways = tab.locator(".way")
    assert ways.evaluate_all("all => all.map((one) => one.getAttribute('class'))") == ["way l-rebuts", "way l-repeats"]
    assert tab.locator(".chip").all_text_contents() == ["≠", "↻"]
    stand_beside(tab)
    tab.get_by_label("statement 3").first.focus()
    expect(tab.locator(".way.joined")).to_have_count(1)
    tab.get_by_label("statement 1").first.focus()
    expect(tab.locator(".way.joined")).to_have_count(2)
    ways.first.locator(".chip").hover()
    expect(tab.locator(".way.joined")).to_have_count(1)
    expect(tab.locator(".card.joined")).to_have_count(2)
    ways.first.locator(".chip").click()
    expect(tab.locator("li.card:target .number").first).to_have_text("1")


def test_drawn_links_keep_to_what_fits(tab: Page, address: str) -> None:
    """Not on a phone nor in print; drawn anew where the page becomes wider, narrower, or its letters larger."""
    tab.goto(f"{address}/articles/{dispute().document.id}")
    for width, count in ((1280, 2), (390, 0), (920, 2), (1600, 2)):
        tab.set_viewport_size({"width": width, "height": 900})
        expect(tab.locator(".way")).to_have_count(count)
        stand_beside(tab)
        assert not tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    tab.evaluate("document.documentElement.style.fontSize = '150%'")
    stand_beside(tab)
    tab.emulate_media(media="print")
    expect(tab.locator(".way:visible")).to_have_count(0)


def test_a_link_to_another_article_leads_to_the_edge_and_there(tab: Page, tmp_path: Path) -> None:
    outlet = "The Exceedingly Long-Winded and Most Venerable Gazette of Everywhere"
    with Ledger(tmp_path / "two.db") as ledger:
        for reading in (dispute(), simple(1, title="One", outlet=outlet), simple(2, title="Two", outlet=HOSTILE[1])):
            ledger.add(reading)
        one, other, third = (ledger.search(words)[0] for words in ("drills", "number1", "number2"))
        ledger.link([Link(one.id, "counters", other.id), Link(third.id, "accepts", one.id)])
        with served(make_app(ledger, read=read_quickly)) as address:
            tab.goto(f"{address}/articles/{one.article}")
            places = tab.locator(".way .place")
            expect(places).to_have_count(2)
            assert str(places.first.text_content()).startswith("The Exc")
            assert str(places.first.text_content()).endswith("…")
            assert not tab.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []
            places.first.click()
            expect(tab.get_by_role("heading", name="One")).to_be_visible()
            expect(tab.locator("li.card:target")).to_be_visible()


def test_who_is_who_with_the_keyboard_only(tab: Page, tmp_path: Path) -> None:
    """Keys: the first pair is one, take it back, it is two."""
    with Ledger(tmp_path / "names.db") as ledger:
        for number, name in enumerate(("Ana Ruiz", "Ruiz")):
            text = f"{name} denied plan {number}."
            party = Party(name, "ESP", None, "person")
            ledger.add(Reading(Document(text), (said(text, name, "denied", f"plan {number}", speakers=(party,)),)))
        with served(make_app(ledger, read=read_quickly)) as address:
            tab.goto(f"{address}/who-is-who#review")
            expect(tab.locator("#review")).to_be_focused()
            keys = (
                ("a", "said that they are one"),
                ("u", "took back"),
                ("r", "said that they are two"),
                ("u", "took back"),
            )
            for count, (key, told) in enumerate(keys, 1):
                tab.keyboard.press(key)
                lines = tab.locator("#said + ol li:has(time)")
                expect(lines).to_have_count(count)
                expect(lines.filter(has_text=told)).not_to_have_count(0)
                expect(tab.locator("#review")).to_be_focused()
            events, _ = ledger.party_events()
            assert sorted(event.action for event in events) == ["merge", "split", "undo", "undo"]


def test_review_with_the_keyboard_only_and_undo(tab: Page, address: str, kept: Ledger) -> None:
    entry = kept.search(act="demand", by="CHN")[0]
    tab.goto(f"{address}/statements/{entry.id}#review")
    expect(tab.locator("#review")).to_be_focused()
    tab.keyboard.press("r")
    expect(tab.locator("#review .status", has_text="Rejected by people")).to_be_visible()
    tab.keyboard.press("u")
    expect(tab.locator("#review .status", has_text="As the machine read it")).to_be_visible()
    tab.keyboard.press("c")
    expect(tab.get_by_label("Act", exact=True)).to_be_focused()
    tab.keyboard.type("ask")
    tab.keyboard.press("Enter")
    for _ in range(20):
        if tab.evaluate("document.activeElement.textContent") == "Keep the correction":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.locator("#review .status", has_text="Confirmed by people")).to_be_visible()
    assert kept.reviewed(entry.id).statement.act == "ask"


def test_not_one_of_a_hundred_hostile_strings_runs(tab: Page, tmp_path: Path) -> None:
    with Ledger(tmp_path / "hostile.db") as ledger:
        added = [ledger.add(hostile_reading(attack)).article for attack in HOSTILE]
        accusing = {entry.article: entry.id for entry in ledger.search(act="accuse", limit=len(HOSTILE))}
        ids = [accusing[article] for article in added]  # each where its string stands in HOSTILE
        with served(make_app(ledger, read=read_quickly)) as address:
            every = [
                "/",
                "/search",
                "/articles?limit=200",
                "/parties?limit=500",
                "/matrix",
                "/network",
                "/timeline",
                "/timeline?since=1",
            ]
            every += [f"/articles/{article}" for article in added]
            # All strings stand on the pages above, and each on one of four other kinds, in turn.
            every += [f"/{('statements', 'threads')[at % 2]}/{id_}" for at, id_ in enumerate(ids[::2])]
            every += [f"/party?who={quote('id:' + attack)}" for attack in HOSTILE[1::4]]
            every += [f"/search?words={quote(attack)}&by={quote(attack)}" for attack in HOSTILE[3::4]]
            for path in every:
                tab.goto(address + path, wait_until="domcontentloaded")
                counted = tab.evaluate("[document.querySelectorAll('.foot').length, document.scripts.length]")
                assert counted == [1, 1], path


def test_no_hostile_word_runs(tab: Page, address: str, kept: Ledger) -> None:
    for path in (*paths(kept), f"/search?by={quote(HOSTILE[1])}"):
        tab.goto(address + path)
        expect(tab.get_by_text("never that the thing is so")).to_be_visible()


def test_an_article_in_a_file_of_its_own(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "article.html"
    file.write_text("".join(page([hostile_reading("".join(HOSTILE[::11])), dispute()])), encoding="utf-8")
    complaints: list[str] = []
    tab = browser.new_page()
    tab.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    tab.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    tab.goto(file.as_uri())
    tab.locator("#article-2 .ref").first.hover()
    assert tab.locator("#article-2 .card.joined").count() == 1
    assert tab.locator("#article-1 .joined").count() == 0
    assert tab.locator("#article-2 .way").count() == 2
    assert tab.locator("#article-2 .way.joined").count() == 2
    assert tab.evaluate("getComputedStyle(document.querySelector('.card')).borderLeftStyle") == "solid"
    tab.close()
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_fit(browser: Browser, address: str, kept: Ledger, width: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    complaints: list[str] = []
    faults: dict[str, Any] = {}
    watch(tab, complaints)
    for number, path in enumerate(paths(kept)):
        tab.goto(address + path)
        found = Axe().run(tab).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"][:150]) for one in found if one["impact"] in {"serious", "critical"}
        ]
        if serious:
            faults[path] = serious
        if tab.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults[f"{path} is too wide"] = True
        if SHOTS:
            tab.screenshot(path=f"{SHOTS}/{number:02}-{width}-{scheme}.png", full_page=True)
    context.close()
    assert faults == {}
    assert complaints == []


def test_pages_need_no_javascript(browser: Browser, address: str, kept: Ledger) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    for path in paths(kept):
        tab.goto(address + path)
        expect(tab.locator("main h1").first).to_be_visible()
    entry = kept.search(act="accuse", by="NATO")[0]
    tab.goto(f"{address}/statements/{entry.id}")
    tab.get_by_role("button", name="Accept").click()
    expect(tab.locator("#review .status", has_text="Confirmed by people")).to_be_visible()
    context.close()
