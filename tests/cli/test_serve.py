"""Serving from the command line: tokens, and refusing to open a ledger to strangers."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from onrecord import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_a_token_is_made_listed_and_revoked(run: Run, ledger: Path) -> None:
    made = run("token", "make", "desk", "--role", "review", "--ledger", ledger)
    secret = made.stdout.strip()
    with Ledger(ledger) as opened:
        token = opened.token_of(secret)
    assert token
    assert (token.name, token.role) == ("desk", "review")
    listed = run("token", "list", "--ledger", ledger).stdout
    assert listed.startswith("desk\treview\t")
    assert secret not in listed
    run("token", "make", "desk", "--ledger", ledger, code=1)
    run("token", "revoke", "desk", "--ledger", ledger)
    assert run("token", "list", "--ledger", ledger).stdout == ""
    run("token", "revoke", "desk", "--ledger", ledger, code=1)


def test_an_open_address_is_refused(run: Run, ledger: Path) -> None:
    refused = run("serve", ledger, "--host", "0.0.0.0", code=1)
    assert "onrecord token make" in refused.stderr
    assert "--open" in refused.stderr
    run("serve", "nothing.db", code=1)


@pytest.mark.slow
def test_it_serves(ledger: Path) -> None:
    port = "8799"
    code = "from onrecord.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(ledger), "--port", port]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(60):
                try:
                    answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/api/counts", timeout=5)
                    break
                except OSError:
                    time.sleep(0.5)
            assert answer.status == 200
        finally:
            server.terminate()
