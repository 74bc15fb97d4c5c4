"""Whole answers given again: exact while the ledger is as it was, each role its own, in bounded room, made once for many."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Ledger
from onrecord.web import answers, remembering, rendering, reprints
from onrecord.web.access import Access
from onrecord.web.answers import Whole
from onrecord.web.app import make_app
from onrecord.web.reprints import Edition, Shelf
from tests.ledger.making import dispute, simple
from tests.web.conftest import read_quickly

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.ledger.tokens import Role

pytestmark = pytest.mark.usefixtures("quick_machine")
PATHS = (
    "/",
    "/search?by=CHN",
    "/parties",
    "/matrix",
    "/timeline",
    "/api/statements",
    "/api/statements.csv?by=CHN",
    "/api/counts",
)


class Made:
    """Counts the answers that are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        for room in (rendering, answers):
            monkeypatch.setattr(room, "whole", self._counting(answers.whole))

    def _counting(self, make: Callable[..., Whole]) -> Callable[..., Whole]:
        def counting(*words: Any, **more: Any) -> Whole:
            self.number += 1
            return make(*words, **more)

        return counting


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    return Made(monkeypatch)


def large(monkeypatch: pytest.MonkeyPatch, *, lasting: float) -> None:
    """As if the ledger were large."""
    monkeypatch.setattr(reprints, "LARGE", 0)
    monkeypatch.setattr(reprints, "LASTING", lasting)
    monkeypatch.setattr(reprints, "OLDEST", lasting)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_an_answer_is_made_once_and_given_again_as_it_was(client: TestClient, made: Made, path: str) -> None:
    first, again = client.get(path), client.get(path)
    assert made.number == 1
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert {**again.headers} == {**first.headers}


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_it_is_made_anew_once_anything_has_changed(client: TestClient, ledger: Ledger, path: str) -> None:
    before = client.get(path).text
    with Ledger(ledger._store.name) as other:  # as another program would
        other.remove(dispute().document.id)
    after = client.get(path).text
    assert after != before
    with Ledger(ledger._store.name) as other:
        other.add(dispute())
    assert client.get(path).text == before


def test_other_addresses_parameters_and_hosts_have_answers_of_their_own(client: TestClient, made: Made) -> None:
    for path in ("/search?by=CHN", "/search?by=NATO", "/search"):
        client.get(path)
    assert made.number == 3
    page = client.get("/search?by=CHN", headers={"Host": "127.0.0.1:8765"}).text
    assert "http://127.0.0.1:8765/search?by=CHN" in page
    assert made.number == 4


def test_what_is_wrong_is_never_kept(client: TestClient, ledger: Ledger) -> None:
    id_ = simple(5).document.id
    assert client.get(f"/articles/{id_}").status_code == 404
    assert client.get("/search?act=shout").status_code == 400
    ledger.add(simple(5))
    assert client.get(f"/articles/{id_}").status_code == 200


def test_head_is_as_get_without_the_body(client: TestClient, made: Made) -> None:
    for path in ("/search?by=CHN", "/api/statements", "/static/style.css"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert {**head.headers} == {**whole.headers}
    assert made.number == 2
    assert client.head("/nothing").status_code == 404
    assert client.head("/read").status_code == 405


def test_what_the_asker_has_is_not_sent_again(client: TestClient, ledger: Ledger, made: Made) -> None:
    tag = {"If-None-Match": client.get("/search?by=CHN").headers["etag"]}
    for ask in (client.get, client.head):
        assert (ask("/search?by=CHN", headers=tag).status_code, made.number) == (304, 1)
    ledger.remove(dispute().document.id)
    assert client.get("/search?by=CHN", headers=tag).status_code == 200


def guarded(ledger: Ledger, secret: str | None) -> TestClient:
    """Somebody who has signed in with a token, or nobody."""
    client = TestClient(ledger_app(ledger), base_url="https://news.example")
    if secret:
        seal = re.search(r'name="seal" value="([0-9a-f]+)"', client.get("/sign-in").text)
        assert seal
        client.post("/sign-in", data={"token": secret, "seal": seal[1]})
    return client


APPS: dict[int, Any] = {}


def ledger_app(ledger: Ledger) -> Any:
    """One service for all who ask a ledger."""
    if id(ledger) not in APPS:
        APPS.clear()
        APPS[id(ledger)] = make_app(ledger, access=Access(anonymous=None, local_only=False), read=read_quickly)
    return APPS[id(ledger)]


def test_roles_and_people_never_see_each_others_pages(ledger: Ledger, made: Made) -> None:
    roles: dict[str, Role] = {"Ann": "admin", "Rob": "review", "Ros": "review", "Eve": "read"}
    people = {name: guarded(ledger, ledger.make_token(name, role)) for name, role in roles.items()}
    nobody = guarded(ledger, None)
    path = f"/statements/{ledger.search()[0].id}"
    started = made.number
    seals: dict[str, set[str]] = {}
    for name, client in [*people.items(), *reversed(people.items())]:
        text = client.get(path).text
        assert f"Signed in as {name} " in text
        assert not any(f"Signed in as {other} " in text for other in people if other != name)
        assert ("Accept</button>" in text) == (name != "Eve")
        found = set(re.findall(r'name="seal" value="([0-9a-f]+)"', text))
        assert len(found) == 1
        assert seals.setdefault(name, found) == found
        assert nobody.get(path).status_code == 401
    assert len({seal for found in seals.values() for seal in found}) == len(people)
    assert made.number - started - 2 * len(people) == 3  # one for each role, and what nobody was told
    rob = people["Rob"]
    [seal] = seals["Rob"]
    assert rob.post(f"{path}/review", data={"action": "accept", "seal": seal}).status_code == 200
    assert people["Ros"].post(f"{path}/review", data={"action": "accept", "seal": seal}).status_code == 403
    ledger.revoke_token("Eve")
    assert people["Eve"].get(path).status_code == 401


def test_each_newcomer_gets_a_session_of_its_own(ledger: Ledger) -> None:
    path, app = f"/statements/{ledger.search()[0].id}", make_app(ledger, read=read_quickly)
    one, other = (TestClient(app, base_url="http://localhost") for _ in range(2))
    seals = [re.search(r'name="seal" value="([0-9a-f]+)"', client.get(path).text) for client in (one, other)]
    assert seals[0]
    assert seals[1]
    assert one.cookies["onrecord"] != other.cookies["onrecord"]
    form = {"action": "accept", "seal": seals[0][1]}
    assert other.post(f"{path}/review", data=form).status_code == 403
    assert one.post(f"{path}/review", data=form).status_code == 200


def test_in_a_large_ledger_what_others_add_shows_after_a_while(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch, lasting=1e9)
    before = client.get("/search").text
    ledger.add(simple(7, title="Seven"))
    assert client.get("/search").text == before
    large(monkeypatch, lasting=-1)  # as if the while were over
    assert "Seven" in client.get("/search").text


def test_what_is_no_longer_new_is_given_while_it_is_made_anew(
    ledger: Ledger, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch, lasting=1e9)
    monkeypatch.setattr(reprints, "LASTING", -1)
    with TestClient(make_app(ledger), base_url="http://localhost") as client:
        before = client.get("/search").text
        ledger.add(simple(7, title="Seven"))
        assert client.get("/search").text == before
        until = time.monotonic() + 60  # a busy machine takes its time
        while "Seven" not in client.get("/search").text and time.monotonic() < until:
            time.sleep(0.02)
        assert "Seven" in client.get("/search").text
        number = made.number
        assert [client.get("/search").status_code for _ in range(3)] == [200] * 3
        assert made.number == number  # nothing has changed since


def test_in_a_large_ledger_a_review_shows_at_once(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    large(monkeypatch, lasting=1e9)
    id_ = ledger.search(act="deny", by="CHN")[0].id
    paths = (
        f"/statements/{id_}",
        "/search?by=CHN",
        f"/threads/{id_}",
        f"/articles/{dispute().document.id}",
        "/reviews",
    )
    before = [client.get(path).text for path in paths]
    made = client.post(f"/api/statements/{id_}/reviews", json={"action": "reject"}).json()
    for path in paths:
        assert re.search("(?i)rejected", client.get(path).text), path
    client.post(f"/api/reviews/{made['id']}/undo", json={})
    assert [client.get(path).text for path in paths[1:4]] == before[1:4]


def test_what_is_made_of_old_parts_never_passes_for_new(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "BUSY", -1)  # everything is worth remembering
    assert " in 3 articles" in client.get("/").text
    ledger.add(simple(7))
    assert " in 3 articles" in client.get("/").text  # for half a minute
    monkeypatch.setattr(remembering, "AT_LEAST", -1)
    monkeypatch.setattr(remembering, "TIMES", 0)
    for _ in range(200):  # found anew behind the back of who asks
        if " in 4 articles" in client.get("/").text:
            return
        time.sleep(0.02)
    pytest.fail("the page was kept, old as it was")


def test_many_who_ask_for_one_page_have_it_made_once(
    client: TestClient, ledger: Ledger, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, id_ = Ledger.statement, ledger.search()[0].id

    def slowly(self: Ledger, which: str) -> Any:
        time.sleep(0.3)
        return find(self, which)

    monkeypatch.setattr(Ledger, "statement", slowly)
    with ThreadPoolExecutor(6) as askers:
        answers_ = list(askers.map(lambda _: client.get(f"/api/statements/{id_}"), range(6)))
    assert {answer.status_code for answer in answers_} == {200}
    assert len({answer.content for answer in answers_}) == 1
    assert made.number == 1


def test_a_making_that_fails_fails_for_itself_only(
    client: TestClient, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, id_ = Ledger.statement, ledger.search()[0].id
    failing = iter([True])

    def once(self: Ledger, which: str) -> Any:
        time.sleep(0.2)
        if next(failing, False):
            raise ZeroDivisionError
        return find(self, which)

    monkeypatch.setattr(Ledger, "statement", once)
    with ThreadPoolExecutor(4) as askers:
        statuses = list(askers.map(lambda _: client.get(f"/api/statements/{id_}").status_code, range(4)))
    assert sorted(statuses) == [200, 200, 200, 500]


NOW = Edition("state", 0, large=False, at=0.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400)), max_size=60))
def test_what_is_kept_never_takes_more_than_its_room(asked: list[tuple[int, int]]) -> None:
    shelf = Shelf(room=10_000)
    for number, size in asked:
        shelf.keep((str(number),), whole(size), NOW)
        assert shelf.used <= shelf.room
    kept = [number for number in range(10) if shelf.find((str(number),), NOW)[0]]
    assert shelf.used == sum(reprints._size(key, made) for key, (made, _) in shelf._kept.items())
    assert len(kept) == len(shelf._kept)


def test_what_nobody_asks_for_goes_first_and_what_is_too_large_never_comes() -> None:
    shelf = Shelf(room=20_000)
    for number in range(100):
        shelf.keep((str(number),), whole(100), NOW)
        assert shelf.find(("0",), NOW)[0]
    assert shelf.find(("1",), NOW) == (None, False)
    shelf.keep(("large",), whole(20_000), NOW)
    assert shelf.find(("large",), NOW) == (None, False)


def whole(size: int) -> Whole:
    return Whole((b"x" * size,), "digest", "text/html", 200, {})


@pytest.mark.parametrize(
    ("now", "given", "new"),
    [
        (Edition("state", 0, large=False, at=1e6), True, True),
        (Edition("other", 0, large=False, at=1.0), False, False),
        (Edition("state", 1, large=False, at=1.0), False, False),
        (Edition("other", 0, large=True, at=reprints.LASTING), True, True),
        (Edition("other", 0, large=True, at=reprints.OLDEST), True, False),
        (Edition("other", 0, large=True, at=reprints.OLDEST + 1), False, False),
        (Edition("other", 1, large=True, at=1.0), False, False),
    ],
)
def test_how_long_it_is_given(now: Edition, *, given: bool, new: bool) -> None:
    assert (NOW.may_be_given(now), NOW.is_new(now)) == (given, new)
