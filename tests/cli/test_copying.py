"""What `add` reads once, and the commands that tell copies and versions apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import Ledger
from onrecord.records import Document, Reading
from tests.runs.conftest import TEXTS

PARAGRAPHS = [f"{text} That was on page {number} of the report." for number, text in enumerate(TEXTS)] * 2
WIRE = "\n".join(f"{line} Item {number}." for number, line in enumerate(PARAGRAPHS))
SHORTER = "\n".join(WIRE.split("\n")[:-1])


def lines(*articles: dict) -> str:
    return "".join(json.dumps({"published": "2031-05-04"} | article) + "\n" for article in articles)


def article(name: str, text: str = TEXTS[0], **fields: str) -> dict:
    return {"text": text, "url": f"https://{name}.example/a", "outlet": name} | fields


def parts(ledger: str) -> list[dict]:
    with Ledger(ledger) as opened:
        return sorted((reading.to_json() for reading in opened.export()), key=lambda one: one["url"])


@pytest.fixture
def read_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the reader was given, in order."""
    from onrecord import reader  # noqa: PLC0415

    seen: list[str] = []
    plain = reader.read_analysis

    def noted(analysis, *arguments, **options):
        seen.append(analysis.document.text)
        return plain(analysis, *arguments, **options)

    monkeypatch.setattr(reader, "read_analysis", noted)
    return seen


@pytest.mark.slow
def test_exact_copies_are_read_once_and_come_out_as_if_read_each(run, read_texts: list[str]) -> None:
    copies = [
        article("one"),
        article("two", title="Another"),
        article("six", TEXTS[1]),
        article("ten", published="2031-05-05"),
    ]
    Path("all.jsonl").write_text(lines(*copies, article("one")))
    result = run("add", "all.jsonl", "--ledger", "all.db")
    assert "4 articles added" in result.stderr
    assert "1 of them copies not read again" in result.stderr
    assert sorted(read_texts) == sorted([TEXTS[0], TEXTS[1], TEXTS[0]])
    for number, one in enumerate(copies):  # each on its own, so that nothing can be taken over
        Path("one.jsonl").write_text(lines(one))
        run("add", "one.jsonl", "--ledger", f"{number}.db")
        run("merge", f"{number}.db", "--ledger", "each.db")
    assert parts("all.db") == parts("each.db")
    read_texts.clear()
    Path("late.jsonl").write_text(lines(article("late")))
    assert "1 of them copies not read again" in run("add", "late.jsonl", "--ledger", "all.db").stderr
    assert read_texts == []


@pytest.mark.slow
def test_near_copies_are_read_once_where_that_is_wanted(run, read_texts: list[str]) -> None:
    own = article("own", f"{SHORTER}\nThe ministry denied it.")
    copies = [article("long", WIRE), article("short", SHORTER), own]
    Path("all.jsonl").write_text(lines(*copies))
    run("add", "all.jsonl", "--ledger", "once.db", "--read-once")
    assert read_texts == [WIRE, own["text"]]
    run("add", "all.jsonl", "--ledger", "each.db")
    assert len(read_texts) == 5
    long, _, short = parts("once.db")
    assert short["reader"]["models"]["copy_of"] == long["id"]
    assert 0 < len(short["statements"]) <= len(long["statements"])
    assert {one["url"][8:13] for one in parts("each.db") if "copy_of" not in one["reader"]["models"]} == {
        "long.",
        "own.e",
        "short",
    }
    again = run("add", "all.jsonl", "--ledger", "once.db", "--read-once").stderr
    assert "0 articles added" in again
    assert len(read_texts) == 5
    for name in ("once.db", "each.db"):
        family = run("copies", long["id"], "--ledger", name, "--format", "jsonl").stdout.splitlines()
        assert sorted(json.loads(line)["outlet"] for line in family) == ["long", "own", "short"]
        run("verify", "--ledger", name)
    run("add", "all.jsonl", "--ledger", "once.db", "--read-once", "--shards", "shards", code=2)


def test_a_copy_of_what_cannot_be_read_is_told(run, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord import reader  # noqa: PLC0415

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reader, "read_analysis", fail)
    Path("all.jsonl").write_text(lines(article("one"), article("two")))
    result = run("add", "all.jsonl", "--ledger", "all.db", "--rejects", "rejects.jsonl", code=1)
    assert "2 rejected" in result.stderr
    assert [json.loads(line)["place"] for line in Path("rejects.jsonl").read_text().splitlines()] == [
        "line 1",
        "line 2",
    ]


@pytest.mark.slow
def test_other_settings_are_another_reading(run, read_texts: list[str]) -> None:
    Path("all.jsonl").write_text(lines(article("one")))
    Path("own.csv").write_text("id,name\norg:X,Sudia Guild\n")
    for number, some in enumerate(((), ("--min-confidence", "0.99"), ("--register", "own.csv")), 1):
        run("add", "all.jsonl", "--ledger", "all.db", *some)
        assert len(read_texts) == number
    (kept,) = parts("all.db")
    Path("first.jsonl").write_text(lines(article("one")))
    run("add", "first.jsonl", "--ledger", "first.db", "--register", "own.csv", "--min-confidence", "0.5")
    (first,) = parts("first.db")
    assert first["reader"]["models"]["min_confidence"] == "0.5"
    assert len(first["reader"]["models"]["registers"]) == 64
    assert kept["statements"]


def test_an_ambiguous_family_and_a_missing_one(run, ledger: Path) -> None:
    with Ledger(ledger) as opened:
        (only,) = opened.articles()
    assert "no near copy" in run("copies", only.id[:12], "--ledger", ledger).stderr
    run("copies", "doc:none", "--ledger", ledger, code=1)


def test_versions_show_what_changed(run) -> None:
    page = "https://one.example/a"
    Path("a.jsonl").write_text(lines(article("one", f"{TEXTS[0]}\n{TEXTS[2]}\nThe end of it.", title="T")))
    Path("b.jsonl").write_text(lines(article("one", f"{TEXTS[0]}\n{TEXTS[1]}\nThe end of it.")))
    run("add", "a.jsonl", "--ledger", "news.db")
    assert "one version" in run("versions", page, "--ledger", "news.db").stderr
    run("add", "b.jsonl", "--ledger", "news.db", "--read-once")
    found = json.loads(run("versions", page, "--ledger", "news.db", "--format", "json").stdout)
    first, second = sorted(found, key=lambda one: one["text_added"])
    assert first["text_removed"] == first["statements_added"] == []
    assert {*second["text_removed"], *second["text_added"]} == {TEXTS[1], TEXTS[2]}
    assert second["statements_added"]
    assert second["statements_removed"]
    shown = run("versions", page, "--ledger", "news.db").stdout
    assert f"+ {second['text_added'][0]}" in shown
    assert "- statement: " in shown
    with Ledger("news.db") as ledger:
        ledger.add(Reading(Document("Another.", url="https://two.example")))
        assert len(ledger.versions(page)) == 2
