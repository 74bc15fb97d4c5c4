"""Review over HTTP: by the API and by the pages' forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from onrecord import Reading
from tests.exports.test_html import parsed
from tests.ledger.making import dispute

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from onrecord import Ledger


@pytest.fixture
def denial(ledger: Ledger) -> str:
    return ledger.search(act="deny", by="CHN")[0].id


def fields(client: TestClient, id_: str) -> dict[str, str]:
    """What the correction's form holds as it is loaded."""
    text = client.get(f"/statements/{id_}").text
    form = text[text.index(f'action="/statements/{id_}/correct"') :]
    found = dict(re.findall(r'<input[^>]*? name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    act = re.search(r"<option selected>(\w+)", form)
    content = re.search(r'name="content">([^<]*)<', form)
    assert act
    assert content
    return found | {"act": act[1], "negated": "false", "content": content[1]}


def test_the_api_reviews_and_undoes(client: TestClient, denial: str) -> None:
    made = client.post(
        f"/api/statements/{denial}/reviews", json={"action": "correct", "correction": {"act": "refuse"}, "why": "x"}
    )
    assert made.json()["by"] == "local"
    view = client.get(f"/api/statements/{denial}/reviews").json()
    assert (view["status"], view["statement"]["act"], len(view["reviews"])) == ("confirmed", "refuse", 1)
    id_ = made.json()["id"]
    assert client.post(f"/api/reviews/{id_}/undo", json={}).status_code == 200
    assert client.post(f"/api/reviews/{id_}/undo", json={}).status_code == 409
    assert client.post("/api/reviews/rv:0/undo", json={}).status_code == 404
    assert client.get(f"/api/statements/{denial}/reviews").json()["status"] == "machine"
    assert client.get("/api/reviews").json()["total"] == 2


@pytest.mark.parametrize(
    "body",
    [{}, {"action": "undo"}, {"action": "correct"}, {"action": "accept", "x": 1}, {"action": "correct", "correction": {"id": "x"}},
     {"action": "correct", "correction": {"content": []}}],
)  # fmt: skip
def test_the_api_refuses_what_is_no_review(client: TestClient, denial: str, body: dict[str, object]) -> None:
    assert client.post(f"/api/statements/{denial}/reviews", json=body).status_code == 400


def test_gold_holds_what_people_left(client: TestClient, denial: str) -> None:
    client.post(f"/api/statements/{denial}/reviews", json={"action": "reject"})
    lines = client.get("/api/gold.jsonl").text.splitlines()
    reading = Reading.from_json(json.loads(lines[0]))
    assert [one.act for one in reading.statements] == ["accuse", "demand", "accuse"]
    article = client.get(f"/api/articles/{dispute().document.id}/reviewed").json()
    assert len(article["statements"]) == 3


def test_forms_accept_and_undo(client: TestClient, ledger: Ledger, denial: str) -> None:
    seal = fields(client, denial)["seal"]
    page = client.post(f"/statements/{denial}/review", data={"action": "reject", "seal": seal, "why": "<b>no</b>"})
    assert page.status_code == 200
    assert "Rejected by people" in parsed(page.text).text
    assert "&lt;b&gt;no&lt;/b&gt;" in page.text
    [event] = ledger.reviews()[0]
    page = client.post(f"/reviews/{event.id}/undo", data={"seal": seal})
    assert "As the machine read it" in parsed(page.text).text
    assert "took back a review of" in parsed(client.get("/reviews").text).text


def test_a_form_without_its_seal_does_nothing(client: TestClient, ledger: Ledger, denial: str) -> None:
    assert client.post(f"/statements/{denial}/review", data={"action": "reject"}).status_code == 403
    fields(client, denial)
    assert client.post(f"/statements/{denial}/review", data={"action": "reject", "seal": "0" * 64}).status_code == 403
    assert ledger.reviews()[1] == 0


def test_a_correction_in_peoples_words(client: TestClient, ledger: Ledger, denial: str) -> None:
    form = fields(client, denial)
    assert (form["speakers"], form["targets"], form["act"], form["content"]) == (
        "Wang Yi (CHN)",
        "NATO (NATO)",
        "deny",
        "the claims",
    )
    unchanged = client.post(f"/statements/{denial}/correct", data=form)
    assert unchanged.status_code == 400
    assert "nothing differs" in unchanged.text
    absent = client.post(f"/statements/{denial}/correct", data=form | {"content": "no such words"})
    assert "does not stand in the article" in parsed(absent.text).text
    changed = form | {"act": "refuse", "targets": "NATO (NATO); Ana", "content": "rejected the claims … drills"}
    page = client.post(f"/statements/{denial}/correct", data=changed)
    assert page.status_code == 200
    now = ledger.reviewed(denial).statement
    assert now.act == "refuse"
    assert [(party.name, party.for_, party.id) for party in now.targets] == [
        ("NATO", "NATO", "org:NATO"),
        ("Ana", None, None),
    ]
    assert [span.text for span in now.content] == ["rejected the claims", "drills"]
    assert now.speakers[0].role == "foreign minister"
    assert "corrected it: act, content, targets" in " ".join(parsed(page.text).text.split())
    assert ledger.statement(denial).act == "deny"
    for path in (f"/articles/{dispute().document.id}", f"/threads/{denial}", "/search?by=CHN"):
        assert "corrected by people" in client.get(path).text
        assert "refused" in client.get(path).text
