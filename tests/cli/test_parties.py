"""`onrecord parties`: the list as it always was, and merging, splitting, undoing beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from onrecord.records import Party
from tests.cli.making import made

if TYPE_CHECKING:
    from pathlib import Path

ANA, RUIZ = Party("Ana Ruiz", "NOR", "per:ana-ruiz|NOR", "person"), Party("Ruiz", "NOR", "per:ruiz|NOR", "person")


@pytest.fixture
def named(run, ledger: Path) -> Path:
    """The ledger, in which Ana Ruiz spoke once, and once as Ruiz."""
    reading = made()
    for name, party in (("b", ANA), ("c", RUIZ)):
        document = replace(reading.document, url=f"https://gazette.example/{name}")
        statement = replace(reading.statements[2], speakers=(party,))
        one = replace(reading, document=document, statements=(statement,), links=())
        run("import", "-", "--no-links", "--ledger", ledger, stdin=json.dumps(one.to_json()))
    return ledger


def lines(run, *arguments: object) -> list[dict]:
    return [json.loads(line) for line in run("parties", *arguments, "--format", "jsonl").stdout.splitlines()]


def test_without_a_command_parties_are_listed(run, ledger: Path) -> None:
    plain = run("parties", "--ledger", ledger).stdout
    assert "Norland" in plain
    assert run("parties", "list", "--ledger", ledger).stdout == plain
    assert run("parties", "--limit", "1", "--ledger", ledger).stderr.startswith("1 of 2;")
    assert [party["name"] for party in lines(run, "nor", "--ledger", ledger)] == ["Norland"]
    assert [party["name"] for party in lines(run, "list", "nor", "--ledger", ledger)] == ["Norland"]
    assert "suggestions" in run("parties", "--help").stdout


def test_merging_splitting_and_undoing(run, named: Path) -> None:
    at = ("--ledger", named)
    (pair,) = lines(run, "suggestions", *at)
    assert (pair["likeness"], pair["one"], pair["other"]) == (0.5, ANA.id, RUIZ.id)
    done = run("parties", "merge", RUIZ.id, "ana ruiz", "--by", "eve", "--why", "same paper", *at)
    assert f"{RUIZ.id} is now {ANA.id}, says eve" in done.stderr
    assert (done.stdout, lines(run, "suggestions", *at)) == ("", [])
    (party,) = lines(run, "ruiz", *at)
    assert (party["handle"], party["said"], party["merged"]) == (ANA.id, 2, 2)
    found = run("search", "--by", RUIZ.id, "--format", "jsonl", *at).stdout
    assert len(found.splitlines()) == 2
    run("parties", "split", RUIZ.id, ANA.id, *at)
    assert len(lines(run, "ruiz", *at)) == 2
    split, merge = lines(run, "log", *at)
    assert (merge["by"], merge["why"], merge["action"], split["action"]) == ("eve", "same paper", "merge", "split")
    assert split["by"]
    assert "is taken back" in run("parties", "undo", split["id"], "--by", "eve", *at).stderr
    assert len(lines(run, "ruiz", *at)) == 1
    run("merge", named, "--ledger", "both.db")
    assert lines(run, "log", "--ledger", "both.db") == lines(run, "log", *at)
    assert "hold" in run("verify", "--ledger", "both.db").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("merge", "Nobody", "Norland"), 1, "no party 'Nobody'"),
        (("merge", "Norland", "state:NOR"), 1, "one party already"),
        (("undo", "pe:0"), 1, "onrecord parties log"),
        (("merge", "Norland"), 2, "INTO"),
    ],
)
def test_failures_say_what(run, ledger: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    result = run("parties", *arguments, "--ledger", ledger, code=code)
    assert says in result.stderr
    assert result.stdout == ""


def test_nothing_said_is_told(run, ledger: Path) -> None:
    assert "nobody merged" in run("parties", "log", "--ledger", ledger).stderr
    assert "no two parties" in run("parties", "suggestions", "--ledger", ledger).stderr
