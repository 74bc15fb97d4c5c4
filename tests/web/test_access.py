"""Who may do what: each role against each route, forms of other sites, foreign hosts, and starting at an open address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from onrecord.errors import LedgerError
from onrecord.web.access import Access
from onrecord.web.app import make_app
from onrecord.web.serving import access_for
from tests.web.conftest import read_quickly

if TYPE_CHECKING:
    from fastapi import FastAPI

    from onrecord import Ledger

ROLES = ("nobody", "read", "review", "admin")
# What takes more than reading; all other addresses but those of FREE take the role `read`.
REVIEWING = {
    ("POST", "/api/statements/{id}/reviews"),
    ("POST", "/api/reviews/{id}/undo"),
    ("POST", "/statements/{id}/review"),
    ("POST", "/statements/{id}/correct"),
    ("POST", "/reviews/{id}/undo"),
    ("POST", "/api/party-events"),
    ("POST", "/api/party-events/{id}/undo"),
    ("POST", "/who-is-who"),
    ("POST", "/who-is-who/{id}/undo"),
}
FREE = {("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out"), ("GET", "/static/{name}")}


def guarded(ledger: Ledger) -> FastAPI:
    return make_app(ledger, access=Access(anonymous=None, local_only=False), read=read_quickly)


def routes(app: FastAPI) -> list[tuple[str, str]]:
    described = app.openapi()["paths"]
    found = {(method.upper(), path) for path, methods in described.items() for method in methods}
    pending = list(app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods}
        pending += getattr(getattr(route, "original_router", None), "routes", [])
    return sorted(found)


@pytest.mark.slow
def test_each_role_against_each_route(ledger: Ledger) -> None:
    app = guarded(ledger)
    secrets = {role: ledger.make_token(role, role) for role in ROLES[1:]}  # type: ignore[arg-type]
    client = TestClient(app, base_url="https://news.example", raise_server_exceptions=False)
    known = routes(app)
    assert known
    assert set(known) >= REVIEWING | FREE
    for method, path in known:
        for role in ROLES:
            headers = {"Authorization": f"Bearer {secrets[role]}"} if role in secrets else {}
            address = path.replace("{id}", "st:0").replace("{name}", "style.css")
            answer = client.request(method, address, headers=headers, json={"text": "A b."})
            status = answer.status_code
            if (method, path) in FREE:
                assert status != 401, (method, path, role)
            elif role == "nobody":
                assert status == 401, (method, path)
            elif (method, path) in REVIEWING and role == "read":
                assert status == 403, (method, path)
            else:
                # A form needs more than a token: that it was made for this session.
                assert status not in {401, 403} or "form is out of date" in answer.text, (method, path, role, status)


def test_a_revoked_token_ends_its_session(ledger: Ledger) -> None:
    secret = ledger.make_token("desk", "review")
    client = TestClient(guarded(ledger), base_url="https://news.example")
    assert client.get("/").status_code == 401
    page = client.get("/sign-in")
    seal = re.search(r'name="seal" value="([0-9a-f]+)"', page.text)
    assert seal
    cookie = page.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" in cookie
    assert client.post("/sign-in", data={"token": "onr_wrong", "seal": seal[1]}).status_code == 401
    before = client.cookies["onrecord"]
    assert client.post("/sign-in", data={"token": secret, "seal": seal[1]}).status_code == 200
    assert client.cookies["onrecord"] != before
    assert "Signed in as desk (review)" in client.get("/").text
    ledger.revoke_token("desk")
    assert client.get("/").status_code == 401


def test_signing_out_ends_the_session(ledger: Ledger) -> None:
    secret = ledger.make_token("desk", "read")
    client = TestClient(guarded(ledger), base_url="https://news.example")
    seal = re.search(r'name="seal" value="([0-9a-f]+)"', client.get("/sign-in").text)
    assert seal
    front = client.post("/sign-in", data={"token": secret, "seal": seal[1]}).text
    session = client.cookies["onrecord"]
    seal = re.search(r'name="seal" value="([0-9a-f]+)"', front)
    assert seal
    assert client.post("/sign-out", data={"seal": "0" * 64}).status_code == 403
    client.post("/sign-out", data={"seal": seal[1]})
    assert client.get("/").status_code == 401
    client.cookies.set("onrecord", session)
    assert client.get("/").status_code == 401


def test_a_wrong_token_is_not_taken_for_none(ledger: Ledger) -> None:
    client = TestClient(make_app(ledger), base_url="http://localhost")
    for value in ("Bearer onr_x", "Basic x", "Bearer"):
        assert client.get("/api/counts", headers={"Authorization": value}).status_code == 401


@pytest.mark.parametrize("host", ["news.example", "localhost.news.example", "192.168.0.2"])
def test_an_open_service_answers_to_this_machine_only(ledger: Ledger, host: str) -> None:
    app = make_app(ledger)
    assert TestClient(app, base_url=f"http://{host}").get("/api/counts").status_code == 421
    assert TestClient(app, base_url="http://127.0.0.1:8765").get("/api/counts").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://localhost:1"},
    ],
)
def test_other_sites_can_send_nothing(client: TestClient, ledger: Ledger, headers: dict[str, str]) -> None:
    id_ = ledger.search()[0].id
    assert client.post("/read", data={"text": "Ana denied it."}, headers=headers).status_code == 403
    assert client.post("/api/read", json={"text": "Ana denied it."}, headers=headers).status_code == 403
    assert client.post(f"/api/statements/{id_}/reviews", json={"action": "accept"}, headers=headers).status_code == 403
    assert ledger.reviews()[1] == 0


def test_starting_at_an_open_address(ledger: Ledger) -> None:
    assert access_for(ledger, "127.0.0.1").anonymous == "admin"
    assert access_for(ledger, "::1").local_only
    for host in ("0.0.0.0", "192.168.0.2", "news.example", "::"):
        with pytest.raises(LedgerError, match="--open"):
            access_for(ledger, host)
        assert access_for(ledger, host, open_to_all=True).anonymous == "read"
    ledger.make_token("desk", "read")
    for host in ("0.0.0.0", "127.0.0.1"):
        assert access_for(ledger, host).anonymous is None
