"""`onrecord export` in every format, and annotations back in by `onrecord import`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from onrecord import Ledger
from onrecord.cli.exporting import FOLDERS, STREAMS, WHOLE, WITH_TEXT
from onrecord.records import Link, with_ledger_ids
from tests.cli.making import TEXT, made
from tests.ledger.making import simple


@pytest.mark.parametrize("name", STREAMS)
def test_every_format_goes_to_a_pipe_or_a_file(run, ledger: Path, name: str) -> None:
    piped = run("export", "--format", name, "--ledger", ledger).stdout_bytes
    assert piped
    told = run("export", "--format", name, "--output", "all.out", "--ledger", ledger)
    assert told.stdout == ""
    assert Path("all.out").read_bytes() == piped
    assert not Path("all.out.part").exists()


@pytest.mark.parametrize("name", [name for name in STREAMS if name not in WITH_TEXT])
def test_texts_stay_at_home(run, ledger: Path, name: str) -> None:
    content = run("export", "--format", name, "--no-text", "--ledger", ledger).stdout_bytes
    assert TEXT.encode() not in content
    assert b"[/]. Sudia denied" not in content


def test_an_export_without_texts_is_not_imported(run, ledger: Path) -> None:
    content = run("export", "--no-text", "--ledger", ledger).stdout
    result = run("import", "-", "--ledger", "copy.db", stdin=content, code=1)
    assert "exported without its text" in result.stderr


def test_raw_cells_are_asked_for(run, ledger: Path) -> None:
    assert ',"\'=1+1,",' in run("export", "--format", "csv", "--ledger", ledger).stdout
    assert ',"=1+1,",' in run("export", "--format", "csv", "--raw-cells", "--ledger", ledger).stdout


def test_what_people_left_so(run, ledger: Path) -> None:
    with Ledger(ledger) as opened:
        first, second, *_ = ids = sorted(entry.id for entry in opened.search())
        opened.review(first, "accept", by="ana")
        opened.review(second, "reject", by="ana")

    def found(*options: str) -> dict[str, str]:
        told = run("export", "--format", "csv", *options, "--ledger", ledger).stdout
        return {row["id"]: row["review"] for row in csv.DictReader(io.StringIO(told))}

    left = {first: "confirmed", second: "rejected"}
    assert found() == {id_: left.get(id_, "machine") for id_ in ids}
    assert found("--review", "confirmed") == {first: "confirmed"}
    assert found("--review", "rejected", "--no-text") == {second: "rejected"}
    assert found("--review", "machine").keys() == set(ids) - {first, second}


@pytest.mark.parametrize("name", [name for name in (*STREAMS, *FOLDERS) if name not in WHOLE])
def test_every_format_that_is_not_imported_may_hold_a_part(run, ledger: Path, name: str) -> None:
    run("export", "--format", name, "--review", "machine", "--output", "part", "--ledger", ledger)
    assert Path("part").exists()


def test_a_data_package_is_a_folder(run, ledger: Path) -> None:
    run("export", "--format", "data-package", "--output", "package", "--no-text", "--ledger", ledger)
    assert sorted(path.name for path in Path("package").iterdir()) == [
        "articles.csv", "datapackage.json", "links.csv", "statements.csv",
    ]  # fmt: skip
    assert TEXT not in Path("package/articles.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        *(((name,), "--output") for name in FOLDERS),
        *(((name, "--no-text", "--output", "x"), "--no-text") for name in WITH_TEXT),
        *(((name, "--review", "confirmed", "--output", "x"), "--review") for name in WHOLE),
        (("sing",), "sing"),
    ],
)
def test_what_cannot_be_is_told(run, ledger: Path, options: tuple[str, ...], message: str) -> None:
    assert message in run("export", "--format", *options, "--ledger", ledger, code=2).stderr


def test_a_missing_library_is_told(run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.cli.exporting.find_spec", lambda _: None)
    assert "onrecord[parquet]" in run("export", "--format", "parquet", "--ledger", ledger, code=1).stderr


def changed(name: str) -> str:
    """Exported annotations in which the accusation is a criticism and the last statement is gone."""
    if name == "brat":
        (path,) = Path("given").glob("*.ann")
        lines = path.read_text(encoding="utf-8").replace("Act E1 accuse", "Act E1 criticise").splitlines()
        path.write_text("\n".join(line for line in lines if not line.startswith("E3")), encoding="utf-8")
        return "given"
    (task,) = json.loads(Path("given").read_text(encoding="utf-8"))
    gone = with_ledger_ids(made()).statements[2].id
    result = [item for item in task["predictions"][0]["result"] if gone not in json.dumps(item)]
    for item in result:
        if item["type"] == "choices" and item["value"]["choices"] == ["accuse"]:
            item["value"]["choices"] = ["criticise"]
    task["annotations"] = [{"result": result}]
    Path("given").write_text(json.dumps([task]), encoding="utf-8")
    return "given"


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_annotations_come_back_as_reviews(run, ledger: Path, name: str) -> None:
    run("export", "--format", name, "--output", "given", "--ledger", ledger)
    back = ("import", "--format", name, changed(name), "--by", "ana", "--ledger", ledger)
    assert "1 corrected, 1 rejected, 0 accepted" in run(*back).stderr
    assert "0 corrected, 0 rejected, 0 accepted" in run(*back).stderr
    first, second, third = (statement.id for statement in with_ledger_ids(made()).statements)
    with Ledger(ledger) as opened:
        assert opened.reviewed(first).statement.act == "criticise"
        assert opened.reviewed(first).live[0].by == "ana"
        assert opened.reviewed(second).status == "machine"
        assert opened.reviewed(third).status == "rejected"
        assert opened.reading(made().document.id) == with_ledger_ids(made())
    assert "1 accepted" in run(*back, "--accept").stderr


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_articles_that_the_ledger_lacks_are_added(run, ledger: Path, name: str) -> None:
    run("export", "--format", name, "--output", "given", "--ledger", ledger)
    run("import", "--format", name, changed(name), "--by", "ana", "--ledger", "new.db")
    with Ledger("new.db") as opened:
        assert opened.counts()["statements"] == 2


def test_annotations_have_an_author(run, ledger: Path) -> None:
    assert "--by" in run("import", "--format", "brat", "x", "--ledger", ledger, code=2).stderr


@pytest.mark.parametrize("name", ["brat", "label-studio"])
def test_other_files_are_rejected(run, ledger: Path, name: str) -> None:
    Path("x.ann").write_text("T1\tContent 0 9\tx", encoding="utf-8")
    assert (
        "rejected: x.ann" in run("import", "--format", name, "x.ann", "--by", "ana", "--ledger", ledger, code=1).stderr
    )
    assert "rejected: none" in run("import", "--format", name, "none", "--by", "ana", "--ledger", ledger, code=1).stderr


def test_reading_an_address_of_this_machine_is_refused(run) -> None:
    assert "not on the public internet" in run("read", "http://127.0.0.1:9/", code=1).stderr
    run("read", "http://localhost/", "--rejects", "bad.jsonl", code=1)
    assert json.loads(Path("bad.jsonl").read_text())["reason"] == "refused"


def rows_of(told: str) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(io.StringIO(told))}


def test_a_story_is_exported(run, ledger: Path) -> None:
    accuse, deny, state = (one.id for one in with_ledger_ids(made()).statements)

    def found(*options: str) -> dict[str, dict[str, str]]:
        return rows_of(run("export", "--format", "csv", *options, "--ledger", ledger).stdout)

    assert found("--search", "act:deny").keys() == {deny}
    assert found("--search", "act:deny")[deny]["answers"] == ""
    whole = found("--search", "act:deny", "--with-threads")
    assert whole.keys() == {accuse, deny}
    assert whole[deny]["answers"] == f"rebuts {accuse}"
    assert whole[accuse]["passage"].startswith("https://gazette.example/a#:~:text=Sudia%20of%20")
    assert found("--thread", accuse[:13]) == whole
    assert found("--thread", accuse, "--thread", state).keys() == {accuse, deny, state}
    assert found("--search", "").keys() == {accuse, deny, state}
    with Ledger(ledger) as opened:
        opened.review(deny, "reject", by="ana")
    assert found("--thread", accuse, "--review", "machine").keys() == {accuse}


def test_answers_elsewhere_stand_in_tables_where_both_are_exported(run, ledger: Path) -> None:
    accuse, _, _ = (one.id for one in with_ledger_ids(made()).statements)
    with Ledger(ledger) as opened:
        opened.add(simple(1), links=False)
        [other] = [entry.id for entry in opened.search("plan")]
        opened.link([Link(other, "rebuts", accuse)])

    def answers(*options: str) -> str:
        told = run("export", "--format", "csv", *options, "--ledger", ledger).stdout
        return rows_of(told)[other]["answers"]

    assert answers() == answers("--thread", accuse) == answers("--review", "machine") == f"rebuts {accuse}"
    assert answers("--search", "plan") == ""
    with Ledger(ledger) as opened:
        opened.review(accuse, "reject", by="ana")
    assert answers("--review", "machine") == ""


def test_a_part_that_holds_nothing_is_told(run, ledger: Path) -> None:
    told = run("export", "--search", "by:Nobody", "--format", "csv", "--ledger", ledger)
    assert told.stdout.count("\n") <= 1
    assert "holds no statement" in told.stderr
    assert (
        "no statement 'st:ffff'"
        in run("export", "--thread", "st:ffff", "--format", "csv", "--ledger", ledger, code=1).stderr
    )
    assert "--search WORDS" in run("export", "--with-threads", "--ledger", ledger, code=2).stderr


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_imported_is_whole(run, ledger: Path, name: str) -> None:
    for part in (("--search", "act:deny"), ("--thread", "st:")):
        told = run("export", "--format", name, *part, "--output", "x", "--ledger", ledger, code=2)
        assert "--search" in told.stderr
