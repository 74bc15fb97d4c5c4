"""The API: the ledger's answers over HTTP, in one shape, and its refusals in another."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

from onrecord.records import Reading
from tests.ledger.making import dispute, simple

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi.testclient import TestClient

    from onrecord import Ledger

LISTS = ("articles", "statements", "parties", "matrix", "timeline", "links")


def test_reads_a_text_and_stores_nothing(client: TestClient, ledger: Ledger) -> None:
    before = ledger.counts()
    answer = client.post("/api/read", json={"text": "Ana denied it.", "title": "A"})
    reading = Reading.from_json(answer.json())
    assert (reading.document.title, len(reading.statements)) == ("A", 1)
    assert ledger.counts() == before


def test_gives_an_article_as_the_ledger_does(client: TestClient, ledger: Ledger) -> None:
    id_ = dispute().document.id
    assert client.get(f"/api/articles/{id_}").json() == ledger.reading(id_).to_json()


def test_searches_with_the_ledgers_conditions(client: TestClient, ledger: Ledger) -> None:
    answer = client.get("/api/statements", params={"by": "CHN", "about": "NATO", "act": "deny", "answered": "false"})
    found = ledger.search(by="CHN", about="NATO", act="deny", answered=False)
    accusation = ledger.search(act="accuse", by="NATO")[0]
    beside = {
        "answers": [f"rebuts {accusation.id}"],
        "review": "machine",
        "passage": "https://example.org/a#:~:text=the%20claims",
    }
    assert answer.json() == {"items": [entry.to_json() | beside for entry in found], "total": 1, "next": None}
    ledger.review(found[0].id, "reject", by="ana")
    assert [row["review"] for row in client.get("/api/statements?act=deny&by=CHN").json()["items"]] == ["rejected"]


def test_gives_a_thread_as_a_table(client: TestClient, ledger: Ledger) -> None:
    thread = ledger.thread(ledger.search(act="deny", by="CHN")[0].id)
    told = client.get(f"/api/threads/{thread.root.id[:13]}.csv")
    assert told.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(told.text)))
    assert [row["id"] for row in rows] == [item.entry.id for item in thread.items]
    assert [row["answers"] for row in rows] == ["", *(f"{item.type} {item.answers}" for item in thread.items[1:])]
    assert list(rows[0]) == list(csv.DictReader(io.StringIO(client.get("/api/statements.csv").text)).fieldnames or ())


def test_gives_a_statement_with_its_answers(client: TestClient, ledger: Ledger) -> None:
    accusation = ledger.search(act="accuse", by="NATO")[0]
    whole = client.get(f"/api/statements/{accusation.id}").json()
    assert [item["type"] for item in whole["answers"]] == ["rebuts", "repeats"]
    assert whole["article"]["title"] == "A war of words"
    assert client.get(f"/api/threads/{accusation.id}").json()["status"] == "disputed"


def test_counts_who_does_what_to_whom(visitor: TestClient) -> None:
    cells = visitor.get("/api/matrix", params={"act": "accuse"}).json()["items"]
    assert cells == [{"by": "NATO", "about": "CHN", "act": "accuse", "statements": 1, "answered": 1}]


def test_knows_the_newest_replies(visitor: TestClient) -> None:
    [reply] = visitor.get("/api/replies").json()["items"]
    assert (reply["type"], reply["answering"]["act"], reply["answered"]["act"]) == ("rebuts", "deny", "accuse")


def test_pages_hold_everything_once(visitor: TestClient) -> None:
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 2}
    while True:
        page = visitor.get("/api/statements", params=params).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        params["next"] = page["next"]
    assert len(seen) == len(set(seen)) == page["total"] == 6


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_the_same_in_every_form(visitor: TestClient, name: str) -> None:
    items = visitor.get(f"/api/{name}").json()["items"]
    assert visitor.get(f"/api/{name}.json").json()["items"] == items
    assert [json.loads(line) for line in visitor.get(f"/api/{name}.jsonl").text.splitlines()] == items
    rows = list(csv.DictReader(io.StringIO(visitor.get(f"/api/{name}.csv").text)))
    assert len(rows) == len(items) > 0
    assert list(rows[0]) == list(items[0])


def test_the_next_page_is_linked_in_the_header(visitor: TestClient) -> None:
    answer = visitor.get("/api/statements.jsonl", params={"limit": 4})
    after = visitor.get(answer.links["next"]["url"])
    assert (answer.headers["x-total-count"], len(after.text.splitlines())) == ("6", 2)


def test_what_the_asker_has_is_not_sent_again(client: TestClient, ledger: Ledger) -> None:
    first = client.get("/api/statements")
    again = client.get("/api/statements", headers={"If-None-Match": f"W/{first.headers['etag']}"})
    assert (again.status_code, again.content) == (304, b"")
    ledger.remove(dispute().document.id)
    assert client.get("/api/statements", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


WRONG = [
    ("/api/statements?foo=1", 400, "unknown_parameter"),
    ("/api/counts?foo=1", 400, "unknown_parameter"),
    ("/api/articles/doc:1?foo=1", 400, "unknown_parameter"),
    ("/api/statements?limit=0", 400, "invalid"),
    ("/api/statements?act=deny&act=", 400, "invalid"),
    ("/api/statements?act=shout", 400, "invalid"),
    ("/api/statements?since=yesterday", 400, "invalid"),
    ("/api/statements?next=!", 400, "invalid"),
    ("/api/statements?next=WzEsICJ4Il0", 400, "invalid"),
    (f"/api/statements?words={'x' * 501}", 400, "invalid"),
    ("/api/statements/st:0", 404, "not_found"),
    ("/api/articles/doc:0", 404, "not_found"),
    ("/api/threads/nothing", 404, "not_found"),
    ("/api/threads/nothing.csv", 404, "not_found"),
    ("/api/nothing", 404, "not_found"),
]


@pytest.mark.parametrize(("address", "status", "code"), WRONG)
def test_refuses_in_one_shape(visitor: TestClient, address: str, status: int, code: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(answer.json()) == {"error"}
    assert (error["status"], error["code"]) == (status, code)
    assert error["message"]
    assert "/tmp/" not in answer.text


def test_refuses_what_cannot_be_read(client: TestClient) -> None:
    assert client.post("/api/read", json={"text": "x" * 1_000_001}).status_code == 413
    assert client.post("/api/read", content=b"x" * 5_000_000).status_code == 413
    assert client.post("/api/read", json={"text": "a b", "colour": "red"}).json()["error"]["code"] == "unknown_field"
    assert client.post("/api/read", content=b"{").status_code == 400
    assert (
        client.post(
            "/api/read", content=b'{"text": "\\ud800"}', headers={"content-type": "application/json"}
        ).status_code
        == 400
    )
    assert client.delete("/api/counts").status_code == 405


def test_one_asker_cannot_have_everything_read(client: TestClient) -> None:
    answers = [client.post("/api/read", json={"text": "Ana denied it."}) for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) > 0


def walked(client: TestClient, name: str, between: Callable[[], object]) -> list[str]:
    """A list, page by page of two, with something done after the first page."""
    seen: list[str] = []
    address: str | None = f"/api/{name}.json?limit=2"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        seen += [json.dumps(item) for item in answer.json()["items"]]
        address = answer.links["next"]["url"] if "next" in answer.links else None
        if len(seen) == 2:
            between()
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("name", ["articles", "statements", "parties", "links", "reviews", "party-events"])
def test_pages_hold_everything_once_whatever_is_added_meanwhile(client: TestClient, ledger: Ledger, name: str) -> None:
    for entry in ledger.search(limit=5):
        ledger.review(entry.id, "accept", by="ana")
    for one, other in (("state:CHN", "org:NATO"), ("per:number1", "state:CHN"), ("per:number2", "org:NATO")):
        ledger.split_parties(one, other, by="ana")
    whole = [json.dumps(item) for item in client.get(f"/api/{name}").json()["items"]]

    def add() -> None:
        for number in range(3, 8):  # before and behind what was shown, by date and by id
            ledger.add(simple(number, published=f"202{number}-01-01"))
        ledger.review(ledger.search()[0].id, "reject", by="ben")
        ledger.split_parties("per:number3", "state:CHN", by="ben")

    seen = walked(client, name, add)
    assert len(whole) > 2 or name == "links"
    assert len(seen) == len(set(seen))
    if name != "parties":  # whose numbers change, so that only what they are of stays
        assert set(whole) <= set(seen)


def test_next_is_of_its_own_question(visitor: TestClient) -> None:
    next_ = visitor.get("/api/statements?limit=1").json()["next"]
    for address in (
        f"/api/statements?act=deny&next={next_}",
        f"/api/articles?next={next_}",
        f"/search?by=CHN&next={next_}",
    ):
        assert visitor.get(address).status_code == 400
    assert visitor.get(f"/api/statements?limit=3&next={next_}").status_code == 200


def test_every_list_knows_what_the_asker_has(client: TestClient, ledger: Ledger) -> None:
    ledger.review(ledger.search()[0].id, "accept", by="ana")
    for name in (*LISTS, "reviews", "party-events", "gold"):
        for form in ("jsonl",) if name == "gold" else ("json", "jsonl", "csv"):
            first = client.get(f"/api/{name}.{form}")
            again = client.get(f"/api/{name}.{form}", headers={"If-None-Match": first.headers["etag"]})
            assert (first.status_code, again.status_code, again.content) == (200, 304, b""), (name, form)


def test_facets_count_what_the_search_finds(client: TestClient, ledger: Ledger) -> None:
    ledger.review(ledger.search(act="deny", by="CHN")[0].id, "reject", by="ana")
    whole = client.get("/api/facets").json()
    assert (whole["total"], whole["counted"]) == (6, 6)
    for name in ("act", "by", "about", "outlet", "review"):
        assert whole[name], name
        for one in whole[name]:
            found = client.get("/api/statements", params={name: one["value"]}).json()
            assert found["total"] == one["statements"], (name, one)
    for one in whole["period"]:
        found = client.get("/api/statements", params={"since": one["value"], "until": one["value"]}).json()
        assert found["total"] == one["statements"]


def test_searches_by_what_people_left(client: TestClient, ledger: Ledger) -> None:
    one, other, third = (entry.id for entry in ledger.search(limit=3))
    ledger.review(one, "accept", by="ana")
    ledger.review(other, "accept", by="ana")
    ledger.review(other, "reject", by="ben")
    ledger.undo(ledger.review(third, "reject", by="ben").id, by="ben")
    for status, wanted in (
        ("confirmed", {one}),
        ("rejected", {other}),
        ("machine", {e.id for e in ledger.search()} - {one, other}),
    ):
        assert {entry.id for entry in ledger.search(review=status)} == wanted
        assert {entry.id for entry in ledger.search(f"review:{status}")} == wanted
        assert len(client.get(f"/api/statements.jsonl?review={status}").text.splitlines()) == len(wanted)
    assert client.get("/api/statements?review=maybe").status_code == 400
    assert client.get("/api/statements?words=review:maybe").status_code == 400


def test_a_view_gives_itself_again_and_exports_what_it_shows(visitor: TestClient) -> None:
    page = visitor.get("/search?by=CHN&limit=2")
    shown = re.findall(r'<article class="entry[^"]*" id="([^"]+)"', page.text)
    again = re.search(r'<a href="(http://localhost/search[^"]+)"', page.text)
    assert again
    assert visitor.get(html.unescape(again[1])).text == page.text
    addresses = re.findall(r'href="(/api/statements\.jsonl[^"]+)"', page.text)
    exported = visitor.get(html.unescape(addresses[0])).text
    assert [json.loads(line)["id"] for line in exported.splitlines()] == shown
    assert "by chn" in page.text[page.text.index("To come back to this view") :]
