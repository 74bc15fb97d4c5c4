"""Exports a ledger to nowhere and prints how much came and the most memory held: `python -m benchmarks.ledger_export LEDGER FORMAT`."""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from onrecord.cli import main


def run(where: str, format_: str) -> None:
    """Exports into a file that is thrown away, as the command does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all"
        main(["export", "--ledger", where, "--format", format_, "--output", str(path)], standalone_mode=False)
        size = sum(file.stat().st_size for file in path.rglob("*")) if path.is_dir() else path.stat().st_size
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{size / 1e6:8,.0f} MB written, {most / 1024:4.0f} MB of memory at most")


if __name__ == "__main__":
    run(*sys.argv[1:])
