"""How quick the service's pages are in a large ledger: `python -m benchmarks.service LEDGER [--adding ARTICLES]`.

Starts `onrecord serve` over the ledger (a copy, where articles are added), looks at each kind of page alone, and then with
several readers at once, each of whom asks for the next page when the last has come. Tells wall-clock times, and the
processor time that the service takes for a page, which other work on the machine does not change.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from onrecord import Ledger
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

ONCE = ("/", "/matrix", "/timeline", "/parties")
COMMAND = str(Path(sys.executable).with_name("onrecord"))
TICKS = os.sysconf("SC_CLK_TCK")


def addresses(where: Path, several: int, seed: int) -> list[str]:
    """Addresses of pages of each kind, drawn from a ledger."""
    draw = random.Random(seed)
    found = [address for address in ONCE for _ in range(max(1, several // 8))]
    with Ledger(where, create=False) as ledger:
        for _ in range(several):
            act = draw.choice(ACTS)
            hits = ledger.search(act=act, limit=1, offset=draw.randrange(1000))
            for hit in hits:
                words = re.findall(r"[^\W\d_]{5,}", hit.content) or ["plan"]
                party = draw.choice((*hit.speaks_for, *hit.speakers, *hit.targets, "USA"))
                found += [
                    f"/statements/{quote(hit.id)}", f"/threads/{quote(hit.id)}", f"/articles/{quote(hit.article)}",
                    f"/party?{urlencode({'who': party})}", f"/search?{urlencode({'words': draw.choice(words)})}",
                    f"/search?{urlencode({'by': party, 'act': act})}",
                ]  # fmt: skip
    return found


def kind_of(address: str) -> str:
    """The kind of page that an address leads to."""
    return re.split(r"[/?]", address)[1] or "front"


@contextmanager
def served(where: Path) -> Iterator[tuple[int, int]]:
    """The service over a ledger: its port and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [COMMAND, "serve", str(where), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "/static/icon.svg")
                break
            except OSError:
                time.sleep(0.2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def ask(connection: http.client.HTTPConnection, address: str) -> float:
    """Seconds until a page has come whole. Raises RuntimeError where it is none."""
    before = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    return time.perf_counter() - before


def processor_seconds(process: int) -> float:
    """The processor time that a process has taken, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def alone(port: int, process: int, pages: list[str]) -> None:
    """Each kind of page, one after another: wall-clock and processor time of one page."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for address in pages:
        by_kind[kind_of(address)].append(address)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)  # the matrix takes long, once
    print(f"{'one reader':14}{'pages':>7}{'p50 ms':>9}{'p95 ms':>9}{'processor ms':>14}")
    for kind, some in by_kind.items():
        before = processor_seconds(process)
        took = [ask(connection, address) for address in some]
        spent = (processor_seconds(process) - before) / len(some)
        print(f"{kind:14}{len(some):7}{at(took, 0.5):9.0f}{at(took, 0.95):9.0f}{spent * 1000:14.1f}", flush=True)


def together(port: int, process: int, pages: list[str], readers: int, seconds: float) -> None:
    """Several readers, each asking for page after page in an order of its own."""
    took: dict[str, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds

    def reader(number: int) -> None:
        draw = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            address = draw.choice(pages)
            took[kind_of(address)].append(ask(connection, address))

    before = processor_seconds(process)
    threads = [Thread(target=reader, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = processor_seconds(process) - before
    every = [one for some in took.values() for one in some]
    print(f"{f'{readers} readers':14}{'pages':>7}{'p50 ms':>9}{'p95 ms':>9}")
    for kind, some in [*took.items(), ("all", every)]:
        print(f"{kind:14}{len(some):7}{at(some, 0.5):9.0f}{at(some, 0.95):9.0f}")
    print(f"{len(every) / seconds:.0f} pages a second; {spent / max(1, len(every)) * 1000:.1f} ms of processor a page")


def at(took: list[float], part: float) -> float:
    """The time, in milliseconds, that this part of the pages took at most."""
    return sorted(took)[min(len(took) - 1, int(len(took) * part))] * 1000


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--adding", type=Path, help="articles that `onrecord add` reads into the ledger meanwhile")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--each", type=int, default=20, help="so many pages of each kind")
    options = parser.parse_args()
    pages = addresses(options.ledger, options.each, seed=1)
    with served(options.ledger) as (port, process):
        for round_ in ("cold", "warm"):
            print(round_)
            alone(port, process, pages)
        adding = None
        if options.adding:
            command = [COMMAND, "add", str(options.adding), "--ledger", str(options.ledger)]
            adding = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            together(port, process, pages, options.readers, options.seconds)
        finally:
            if adding:
                print("adding" if adding.poll() is None else "added all")
                adding.terminate()
                adding.wait()


if __name__ == "__main__":
    main()
