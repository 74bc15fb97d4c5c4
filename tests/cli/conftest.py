"""Shared by the command tests: a runner, and a ledger with a reading made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from tests.cli.making import made

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command in an empty folder, as from a pipe; `code` is the exit code that is expected."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path, code: int = 0, stdin: bytes | str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, (result.stdout, result.stderr)
        return result

    return call


@pytest.fixture
def ledger(run: Run, tmp_path: Path) -> Path:
    """A ledger with the reading made by hand."""
    (tmp_path / "readings.jsonl").write_text(json.dumps(made().to_json()) + "\n", encoding="utf-8")
    run("import", "readings.jsonl", "--ledger", "news.db")
    return tmp_path / "news.db"
