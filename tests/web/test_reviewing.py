"""Review over HTTP: by the API and by the pages' forms."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from onrecord import Document, Party, Reading
from onrecord.cli import main
from onrecord.scoring.gold import load_gold
from tests.exports.test_html import parsed
from tests.ledger.making import dispute, fresh_file, said

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_link_is_corrected_and_the_gold_has_it(
    client: TestClient, ledger: Ledger, denial: str, tmp_path: Path
) -> None:
    form = fields(client, denial)
    accusation = ledger.search(act="accuse", by="NATO")[0].id
    demand = ledger.search(act="demand")[0].id
    assert form["links"] == f"rebuts {accusation}"
    for wrong in ("rebuts st:0", f"shouts {accusation}", f"rebuts {denial}"):
        assert client.post(f"/statements/{denial}/correct", data=form | {"links": wrong}).status_code == 400
    client.post(f"/statements/{denial}/correct", data=form | {"links": f"counters {demand}", "act": "refuse"})
    assert fields(client, denial)["links"] == f"counters {demand}"
    assert [link.type for link in ledger.links_from([denial])[denial]] == ["rebuts"]
    view = client.get(f"/api/statements/{denial}/reviews").json()
    assert [(link["type"], link["to"]) for link in view["links"]] == [("counters", demand)]
    path = tmp_path / "gold.jsonl"
    path.write_text(client.get("/api/gold.jsonl").text, encoding="utf-8")
    [gold] = load_gold(path)
    assert ("counters", denial, demand) in {(link.type, link.from_, link.to) for link in gold.reading.links}
    assert "rebuts" not in {link.type for link in gold.reading.links}
    answer = client.post(f"/reviews/{ledger.reviews()[0][0].id}/undo", data={"seal": form["seal"]})
    assert answer.status_code == 200
    assert fields(client, denial)["links"] == f"rebuts {accusation}"


def test_all_links_of_a_statement_can_be_rejected(client: TestClient, ledger: Ledger, denial: str) -> None:
    said = client.post(f"/api/statements/{denial}/reviews", json={"action": "correct", "correction": {"links": []}})
    assert said.status_code == 200
    reading = ledger.reviewed_reading(ledger.statement(denial).article)
    assert [link.type for link in reading.links] == ["repeats"]
    with fresh_file() as copy:
        copy.load(ledger.dump())
        assert copy.reviewed_reading(reading.document.id).to_json() == reading.to_json()


@pytest.mark.slow
@pytest.mark.parametrize(
    "links", [{"a": 1}, ["rebuts"], [{"type": "rebuts"}], [{"type": "x", "to": "y"}], [{"type": [], "to": 1}], 3]
)
def test_what_is_no_link_is_refused(client: TestClient, denial: str, links: object) -> None:
    body = {"action": "correct", "correction": {"links": links}}
    assert client.post(f"/api/statements/{denial}/reviews", json=body).status_code == 400


def test_reviewed_articles_measure_and_train(client: TestClient, ledger: Ledger, denial: str, tmp_path: Path) -> None:
    """Corrections come out as gold; what the machine read differs from it exactly there, for training, too."""
    accusation = ledger.search(act="accuse", by="NATO")[0]
    client.post(f"/api/statements/{denial}/reviews", json={"action": "correct", "correction": {"act": "refuse"}})
    client.post(f"/api/statements/{accusation.id}/reviews", json={"action": "accept"})
    gold = tmp_path / "gold.jsonl"
    gold.write_text(client.get("/api/gold.jsonl").text, encoding="utf-8")
    machine = tmp_path / "machine.jsonl"
    machine.write_text(json.dumps(ledger.reading(accusation.article).to_json()) + "\n", encoding="utf-8")
    measured = CliRunner().invoke(main, ["evaluate", str(gold), "--predictions", str(machine), "--format", "json"])
    assert measured.exit_code == 0, measured.output
    act = json.loads(measured.output[measured.output.index("{") :])
    assert "act" in json.dumps(act)
    [one] = load_gold(gold)
    assert [statement.act for statement in one.reading.statements] == ["accuse", "refuse", "demand", "accuse"]


def test_parties_are_merged_and_parted_on_a_page(client: TestClient, ledger: Ledger) -> None:
    for number, name in enumerate(("Ana Ruiz", "Ruiz")):
        text = f"{name} denied plan {number}."
        party = Party(name, "ESP", None, "person")
        ledger.add(
            Reading(Document(text), (said(text, name, "denied", f"plan {number}", act="deny", speakers=(party,)),))
        )
    page = client.get("/who-is-who").text
    seal, one, other = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("seal", "party", "other"))
    assert seal
    assert one
    assert other
    form = {"seal": seal[1], "party": one[1], "other": other[1], "action": "merge", "why": "<i>the same</i>"}
    assert client.post("/who-is-who", data=form | {"seal": ""}).status_code == 403
    merged = client.post("/who-is-who", data=form)
    assert "said that they are one" in merged.text
    assert "&lt;i&gt;the same" in merged.text
    assert ledger.search(by=one[1]).total == 2
    assert client.post("/who-is-who", data=form).status_code == 409
    assert client.get("/api/party-suggestions").json()["items"] == []
    event = client.get("/api/party-events").json()["items"][0]
    assert client.post(f"/who-is-who/{event['id']}/undo", data={"seal": seal[1]}).status_code == 200
    assert len(client.get("/api/party-suggestions").json()["items"]) == 1
    said_so = client.post("/api/party-events", json={"action": "split", "party": one[1], "other": other[1]})
    assert said_so.json()["by"] == "local"
    assert client.get("/api/party-suggestions").json()["items"] == []
    assert client.post(f"/api/party-events/{said_so.json()['id']}/undo", json={}).status_code == 200
    assert (
        client.post("/api/party-events", json={"action": "merge", "party": "nobody", "other": one[1]}).status_code
        == 404
    )
