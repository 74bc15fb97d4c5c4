"""A web archive of realistic make-up, and `onrecord add` on it from start to end.

    python -m benchmarks.crawl [--records 28000] [--workers 2] [--folder /tmp/onrecord-crawl] [--seed 1]

The archive is made anew each time, the same for the same seed: pages of the corpora's articles among menus, scripts and
teasers, with requests, redirects, errors, what is no HTML, pages that come again, other languages and broken encodings in
the shares of `benchmarks.crawl.makeup`. Archive and ledger stay in the folder, some 500 MB of them. With all records it
takes half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.crawl.makeup import SHARES, write

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = "from onrecord.cli import main; main()"
EVERY = 0.5  # seconds between two looks at the processes


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: seconds of the clock, seconds of processor time, peak memory in MB of the process that writes and
    of each worker that there was.
    """

    seconds: float
    processor: float
    writer: float
    workers: tuple[float, ...]


def main() -> int:
    """Makes the archive, reads it, tells what that took; 1 where the command fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=28_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/onrecord-crawl"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    archive, ledger, rejects = (options.folder / name for name in ("crawl.warc.gz", "crawl.db", "rejects.jsonl"))
    for old in options.folder.glob("crawl.*"):
        old.unlink()
    made = write(archive, options.records, options.seed)
    captures = made.total()
    print(f"{2 * captures:,} records, {captures:,} captures, {archive.stat().st_size / 1e6:.0f} MB packed")
    for kind in SHARES:
        print(f"  {kind:<26}{made[kind]:>7,}  {made[kind] / captures:>6.1%}")
    command = [
        "add",
        str(archive),
        "--ledger",
        str(ledger),
        "--workers",
        str(options.workers),
        "--rejects",
        str(rejects),
    ]
    run = watched([sys.executable, "-c", COMMAND, *command], options.folder / "log.txt")
    if run is None:
        print((options.folder / "log.txt").read_text(encoding="utf-8")[-2000:], file=sys.stderr)
        return 1
    tell(run, ledger, rejects, records=2 * captures, workers=options.workers)
    return 0


def tell(run: Run, ledger: Path, rejects: Path, *, records: int, workers: int) -> None:
    """Prints what a run took and gave."""
    from onrecord import Ledger

    with Ledger(ledger) as opened:
        counts = opened.counts()
    lines = rejects.read_text(encoding="utf-8").splitlines() if rejects.exists() else []
    reasons = Counter(json.loads(line)["reason"] for line in lines)
    articles = counts["articles"]
    print(f"{articles:,} articles with {counts['statements']:,} statements and {counts['links']:,} links are kept")
    print(
        f"{reasons.total():,} rejected: {', '.join(f'{reason} {count:,}' for reason, count in reasons.most_common())}"
    )
    print(
        f"{run.seconds:,.0f} s with {workers} workers, {run.processor:,.0f} s of processor time: "
        f"{records / run.seconds:.1f} records/s, {articles / run.seconds:.1f} articles/s, "
        f"{run.processor / articles:.2f} s of a core an article"
    )
    print(
        f"memory at most {run.writer:.0f} MB in the process that writes, {max(run.workers):.0f} MB in a worker "
        f"({len(run.workers)} were started)"
    )


def watched(command: list[str], log: Path) -> Run | None:
    """Runs a command and looks at its processes' memory; None where it fails. Exit code 3 tells of rejections only."""
    peaks: dict[int, float] = {}
    before, began = os.times(), time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(command, stderr=file, stdout=file, env={**os.environ, "OMP_NUM_THREADS": "1"})
        while process.poll() is None:
            for pid in (process.pid, *children(process.pid)):
                peaks[pid] = max(peaks.get(pid, 0.0), peak(pid))
            time.sleep(EVERY)
    seconds, after = time.perf_counter() - began, os.times()
    if process.returncode not in {0, 3}:
        return None
    writer = peaks.pop(process.pid)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, processor, writer, tuple(size for size in peaks.values() if size > 100))  # not the tracker


def children(pid: int) -> Iterator[int]:
    """The processes that a process has started."""
    try:
        names = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    yield from map(int, names)


def peak(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
    return int(line.split()[1]) / 1024 if line else 0.0


if __name__ == "__main__":
    sys.exit(main())
