"""Shared by the command tests: a runner, and a ledger with a reading made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from onrecord import Ledger
from onrecord.cli import main
from tests.cli.making import made

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


def call(*arguments: str | Path, code: int = 0, stdin: bytes | str | None = None) -> Result:
    """Runs a command in the tests' process; `code` is the exit code that is expected."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, (result.stdout, result.stderr)
    return result


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """`call`, in an empty folder, as from a pipe."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return call


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger's file with the reading made by hand, made once."""
    path = tmp_path_factory.mktemp("kept") / "news.db"
    with Ledger(path) as ledger:
        ledger.add(made())
    return path.read_bytes()


@pytest.fixture
def ledger(run: Run, kept: bytes, tmp_path: Path) -> Path:  # `run`, for the folder it goes to
    """A ledger with the reading made by hand, where commands look for it."""
    (tmp_path / "readings.jsonl").write_text(json.dumps(made().to_json()) + "\n", encoding="utf-8")
    (tmp_path / "news.db").write_bytes(kept)
    return tmp_path / "news.db"
