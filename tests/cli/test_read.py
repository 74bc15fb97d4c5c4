"""`onrecord read` and `add`: formats, rejections, exit codes. The reader is replaced by one that knows the answer, but
for the slow tests.
"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.records import Reading
from tests.cli.making import TEXT, made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document

ONRECORD = [sys.executable, "-c", "from onrecord.cli import main; main()"]
ENGLISH = "The minister denied the claims. “There is no plan,” he told reporters on Friday."
FRENCH = "Le ministre a rejeté les accusations de l'opposition vendredi. Il a déclaré qu'il ne changerait pas d'avis."


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that finds the statements made by hand in each article with their text, none in others."""

    def read_many(documents: Iterable[Document], **_: object) -> Iterator[Reading]:
        for document in documents:
            yield replace(made(), document=document) if document.text == TEXT else Reading(document)

    monkeypatch.setattr("onrecord.reader.read_many", read_many)


def article(**fields: str) -> str:
    return json.dumps({"text": TEXT} | fields)


pytestmark = pytest.mark.usefixtures("known")


def test_json_is_one_reading_or_an_array(run) -> None:
    one = json.loads(run("read", "-", "--format", "json", stdin=article()).stdout)
    assert Reading.from_json(one).statements == made().statements
    three = run("read", "-", "--format", "json", stdin="\n".join([article()] * 3)).stdout
    assert [item["sha256"] for item in json.loads(three)] == [one["sha256"]] * 3


def test_jsonl_is_a_line_a_reading(run) -> None:
    output = run("read", "-", "--format", "jsonl", stdin="\n".join([article()] * 3)).stdout
    assert len([json.loads(line) for line in output.splitlines()]) == 3


def test_text_says_who_did_what_and_who_answered(run) -> None:
    output = run("read", "-", stdin=article(title="A \x1b[31mtitle", outlet="The Gazette")).stdout
    lines = output.splitlines()
    assert lines[0] == "A \N{REPLACEMENT CHARACTER}[31mtitle"
    assert " s1  Norland (NOR) accused Sudia" in lines
    assert "     Sudia of [bold]piracy[/]" in lines
    assert "     ↳ rebutted by s2, Sudia (SDN)" in lines
    assert " s2  Sudia (SDN) denied against Norland · on Friday" in lines


def test_table_csv_html_and_plover(run) -> None:
    assert "rebuts" in run("read", "-", "--format", "table", stdin=article()).stdout
    rows = list(csv.DictReader(io.StringIO(run("read", "-", "--format", "csv", stdin=article()).stdout)))
    assert [row["answers"] for row in rows] == ["", "rebuts s1", ""]
    page = run("read", "-", "--format", "html", stdin=article(title="<script>", url="javascript:alert(1)")).stdout
    assert page.startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert page.count("<script>") == 1  # the page's own
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page
    events = run("read", "-", "--format", "plover", stdin=article()).stdout.splitlines()
    assert [json.loads(event)["event_type"] for event in events] == ["ACCUSE"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "nothing in it"),
        ("binary.txt", bytes(range(256)) * 20, "binary data"),
        ("french.txt", FRENCH.encode(), "'fr'"),
        ("broken.txt", b"The minister \xff\xfe denied \xc3\x28 the claims \x80\x81.", "save it as UTF-8"),
        ("long.txt", b"The minister denied the claims. " * 330_000, "split it"),
        ("marks.txt", b'"' * 1_000_000, "no prose"),
    ],
)
def test_bad_input_is_refused_with_a_message(run, name: str, data: bytes, message: str) -> None:
    Path(name).write_bytes(data)
    result = run("read", name, "--rejects", "rejects.jsonl", code=1)
    assert result.stdout == ""
    assert f"rejected: {name}" in result.stderr
    assert message in result.stderr
    assert json.loads(Path("rejects.jsonl").read_text())["source"] == name
    result = run("add", name, "--ledger", "news.db", code=1)
    assert "0 articles added" in result.stderr
    assert run("export", "--ledger", "news.db").stdout == ""


def test_bad_articles_do_not_stop_the_good_ones(run) -> None:
    lines = [article(), json.dumps({"text": FRENCH}), "{", article(url="u")]
    Path("mixed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("read", "mixed.jsonl", "missing.txt", "--format", "jsonl", "--rejects", "rejects.jsonl", code=3)
    assert len(result.stdout.splitlines()) == 2
    rejected = [json.loads(line) for line in Path("rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(item["place"], item["reason"]) for item in rejected] == [
        ("line 2", "language"), ("line 3", "broken"), (None, "missing"),
    ]  # fmt: skip
    lines[2] = article(url="mended")
    Path("mixed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    Path("missing.txt").write_text(TEXT, encoding="utf-8")
    result = run("read", "--retry", "rejects.jsonl", "--rejects", "rejects.jsonl", "--format", "jsonl", code=3)
    assert [json.loads(line)["url"] for line in result.stdout.splitlines()] == ["mended", None]
    assert len(Path("rejects.jsonl").read_text().splitlines()) == 1


def test_a_failing_reader_costs_one_article_only(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_many(documents: Iterable[Document], **_: object) -> Iterator[Reading]:
        batch = list(documents)  # as the parser takes them, some at a time
        for document in batch:
            if document.url == "bad":
                raise ZeroDivisionError("a fault of ours")
            yield Reading(document)

    monkeypatch.setattr("onrecord.reader.read_many", read_many)
    lines = "\n".join(article(url=url) for url in ("a", "b", "bad", "c", "bad", "d"))
    result = run("read", "-", "--format", "jsonl", stdin=lines, code=3)
    assert [json.loads(line)["url"] for line in result.stdout.splitlines()] == ["a", "b", "c", "d"]
    assert "-, line 3: the reader failed (ZeroDivisionError: a fault of ours)" in result.stderr


def test_adding_twice_changes_nothing(run) -> None:
    Path("a.jsonl").write_text(article() + "\n" + article(url="u"), encoding="utf-8")
    first = run("add", "a.jsonl", "--ledger", "news.db", "--ids")
    assert len(first.stdout.split()) == 2
    assert "2 articles added with 6 statements and 2 links, 0 known before" in first.stderr
    exported = run("export", "--ledger", "news.db").stdout
    assert (
        "0 articles added with 0 statements and 0 links, 2 known before"
        in run("add", "a.jsonl", "--ledger", "news.db").stderr
    )
    assert run("export", "--ledger", "news.db").stdout == exported


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['onrecord', '--help']\nfrom onrecord.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'numpy', 'sqlalchemy', 'rich', 'lxml', 'trafilatura', 'onnxruntime'}\n"
        "print(heavy & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_a_closed_pipe_ends_quietly(ledger: Path) -> None:
    command = " ".join(f"'{part}'" for part in [*ONRECORD, "schema"])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


@pytest.mark.slow
def test_a_reading_from_start_to_finish(tmp_path: Path) -> None:
    environment = os.environ | {"NO_COLOR": "1"}
    done = subprocess.run(
        [*ONRECORD, "read", "-", "--format", "json"], input=ENGLISH.encode(), capture_output=True, check=True, cwd=tmp_path,
        env=environment,
    )  # fmt: skip
    assert done.stderr == b""
    assert any(statement["act"] == "deny" for statement in json.loads(done.stdout)["statements"])


@pytest.mark.slow
def interrupt(process: subprocess.Popen[bytes]) -> bytes:
    """What a process tells when it is interrupted; again where a library swallowed it, as people press the keys again."""
    for _ in range(6):
        process.send_signal(signal.SIGINT)
        try:
            return process.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            continue
    process.kill()
    return process.communicate()[1]


@pytest.mark.slow
def test_an_interrupted_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": f"{ENGLISH} {n}"}) for n in range(2000)))
    process = subprocess.Popen(
        [*ONRECORD, "add", "a.jsonl", "--ledger", "news.db", "--ids"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    process.stdout.readline()  # the first article is kept
    errors = interrupt(process)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    done = subprocess.run(
        [*ONRECORD, "articles", "--format", "jsonl", "--ledger", "news.db"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.splitlines()
