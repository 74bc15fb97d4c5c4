"""The pages: everything is on them, hostile words are words, and nothing foreign is let in."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from onrecord import Document, Ledger, Reading
from onrecord.records import Link, Party
from onrecord.web.app import make_app
from tests.exports.test_html import parsed
from tests.ledger.making import dispute, fresh_file, said, simple
from tests.ledger.test_linking import copy, fill
from tests.web.conftest import read_quickly

PATHS = ("/", "/search", "/search?words=war&by=&act=", "/articles", "/parties", "/party?who=CHN", "/matrix", "/matrix?act=accuse",
         "/timeline", "/timeline?act=demand", "/party?who=nobody", "/network", "/network?act=deny", "/timeline?since=2024-01&until=2024",
         "/timeline?until=1999")  # fmt: skip


def shown(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    parsed(answer.text)
    return answer.text


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_whole_and_let_nothing_foreign_in(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    tree = parsed(answer.text)
    assert answer.status_code == 200
    assert "never that the thing is so" in tree.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert " style=" not in answer.text
    assert not re.search(r"<[^>]+ on\w+=", answer.text)
    assert not re.search(r'(?:src|<link[^>]+href)="(?!/)', answer.text)
    for asset in re.findall(r'(?:src|<link[^>]+href)="([^"]+)"', answer.text):
        assert visitor.get(asset.replace("&amp;", "&")).status_code == 200


def test_pages_of_an_empty_ledger() -> None:
    with fresh_file() as ledger:
        client = TestClient(make_app(ledger), base_url="http://localhost")
        for path in PATHS:
            shown(client, path)


def test_an_article_has_its_statements_beside_it(visitor: TestClient) -> None:
    text = shown(visitor, f"/articles/{dispute().document.id}")
    assert text.count('<li class="card') == 4
    assert "rebutted by" in text
    assert "A war of words" in text
    kept = visitor.get(f"/articles/{dispute().document.id}/page.html")
    assert kept.headers["content-disposition"].startswith("attachment")
    assert "<style>" in kept.text


def test_a_thread_has_two_sides_and_folds_repeats(client: TestClient, ledger: Ledger) -> None:
    accusation = ledger.search(act="accuse", by="NATO")[0]
    text = shown(client, f"/threads/{accusation.id}")
    assert "Disputed" in text
    assert text.count('class="left rows') == text.count('class="right"') == 1
    assert "and 1 time more" in text


def test_links_of_other_articles_are_shown(client: TestClient, ledger: Ledger) -> None:
    one, two = (ledger.search(f"number{number}")[0] for number in (1, 2))
    ledger.link([Link(two.id, "counters", one.id)])
    text = shown(client, f"/articles/{one.article}")
    assert "countered by" in text
    assert f'href="/articles/{quote(two.article)}#{quote(two.id)}"' in text


def test_a_statement_can_be_cited(client: TestClient, ledger: Ledger) -> None:
    entry = ledger.search(act="deny", by="CHN")[0]
    text = parsed(shown(client, f"/statements/{entry.id}")).text
    assert (
        f"Wang Yi, as reported in “A war of words”, Example Times, 2024-07-11, https://example.org/a (onrecord {entry.id})."
        in text
    )


def test_a_statement_leads_to_what_it_answers_and_to_its_words(client: TestClient, ledger: Ledger) -> None:
    denial, accusation = (ledger.search(act=act, by=by)[0] for act, by in (("deny", "CHN"), ("accuse", "NATO")))
    text = shown(client, f"/statements/{denial.id}")
    assert f'<a href="/statements/{quote(accusation.id)}">NATO accused: of aiding a war</a>' in text
    assert 'href="https://example.org/a#:~:text=the%20claims"' in text
    assert "These words at example.org" in text
    assert "These words at" not in shown(client, f"/statements/{ledger.search('number1')[0].id}")


def test_what_was_denied_is_two_steps_from_its_charge(visitor: TestClient) -> None:
    address = re.search(r'href="([^"]+)">what was denied<', shown(visitor, "/"))
    assert address
    thread = re.search(
        r'href="(/threads/[^"#]+)[^"]*">thread</a></p>\s*</article>\s*$',
        entry_of("Wang Yi", shown(visitor, address[1])),
    )
    assert thread
    told = shown(visitor, thread[1])
    assert "NATO accused" in parsed(told).text
    exported = re.search(r'href="(/api/threads/[^"]+\.csv)"', told)
    assert exported
    assert visitor.get(exported[1]).text.count("\n") == 4


def entry_of(speaker: str, text: str) -> str:
    """The first statement of a speaker on a page."""
    return next(
        found[0] for found in re.finditer(r'<article class="entry.*?</article>', text, re.DOTALL) if speaker in found[0]
    )


@pytest.mark.parametrize(("words", "act"), [("denied", "deny"), ("accuse", "accuse"), ("xyzzy", None)])
def test_words_that_name_an_act_lead_to_it(visitor: TestClient, words: str, act: str | None) -> None:
    text = shown(visitor, f"/search?words={words}&outlet=nowhere")
    assert "meets all of these conditions" in text
    assert ("was looked for in the words" in text) is bool(act)
    assert not act or f'href="/search?act={act}"' in text


def test_a_word_that_names_an_act_is_told_beside_hits_of_the_word_alone(visitor: TestClient) -> None:
    assert "All that was denied" in shown(visitor, "/search?words=denied")
    assert "All that was" not in shown(visitor, "/search?words=denied+plan")
    assert "All that was" not in shown(visitor, "/search?words=act:deny")


def test_what_a_party_said_is_exported(client: TestClient, ledger: Ledger) -> None:
    text = shown(client, "/party?who=CHN")
    for name, conditions in (("what it said", {"by": "CHN"}), ("what was said of it", {"about": "CHN"})):
        address = re.search(rf'href="(/api/statements\.csv[^"]+)">{name}<', text)
        assert address
        rows = client.get(address[1].replace("&amp;", "&")).text.splitlines()
        assert len(rows) == ledger.search(**conditions).total + 1 > 1
    assert "As CSV" not in shown(client, "/party?who=nobody")


def test_an_address_to_come_back_to_has_no_empty_parts(visitor: TestClient) -> None:
    text = shown(visitor, "/search?words=war+of&by=&act=&since=")
    assert '<a href="http://localhost/search?words=war+of">' in text
    assert "Take a condition away" in text


def test_the_network_leads_to_parties_and_statements_and_says_the_same_in_a_table(visitor: TestClient) -> None:
    text = shown(visitor, "/network")
    assert 'class="mark f-' in text
    told = parsed(text).text
    assert "China" in told
    assert 'href="/party?who=CHN"' in text
    for address in re.findall(r'href="(/search[^"]+)"', text):
        assert '<article class="entry' in shown(visitor, address.replace("&amp;", "&"))
    assert "Nothing is" not in told
    assert "in this way" in parsed(shown(visitor, "/network?act=permit")).text


def test_a_span_of_time_leads_to_its_statements(client: TestClient, ledger: Ledger) -> None:
    text = shown(client, "/timeline?since=2024-07&until=2024-07")
    wanted = ledger.search(since="2024-07", until="2024-07", limit=0).total
    assert text.count('<article class="entry') == wanted > 0
    assert 'class="column in" data-period="2024-07"' in text
    address = re.search(r'href="(/api/statements\.csv\?[^"]+)"', text)
    assert address
    assert len(client.get(address[1].replace("&amp;", "&")).text.splitlines()) == wanted + 1
    assert "Nothing on record in this time" in shown(client, "/timeline?until=1999")
    assert client.get("/timeline?since=soon").status_code == 400


def test_codes_are_told_by_name(visitor: TestClient) -> None:
    assert "<h1>China" in shown(visitor, "/party?who=CHN")
    assert ">China</a></th>" in shown(visitor, "/matrix")


def test_a_statement_tells_how_many_outlets_report_it() -> None:
    with fresh_file() as ledger:
        fill(ledger, [copy(1), copy(2), copy(3)])
        entry = ledger.search(act="accuse")[0]
        assert entry.outlets == 3
        client = TestClient(make_app(ledger), base_url="http://localhost")
        for path in (f"/threads/{entry.id}", "/search?words=trawlers", "/"):
            assert "and 2 other outlets" in parsed(shown(client, path)).text


def test_hits_are_highlighted_and_the_export_is_what_is_shown(visitor: TestClient) -> None:
    text = shown(visitor, "/search?words=DRILLS&since=2024")
    assert '<mark class="hit">drills</mark>' in text
    address = re.search(r'href="(/api/statements\.csv\?[^"]+)"', text)
    assert address
    assert len(visitor.get(address[1].replace("&amp;", "&")).text.splitlines()) == 2


def test_conditions_among_the_words_are_understood(visitor: TestClient) -> None:
    text = shown(visitor, "/search?words=drills%20by%3ACHN")
    assert '<mark class="hit">drills</mark>' in text
    assert "by chn ✕" in parsed(text).text
    assert visitor.get("/search?words=by%3ACHN&by=CHN").status_code == 400


def test_pages_follow_each_other(visitor: TestClient) -> None:
    text = shown(visitor, "/search?limit=4")
    after = re.search(r'href="([^"]+)" rel="next"', text)
    assert after
    assert shown(visitor, after[1].replace("&amp;", "&")).count('<article class="entry') == 2


def test_a_pasted_text_is_read_and_not_stored(client: TestClient, ledger: Ledger) -> None:
    before = ledger.counts()
    answer = client.post("/read", data={"text": "Ana denied it.", "title": "", "published": ""})
    assert answer.status_code == 200
    assert "not stored" in parsed(answer.text).text
    assert answer.headers["cache-control"] == "no-store"
    assert ledger.counts() == before


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/search?x=1", 400), ("/search?limit=1000", 400), ("/threads/st:0", 404), ("/party", 400)],
)
def test_faults_are_pages(visitor: TestClient, path: str, status: int) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    parsed(answer.text)
    assert answer.headers["content-type"].startswith("text/html")


PIECES = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)",
          "\u202eevil\u202d", "</textarea></title></style><svg/onload=alert(1)>", "{{7*7}}{% x %}", "&lt;b&gt;&#60;", "\u2066x", "<!--")  # fmt: skip
HOSTILE = tuple(f"{first}{second}" for first in PIECES for second in PIECES)


def test_there_are_a_hundred_hostile_strings() -> None:
    assert len(set(HOSTILE)) == 100


def hostile_reading(attack: str) -> Reading:
    """The attack in every place that an article has."""
    text = f"Q{attack} said Z{attack}. Ana denied Y{attack} on {attack}."
    party = Party(f"P{attack}", attack, f"id:{attack}", "person", attack)
    first = said(
        text,
        f"Q{attack}",
        "said",
        f"Z{attack}",
        id="s1",
        act="accuse",
        speakers=(party,),
        targets=(party,),
        time=attack,
        occasion=attack,
    )
    second = said(
        text,
        "Ana",
        "denied",
        f"Y{attack}",
        id="s2",
        act="deny",
        speakers=(Party(attack),),
        targets=(party,),
        addressees=(party,),
    )
    document = Document(text, attack, f"javascript:{attack}", attack, attack)
    return Reading(document, (first, second), (Link("s2", "rebuts", "s1"),))


@pytest.mark.parametrize(
    "attack", [pytest.param(attack, marks=() if n % 25 == 0 else pytest.mark.slow) for n, attack in enumerate(HOSTILE)]
)
def test_hostile_words_are_only_words(attack: str) -> None:
    with fresh_file() as ledger:
        article = ledger.add(hostile_reading(attack)).article
        id_ = ledger.search(act="accuse")[0].id
        client = TestClient(make_app(ledger, read=read_quickly), base_url="http://localhost")
        paths = ("/", "/articles", "/parties", "/matrix", "/network", "/timeline", "/timeline?since=2000", f"/articles/{article}", f"/statements/{id_}",
                 f"/threads/{id_}", f"/search?words={quote(attack)}&by={quote(attack)}", f"/party?who={quote('id:' + attack)}")  # fmt: skip
        for path in paths:
            unharmed(shown(client, path))
        unharmed(client.post("/read", data={"text": f"Ana {attack}", "title": attack}).text)


def unharmed(text: str) -> None:
    tree = parsed(text)
    assert "never that the thing is so" in tree.text
    assert text.count("<script") == 1
    assert not re.search(r"<(img|svg/|iframe|object|embed)\b", text)
    assert not re.search(r"<[^<>]* on\w+=[^<>\"]*>", re.sub(r'"[^"]*"', '""', text))
    assert not re.search(r'href="\s*(?!/|#|https?://)', text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def test_simple_articles_have_pages(visitor: TestClient) -> None:
    shown(visitor, f"/articles/{simple(2, outlet='Two').document.id}")
