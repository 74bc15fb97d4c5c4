"""A day's changes, followed as docs/contributing/recipes.md tells them: each in a copy, and the reading changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from onrecord import load_language, load_register, read
from onrecord.errors import UnsupportedLanguage
from onrecord.register import loading
from tests.recipes.page import append, blocks, english_copy, package_copy, patch, promised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CAPTIONS = "1\n00:00:01,000 --> 00:00:03,000\n“There is no plan,” the minister\n\n2\n00:00:03,100 --> 00:00:05,000\nsaid on Friday.\n"


@pytest.mark.slow
@pytest.mark.parametrize(("title", "table"), [("Add a cue", "cues.tsv"), ("Add a rule for an act", "contents.tsv")])
def test_a_line_changes_the_act(title: str, table: str, tmp_path: Path) -> None:
    text, act = promised(title)
    folder = english_copy(tmp_path)
    append(folder / table, blocks(title, "tsv")[0])
    before, after = read(text), read(text, language=load_language("en", folder))
    assert [statement.act for statement in before.statements] == ["state"]
    assert [statement.act for statement in after.statements] == [act]


@pytest.fixture
def register_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package's tables of parties, to be changed."""
    copy = tmp_path / "data"
    shutil.copytree(loading.DATA, copy)
    monkeypatch.setattr(loading, "DATA", copy)
    loading._load.cache_clear()
    yield copy
    loading._load.cache_clear()


def test_a_party_of_the_package_is_known_by_all_its_names(register_copy: Path) -> None:
    title = "Add a party of the register"
    text, party = promised(title)
    append(register_copy / "organisations.tsv", blocks(title, "tsv")[0])
    assert _speakers(text, load_register()) == [party, party]


def test_a_party_of_ones_own_is_known_by_all_its_names(tmp_path: Path) -> None:
    title = "Add a party of the register"
    text, party = promised(title)
    own = tmp_path / "own.csv"
    own.write_text(blocks(title, "csv")[0], encoding="utf-8")
    assert _speakers(text, load_register((own,))) == [party, party]
    assert party not in _speakers(text, load_register())


def _speakers(text: str, register: loading.Register) -> list[str | None]:
    return [party.id for statement in read(text, register=register).statements for party in statement.speakers]


@pytest.mark.slow
def test_an_act_is_read_kept_and_asked_for(tmp_path: Path) -> None:
    title = "Add an act"
    text, act = promised(title)
    package = package_copy(tmp_path)
    values, schema, words, cue = blocks(title, "diff")
    codes, stance = blocks(title, "tsv")
    patch(package / "records" / "values.py", values)
    patch(package / "records" / "schema.json", schema)
    patch(package / "exports" / "acts.py", words)
    patch(package / "languages" / "en" / "cues.tsv", cue)
    append(package / "register" / "data" / "codes_acts.tsv", codes)
    append(package / "register" / "data" / "stances.tsv", stance)

    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    article, ledger = str(tmp_path / "article.txt"), str(tmp_path / "own.db")
    reading = _onrecord(tmp_path, "read", article, "--format", "jsonl").stdout
    assert f'"act":"{act}"' in reading
    assert '"cameo":"055"' in reading
    assert "apologised" in _onrecord(tmp_path, "read", article).stdout
    assert "1 articles added with 1 statements" in _onrecord(tmp_path, "add", article, "--ledger", ledger).stderr
    assert "flour" in _onrecord(tmp_path, "search", "--act", act, "--ledger", ledger).stdout
    assert f'"{act}"' in _onrecord(tmp_path, "schema").stdout


@pytest.mark.slow
def test_a_source_format_is_read_from_the_command_line(tmp_path: Path) -> None:
    title = "Add a source format"
    package, captions = package_copy(tmp_path), tmp_path / "talk.srt"
    captions.write_text(CAPTIONS, encoding="utf-8")
    assert "no prose" in _onrecord(tmp_path, "read", str(captions), "--format", "jsonl").stderr

    (package / "documents" / "captions.py").write_text(blocks(title, "python")[0], encoding="utf-8")
    kinds, endings, readers = blocks(title, "diff")
    patch(package / "documents" / "sniffing.py", kinds)
    patch(package / "documents" / "sniffing.py", endings)
    patch(package / "documents" / "__init__.py", readers)
    found = _onrecord(tmp_path, "read", str(captions), "--format", "jsonl").stdout
    assert '"text":"“There is no plan,” the minister said on Friday."' in found


def _onrecord(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the copy of the package that lies in a folder."""
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", *arguments]
    environment = os.environ | {"PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_language_begins_with_its_direct_quotations(tmp_path: Path) -> None:
    title = "Add a language"
    text, quotation = promised(title)
    with pytest.raises(UnsupportedLanguage):
        read(text)
    (tmp_path / "language.toml").write_text(blocks(title, "toml")[0], encoding="utf-8")
    statements = read(text, language=load_language("de", tmp_path)).statements
    assert [[span.text for span in statement.content] for statement in statements] == [[quotation]]
