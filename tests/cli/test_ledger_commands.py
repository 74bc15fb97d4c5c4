"""Commands over a ledger: what they find, how they print it, how they fail."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from onrecord import Ledger
from onrecord.records import Origin, Reading, with_ledger_ids
from tests.cli.making import made


def records(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


def ids() -> list[str]:
    return [statement.id for statement in with_ledger_ids(made()).statements]


def test_search_by_act_and_party(run, ledger: Path) -> None:
    found = records(run("search", "--by", "NOR", "--act", "accuse", "--format", "jsonl", "--ledger", ledger).stdout)
    assert [(entry["id"], entry["answered"]) for entry in found] == [(ids()[0], 1)]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--answered",), [0]),
        (("--unanswered", "--by", "SDN"), [1]),
        (("--about", "NOR"), [1]),
        (("--since", "2031-05", "--until", "2031-05-03"), [1]),
        (("--since", "2032"), []),
        (("by:NOR act:accuse",), [0]),
        (("unanswered", "act:deny"), [1]),
        (("piracy", "--act", "accuse"), [0]),
        (("--outlet", "Gazette", "--limit", "1", "--offset", "2"), [1]),
    ],
)
def test_search_conditions(run, ledger: Path, options: tuple[str, ...], expected: list[int]) -> None:
    output = run("search", *options, "--format", "jsonl", "--ledger", ledger).stdout
    assert sorted(entry["id"] for entry in records(output)) == sorted(ids()[index] for index in expected)


@pytest.mark.parametrize("words", ['"', "a AND", "(", "*", '""', "NEAR(", "-", "né\x00e"])
def test_no_words_break_search(run, ledger: Path, words: str) -> None:
    run("search", "--ledger", ledger, "--", words)


def test_nothing_found_is_said_on_stderr(run, ledger: Path) -> None:
    result = run("search", "--about", "Nobody", "--ledger", ledger)
    assert result.stdout == ""
    assert "nothing in the ledger matches" in result.stderr


def test_readable_views_are_plain_in_a_pipe(run, ledger: Path) -> None:
    views = [
        run("search", "--ledger", ledger).stdout,
        run("search", "--format", "table", "--ledger", ledger).stdout,
        run("show", ids()[0], "--ledger", ledger).stdout,
        run("show", made().document.id, "--ledger", ledger).stdout,
        run("thread", ids()[1], "--ledger", ledger).stdout,
        run("articles", "--ledger", ledger).stdout,
    ]
    for view in views:
        assert "\x1b" not in view
        assert all(line == line.rstrip() and len(line) <= 120 for line in view.splitlines())
    assert "Norland (NOR) accused Sudia" in views[0]
    assert "[bold]piracy[/]" in views[0]


def test_thread_starts_at_what_is_answered(run, ledger: Path) -> None:
    thread = json.loads(run("thread", ids()[1], "--format", "json", "--ledger", ledger).stdout)
    assert thread["status"] == "disputed"
    assert thread["root"]["id"] == ids()[0]
    view = run("thread", ids()[1][:12], "--ledger", ledger).stdout
    assert view.startswith("disputed\n")
    assert "rebutted by Sudia (SDN) denied against Norland" in view


def test_a_thread_is_a_table_with_the_columns_of_a_search(run, ledger: Path) -> None:
    told = run("thread", ids()[1], "--format", "csv", "--ledger", ledger).stdout
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["id"], row["answers"]) for row in rows] == [(ids()[0], ""), (ids()[1], f"rebuts {ids()[0]}")]
    searched = run("search", "--format", "csv", "--ledger", ledger).stdout
    assert told.splitlines()[0] == searched.splitlines()[0]
    lines = run("thread", ids()[1], "--format", "jsonl", "--ledger", ledger).stdout
    assert [row["id"] for row in records(lines)] == ids()[:2]


def test_show_gives_a_statement_with_its_article(run, ledger: Path) -> None:
    shown = json.loads(run("show", ids()[0][:12], "--format", "json", "--ledger", ledger).stdout)
    assert shown["act"] == "accuse"
    assert shown["article"]["outlet"] == "The Gazette"
    assert [item["type"] for item in shown["answers"]] == ["rebuts"]


def test_an_address_is_not_broken(run) -> None:
    address = f"https://gazette.example/{'a-long-way/' * 20}"
    long = replace(made(), document=replace(made().document, url=address))
    run("import", "-", "--ledger", "long.db", stdin=json.dumps(long.to_json()))
    with Ledger("long.db") as opened:
        [one, *_] = opened.search()
    assert address in run("show", one.id, "--ledger", "long.db").stdout.splitlines()
    assert address in run("show", one.article, "--ledger", "long.db").stdout.splitlines()


def test_search_tells_what_is_answered_and_how_people_left_it(run, ledger: Path) -> None:
    with Ledger(ledger) as opened:
        opened.review(ids()[1], "reject", by="ana")
    view = run("search", "act:deny", "--ledger", ledger).stdout
    assert "Sudia (SDN) denied against Norland · rejected by people" in view
    assert f"rebuts {ids()[0][:13]} Norland (NOR) accused Sudia: Sudia of [bold]piracy[/]" in view
    told = list(csv.DictReader(io.StringIO(run("search", "--format", "csv", "--ledger", ledger).stdout)))
    assert {row["id"]: (row["answers"], row["review"]) for row in told} == {
        ids()[0]: ("", "machine"), ids()[1]: (f"rebuts {ids()[0]}", "rejected"), ids()[2]: ("", "machine"),
    }  # fmt: skip


def test_show_tells_what_is_answered(run, ledger: Path) -> None:
    shown = json.loads(run("show", ids()[1], "--format", "json", "--ledger", ledger).stdout)
    assert [(link["type"], link["to"]["id"]) for link in shown["links"]] == [("rebuts", ids()[0])]
    assert (
        f"rebuts          {ids()[0][:13]} Norland (NOR) accused Sudia"
        in run("show", ids()[1], "--ledger", ledger).stdout
    )


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("denied",), "act:deny"),
        (("deny", "by:SDN"), "act:deny"),
        (("answered", "act:accuse"), "--answered"),
        (("accused", "nobody"), "act:accuse"),
        (("accused", "Sudia"), None),
        (("piracy",), None),
        (("unanswered",), None),
        (("act:deny",), None),
    ],
)
def test_words_that_name_a_condition_are_told(run, ledger: Path, words: tuple[str, ...], advice: str | None) -> None:
    told = run("search", *words, "--ledger", ledger).stderr
    assert ("did you mean" in told) is bool(advice)
    assert (advice or "") in told


def test_csv_cells_that_begin_a_formula_are_harmless(run, ledger: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv", "--ledger", ledger).stdout)))
    assert [row["content"] for row in rows][2] == "'=1+1,"
    assert rows[0]["speakers"] == "Norland"


def test_export_imports_back_to_the_same(run, ledger: Path) -> None:
    exported = run("export", "--ledger", ledger).stdout
    assert Reading.from_json(json.loads(exported)) == with_ledger_ids(made())
    run("import", "-", "--ledger", "copy.db", stdin=exported)
    assert run("export", "--ledger", "copy.db").stdout == exported
    again = run("import", "-", "--ledger", "copy.db", stdin=exported)
    assert "0 articles added" in again.stderr


def test_an_export_carries_what_people_said(run, ledger: Path) -> None:
    with Ledger(ledger) as opened:
        opened.add(replace(made(), document=replace(made().document, origin=Origin("feed.warc", "7", None, "2031"))))
        opened.review(ids()[0], "reject", by="ana")
        opened.merge_parties("Sudia", "Norland", by="ben")
    exported = run("export", "--ledger", ledger).stdout
    assert "2 reviews" in run("import", "-", "--ledger", "copy.db", stdin=exported).stderr
    assert run("export", "--ledger", "copy.db").stdout == exported
    again = run("import", "-", "--ledger", "copy.db", stdin=exported).stderr
    assert "0 articles added with 0 statements and 0 links, 1 known before, 0 rejected" in again
    forged = exported.replace('"by":"ana"', '"by":"eve"').replace('"by":"ben"', '"by":"eve"')
    result = run("import", "-", "--ledger", "forged.db", stdin=forged, code=3)
    assert result.stderr.count("its id is not made from what it says") == 2


def test_import_goes_on_after_a_bad_line(run) -> None:
    good = json.dumps(made().to_json())
    lines = f'{{\n{good}\n[]\nnull\n{{"text": "x", "statements": [1]}}\n{{"from": 1}}'
    result = run("import", "-", "--ledger", "new.db", "--rejects", "bad.jsonl", stdin=lines, code=3)
    assert "1 articles added" in result.stderr
    assert [item["place"] for item in records(Path("bad.jsonl").read_text())] == [f"line {n}" for n in (1, 3, 4, 5, 6)]


def changed(where: str, **values: object) -> str:
    item = made().to_json()
    target = {"reading": item, "statement": item["statements"][0], "link": item["links"][0]}[where]
    target.update(values)
    return json.dumps(item)


@pytest.mark.parametrize(
    "line",
    [
        changed("statement", act="sing"),
        changed("statement", quotation="whispered"),
        changed("statement", id="s2"),
        changed("statement", cue=[], content=[], source=None),
        changed("statement", confidence=None),
        changed("statement", content=[{"start": 0, "end": 3, "text": "xyz"}]),
        changed("link", type="sings"),
        changed("link", to="s99"),
        changed("reading", title={"a": 1}),
        changed("reading", text=5),
        json.dumps({"from": "st:1", "type": "rebuts", "to": "st:2"}),
        "[" * 100_000,
    ],
)
def test_nothing_wrong_comes_into_a_ledger(run, line: str) -> None:
    result = run("import", "-", "--ledger", "new.db", stdin=f"{line}\n", code=1)
    assert "rejected: -, line 1: " in result.stderr
    assert run("export", "--ledger", "new.db").stdout == ""


def test_a_ledger_from_above(run, ledger: Path) -> None:
    cells = records(run("matrix", "--format", "jsonl", "--ledger", ledger).stdout)
    assert {(cell["by"], cell["about"], cell["act"]) for cell in cells} == {
        ("NOR", "SDN", "accuse"), ("SDN", "NOR", "deny"),
    }  # fmt: skip
    assert len(run("matrix", "--act", "deny", "--ledger", ledger).stdout.splitlines()) == 3
    assert "2031-05" in run("timeline", "--ledger", ledger).stdout
    assert [
        party["name"] for party in records(run("parties", "nor", "--format", "jsonl", "--ledger", ledger).stdout)
    ] == ["Norland"]
    assert "nothing in the ledger" in run("timeline", "--act", "praise", "--ledger", ledger).stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("thread", ids()[1]), "Norland (NOR) accused Sudia"),
        (("timeline",), "3 statements by month"),
        (("timeline", "--by", "day"), "3 statements by day, 2031-05-02 to 2031-05-04"),
        (("matrix", "--act", "accuse"), "1 statement, 1 answered"),
        (("matrix", "--act", "praise"), "Nothing on record."),
        (("timeline", "--act", "praise"), "Nothing on record."),
    ],
)
def test_pictures(run, ledger: Path, command: tuple[str, ...], told: str) -> None:
    result = run(*command, "--format", "svg", "--ledger", ledger)
    assert ET.fromstring(result.stdout).tag == "{http://www.w3.org/2000/svg}svg"
    assert told in result.stdout
    assert ("nothing in the ledger matches" in result.stderr) == (told == "Nothing on record.")
    assert run(*command, "--format", "svg", "--ledger", ledger).stdout == result.stdout


@pytest.mark.parametrize("command", ["timeline", "matrix"])
def test_a_missing_library_for_charts_is_told(run, ledger: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr("onrecord.cli.surveying.find_spec", lambda _: None)
    assert "onrecord[pictures]" in run(command, "--format", "svg", "--ledger", ledger, code=1).stderr
    assert run("network", "--format", "svg", "--ledger", ledger).stdout.startswith("<svg")


def test_timeline_by_day(run, ledger: Path) -> None:
    days = records(run("timeline", "--by", "day", "--format", "jsonl", "--ledger", ledger).stdout)
    assert {"day": "2031-05-02", "act": "deny", "statements": 1} in days


def test_watching_prints_what_is_new(run, ledger: Path) -> None:
    watch = ("watch", "by:NOR", "--state", "seen.json", "--ledger", ledger, "--format")
    assert [entry["id"] for entry in records(run(*watch, "jsonl").stdout)] == [ids()[0]]
    assert run(*watch, "jsonl").stdout == ""
    Path("seen.json").write_text(json.dumps({ids()[0]: 0}))  # as before it was answered
    assert "answered 1×" in run(*watch, "text").stdout
    Path("seen.json").unlink()
    (item,) = ET.fromstring(run(*watch, "rss").stdout).iter("item")
    assert item.findtext("title") == "Norland (NOR) accused Sudia"
    Path("seen.json").write_text("[]")
    assert "seen.json" in run(*watch, "text", code=1).stderr


def test_merging_is_a_union_and_verify_finds_nothing_wrong(run, ledger: Path) -> None:
    run("merge", ledger, ledger, "--ledger", "both.db")
    assert run("export", "--ledger", "both.db").stdout == run("export", "--ledger", ledger).stdout
    assert "1 articles with 3 statements hold" in run("verify", "--ledger", "both.db").stderr


def test_remove_takes_an_article_out(run, ledger: Path) -> None:
    run("remove", made().document.id[:10], "--ledger", ledger)
    assert run("articles", "--format", "jsonl", "--ledger", ledger).stdout == ""


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        (("search",), 2, "which ledger?"),
        (("add", "a.txt"), 2, "which ledger?"),
        (("search", "--ledger", "none.db"), 1, "none.db"),
        (("search", "--ledger", "news.db", "--act", "sing"), 2, "sing"),
        (("search", "--ledger", "news.db", "--since", "last week"), 2, "is no date"),
        (("show", "st:nothing", "--ledger", "news.db"), 1, "st:nothing"),
        (("thread", "doc:nothing", "--ledger", "news.db"), 1, "doc:nothing"),
        (("remove", "doc:nothing", "--ledger", "news.db"), 1, "doc:nothing"),
        (("search", "--ledger", "readings.jsonl"), 1, "not a ledger"),
        (("read",), 2, "nothing to read"),
        (("read", "a.txt", "--language", "xx"), 2, "xx"),
        (("read", "a.txt", "--column", "colour=x"), 2, "FIELD=COLUMN"),
        (("read", "--retry", "readings.jsonl"), 2, "--rejects"),
        (("evaluate", "none"), 2, "none"),
        (("sing",), 2, "sing"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_failures_say_what_and_exit_rightly(run, command: tuple[str, ...], code: int, message: str) -> None:
    result = run(*command, code=code)
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_variable_and_the_default_file_name_the_ledger(run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.rename(ledger.with_name("onrecord.db"))
    assert "The Gazette" in run("articles").stdout
    monkeypatch.setenv("ONRECORD_LEDGER", "other.db")
    assert "other.db" in run("articles", code=1).stderr
