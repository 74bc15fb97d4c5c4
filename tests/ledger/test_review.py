"""Review: people's words stand beside the machine's, in order, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord import Reading
from onrecord.errors import LedgerError, NotFound, RecordError
from tests.ledger.making import dispute

if TYPE_CHECKING:
    from onrecord import Ledger


@pytest.fixture
def denial(ledger: Ledger) -> str:
    ledger.add(dispute())
    return ledger.search(act="deny")[0].id


def test_a_statement_is_the_machines_until_somebody_speaks(ledger: Ledger, denial: str) -> None:
    before = ledger.reading(dispute().document.id)
    assert ledger.reviewed(denial).status == "machine"
    ledger.review(denial, "accept", by="ana")
    assert ledger.reviewed(denial[:10]).status == "confirmed"
    ledger.review(denial, "reject", by="ben", why="not said")
    view = ledger.reviewed(denial)
    assert (view.status, [one.by for one in view.reviews]) == ("rejected", ["ana", "ben"])
    assert ledger.reading(dispute().document.id) == before


def test_corrections_add_up_and_are_undone_alone(ledger: Ledger, denial: str) -> None:
    text = dispute().document.text
    start = text.index("rejected the claims")
    first = ledger.review(denial, "correct", by="ana", correction={"act": "refuse"})
    ledger.review(
        denial, "correct", by="ben",
        correction={"content": [{"start": start, "end": start + 19}], "targets": [{"name": "NATO leaders", "for": "NATO"}]},
    )  # fmt: skip
    view = ledger.reviewed(denial).statement
    assert (view.act, view.content[0].text, view.targets[0].name) == ("refuse", "rejected the claims", "NATO leaders")
    ledger.undo(first.id, by="ana")
    view = ledger.reviewed(denial).statement
    assert (view.act, view.targets[0].name) == ("deny", "NATO leaders")


def test_what_was_taken_back_cannot_be_taken_back_again(ledger: Ledger, denial: str) -> None:
    rejection = ledger.review(denial, "reject", by="ana")
    taken = ledger.undo(rejection.id, by="ana")
    assert ledger.reviewed(denial).status == "machine"
    for id_ in (rejection.id, taken.id):
        with pytest.raises(LedgerError, match="taken back already"):
            ledger.undo(id_, by="ana")
    with pytest.raises(NotFound):
        ledger.undo("rv:0", by="ana")


@pytest.mark.parametrize(
    "correction",
    [
        {},
        {"confidence": 1},
        {"act": "shout"},
        {"negated": "perhaps"},
        {"content": []},
        {"content": [{"start": 5, "end": 5}]},
        {"content": [{"start": 0, "end": 10_000}]},
        {"content": [{"start": "x", "end": 1}]},
        {"content": 3},
        {"source": "Ana"},
        {"speakers": [{"for": "CHN"}]},
    ],
)
def test_a_correction_fits_the_article_and_the_schema(
    ledger: Ledger, denial: str, correction: dict[str, object]
) -> None:
    with pytest.raises(RecordError):
        ledger.review(denial, "correct", by="ana", correction=correction)
    assert ledger.reviews() == ([], 0)


def test_unknown_actions_and_statements_are_refused(ledger: Ledger, denial: str) -> None:
    with pytest.raises(LedgerError):
        ledger.review(denial, "undo", by="ana")
    with pytest.raises(NotFound):
        ledger.review("st:0", "accept", by="ana")
    with pytest.raises(RecordError):
        ledger.review(denial, "accept", by="ana", correction={"act": "deny"})


def test_the_reviewed_reading_is_gold(ledger: Ledger, denial: str) -> None:
    id_ = dispute().document.id
    assert list(ledger.reviewed_articles()) == []
    ledger.review(denial, "reject", by="ana")
    demand = ledger.search(act="demand")[0].id
    ledger.review(demand, "correct", by="ana", correction={"act": "ask"})
    gold = ledger.reviewed_reading(id_)
    assert [one.act for one in gold.statements] == ["accuse", "ask", "accuse"]
    assert [link.type for link in gold.links] == ["repeats"]
    assert Reading.from_json(gold.to_json()).statements == gold.statements
    assert list(ledger.reviewed_articles()) == [id_]


def test_reviews_outlive_a_new_reading_of_the_article(ledger: Ledger, denial: str) -> None:
    ledger.review(denial, "accept", by="ana")
    ledger.remove(dispute().document.id)
    ledger.add(dispute())
    assert ledger.reviewed(denial).status == "confirmed"
    assert [one.by for one in ledger.reviews()[0]] == ["ana"]


def test_tokens_are_kept_as_hashes(ledger: Ledger) -> None:
    secret = ledger.make_token("desk", "review")
    token = ledger.token_of(secret)
    assert token
    assert (token.name, token.role) == ("desk", "review")
    assert ledger.token_of(secret + "x") is None
    with ledger._store.reading() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM token").all())
    assert secret not in rows
    with pytest.raises(LedgerError, match="already"):
        ledger.make_token("desk", "read")
    for name, role in (("", "read"), ("other", "king")):
        with pytest.raises(LedgerError):
            ledger.make_token(name, role)
    ledger.revoke_token("desk")
    assert ledger.token_of(secret) is None
    assert ledger.tokens() == []
    with pytest.raises(NotFound):
        ledger.revoke_token("desk")
