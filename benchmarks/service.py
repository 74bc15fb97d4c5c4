"""How quick the service's pages are in a large ledger: `python -m benchmarks.service LEDGER [--adding ARTICLES]`.

Starts `onrecord serve` over the ledger (a copy, where articles are added), waits until it has found what it finds at its
start, and looks at its pages as readers do who ask for the next page as soon as the last has come:

- each kind of page by one reader: wall-clock time, and processor time of the service, which other work does not change;
- first visits: by 20 readers (wrk's connections) for half a minute, pages that nobody has asked for before, each once;
- all together: by 20 readers, while `onrecord add` puts articles in, 2,000 pages whose popularity falls as Zipf's law has it:
  the second most popular is asked for half as often as the first, the third a third as often, and so on. The front page is
  the first; the order of the others is drawn at random from all kinds. The first half minute, when nobody has asked for
  anything yet, is told apart.

Pages are drawn with a seed from what stands in the ledger: the front page, lists, and the matrix, the network and the
timeline, of all acts and of one; beside these about a statement at a time its page, thread and article, a party, and
searches by a word, by two words, by a party and an act, and by an act and a year. wrk (https://github.com/wg/wrk, in Debian)
makes the requests; errors are what is no page, and what never came.
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
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from onrecord import Ledger
from onrecord.records import ACTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.ledger import Entry

ABOVE = ("/", "/matrix", "/network", "/timeline", "/parties", "/articles")
ABOVE_IN_100 = 4
FIRST = 4000  # pages for first visits: more than are read in half a minute
COMMAND = str(Path(sys.executable).with_name("onrecord"))
TICKS = os.sysconf("SC_CLK_TCK")
WRK = """
local paths, at = {}, 0
function init()
  for line in io.lines("%s") do paths[#paths + 1] = wrk.format("GET", line) end
end
function request()
  at = at %% #paths + 1
  return paths[at]
end
function done(summary, latency)
  local failed = summary.errors
  io.write(string.format("FOUND %%d %%d %%d %%d %%d %%d\\n", summary.requests, latency:percentile(50), latency:percentile(95),
    latency:percentile(99), latency.max, failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
"""


def addresses(where: Path, several: int, seed: int) -> list[str]:
    """So many different addresses, drawn from a ledger: the front page, and others in an order that tells nothing."""
    draw = random.Random(seed)
    found = dict.fromkeys(ABOVE)
    with Ledger(where, create=False) as ledger:
        months = sorted({moment.month for moment in ledger.timeline()})
        while len(found) < several:
            if draw.randrange(100) < ABOVE_IN_100:
                found[f"{draw.choice(ABOVE[1:4])}?{urlencode({'act': draw.choice(ACTS)})}"] = None
                continue
            month, act = draw.choice(months), draw.choice(ACTS)
            hits = ledger.search(act=act, since=month, until=month, limit=40)
            if hits:
                found.update(dict.fromkeys(pages_about(draw.choice(hits), act, month, draw)))
    front, *others = found
    draw.shuffle(others)
    return [front, *others][:several]


def pages_about(hit: Entry, act: str, month: str, draw: random.Random) -> list[str]:
    """A page of each kind about one statement."""
    words = re.findall(r"[^\W\d_]{5,}", hit.content) or ["plan"]
    party = draw.choice((*hit.speaks_for, *hit.speakers, *hit.targets, "USA"))
    searches = (
        {"words": draw.choice(words)}, {"words": " ".join(draw.choices(words, k=2))}, {"by": party, "act": act},
        {"act": act, "since": month[:4], "until": month[:4]},
    )  # fmt: skip
    return [
        f"/statements/{quote(hit.id)}", f"/threads/{quote(hit.id)}", f"/articles/{quote(hit.article)}",
        f"/party?{urlencode({'who': party})}", *(f"/search?{urlencode(one)}" for one in searches),
    ]  # fmt: skip


def visits(pages: list[str], number: int, seed: int) -> list[str]:
    """So many visits to pages of which the first is the most popular, the second half as popular, and so on."""
    weights = list(accumulate(1 / rank for rank in range(1, len(pages) + 1)))
    return random.Random(seed).choices(pages, cum_weights=weights, k=number)


def kind_of(address: str) -> str:
    """The kind of page that an address leads to."""
    return re.split(r"[/?]", address)[1] or "front"


@contextmanager
def served(where: Path) -> Iterator[tuple[int, int]]:
    """The service over a ledger, when it has come to rest: its port and its process."""
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
        spent = -1.0
        while processor_seconds(process.pid) - spent > 0.05:
            spent = processor_seconds(process.pid)
            time.sleep(2)
        print(f"{spent:.0f} s of processor to begin with")
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


def alone(port: int, process: int, pages: list[str], each: int) -> None:
    """Some pages of each kind, one after another, first and again: wall-clock and processor time of one page."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for address in pages:
        by_kind[kind_of(address)].append(address)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)  # the matrix takes long, once
    print(f"{'one reader':20}{'pages':>7}{'p50 ms':>9}{'p95 ms':>9}{'processor ms':>14}")
    for kind, some in by_kind.items():
        for visit in ("first", "again"):
            before = processor_seconds(process)
            took = [ask(connection, address) for address in some[:each]]
            spent = (processor_seconds(process) - before) / len(took)
            name = f"{kind}, {visit}"
            print(f"{name:20}{len(took):7}{at(took, 0.5):9.0f}{at(took, 0.95):9.0f}{spent * 1000:14.1f}", flush=True)


def together(port: int, process: int, asked: list[str], readers: int, seconds: float) -> str:
    """What several readers find who share a list of visits, for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        paths, script = Path(folder, "paths"), Path(folder, "visits.lua")
        paths.write_text("\n".join(asked) + "\n", encoding="ascii")
        script.write_text(WRK % paths, encoding="ascii")
        command = [
            "wrk", "-t1", f"-c{readers}", f"-d{seconds:.0f}s", "--timeout", "30s", "-s", str(script), f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        before, began = processor_seconds(process), time.perf_counter()
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        spent, took = processor_seconds(process) - before, time.perf_counter() - began
    found = re.search(r"FOUND (.+)", told)
    if not found:
        raise RuntimeError(f"wrk tells nothing: {told}")
    number, *times, failed = map(int, found[1].split())
    middle, most, nearly_all, longest = (time_ / 1000 for time_ in times)
    return (
        f"{number} pages, {number / took:.0f} a second: p50 {middle:.0f}, p95 {most:.0f}, p99 {nearly_all:.0f}, longest "
        f"{longest:.0f} ms; {100 * failed / max(1, number):.2f} % errors; {1000 * spent / max(1, number):.1f} ms of processor a page"
    )


def at(took: list[float], part: float) -> float:
    """The time, in milliseconds, that this part of the pages took at most."""
    return sorted(took)[min(len(took) - 1, int(len(took) * part))] * 1000


@contextmanager
def adding(articles: Path | None, where: Path) -> Iterator[None]:
    """Meanwhile `onrecord add` puts articles in; tells whether it had to the end."""
    if articles is None:
        yield
        return
    command = [COMMAND, "add", str(articles), "--ledger", str(where)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with Ledger(where, create=False) as ledger:
            before = ledger.counts()["articles"]
            yield
            new = ledger.counts()["articles"] - before
        print(f"{new} articles added meanwhile" + ("" if process.poll() is None else "; there were no more"))
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--adding", type=Path, help="articles that `onrecord add` reads into the ledger meanwhile")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pages", type=int, default=2000, help="different pages")
    parser.add_argument("--each", type=int, default=20, help="pages of each kind for one reader")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    drawn = addresses(given.ledger, given.pages + FIRST, given.seed)
    pages, others = drawn[: given.pages], drawn[given.pages :]
    print(f"{given.readers} readers; {given.pages} pages, the one of rank r asked for 1/r as often as the first")
    with served(given.ledger) as (port, process):
        if given.each:
            alone(port, process, others, given.each)
        print("first visits:", together(port, process, others[::-1], given.readers, 30), flush=True)
        with adding(given.adding, given.ledger):
            asked = visits(pages, 200_000, given.seed)
            print("from nothing:", together(port, process, asked, given.readers, 30), flush=True)
            asked = visits(pages, 200_000, given.seed + 1)
            print("all together:", together(port, process, asked, given.readers, given.seconds), flush=True)


if __name__ == "__main__":
    main()
