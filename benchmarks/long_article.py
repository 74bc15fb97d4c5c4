"""How long a long article's page takes to make: `python -m benchmarks.long_article [--statements 500]`.

Makes an article of its own with so many statements, each answering the one before, keeps it in a ledger in memory's place (a
file of the system's temporary folder), and asks the service for its page, in this process. Tells the size of the page, and
the processor time and the wall-clock time of the quickest, the middle and the slowest of several requests: where other work
is on the machine, look at the processor time.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from onrecord import Document, Ledger, Link, Party, Reading, Span, Statement
from onrecord.records import ACTS
from onrecord.web.app import make_app

if TYPE_CHECKING:
    from fastapi import FastAPI


def long_reading(number: int) -> Reading:
    """An article of so many statements, five a paragraph, each with a source, a cue and a content, and links between them."""
    text, statements = "", []
    for place in range(number):
        who, whom = f"Minister Number{place % 40}", f"the union number{place % 37}"
        content = f"{whom} had hidden the report number {place} from the public for many years and would do so again"
        ends = (len(text), f"{who} said on Friday that {content}.")
        spans = (
            Span(ends[0] + ends[1].index(words), ends[0] + ends[1].index(words) + len(words), words)
            for words in (who, "said", f"that {content}")
        )
        source, cue, said = spans
        statements.append(
            Statement(
                id=f"s{place}", source=source, cue=(cue,), content=(said,), quotation="indirect",
                act=ACTS[place % len(ACTS)], speakers=(Party(who, "CHN", None, "person"),),
                targets=(Party(whom, None, None, "organisation"),), confidence=0.9,
            )
        )  # fmt: skip
        text += ends[1] + ("\n\n" if place % 5 == 4 else " ")
    links = tuple(Link(f"s{place}", "rebuts", f"s{place - 1}", 0.8) for place in range(1, number))
    document = Document(text, "A long article", "https://example.org/long", "Example Times", "2024-07-11")
    return Reading(document, tuple(statements), links)


def main() -> None:
    """Measures, and prints a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=500)
    parser.add_argument("--times", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "long.db") as ledger:
        article = ledger.add(long_reading(given.statements)).article
        app = make_app(ledger)
        client = TestClient(app, base_url="http://localhost")
        size = len(client.get(f"/articles/{article}").content)  # the first request loads the templates
        took = [_timed(app, client, f"/articles/{article}") for _ in range(given.times)]
    told = ", ".join(
        f"{name} {1000 * min(of):.0f} / {1000 * statistics.median(of):.0f} / {1000 * max(of):.0f} ms"
        for name, of in zip(("processor", "wall clock"), zip(*took, strict=True), strict=True)
    )
    print(f"{given.statements} statements, {size:,} bytes: {told} (quickest / middle / slowest of {given.times})")


def _timed(app: FastAPI, client: TestClient, path: str) -> tuple[float, float]:
    app.state.service.forget()  # so that the page is made, and not given again
    before = time.process_time(), time.perf_counter()
    assert client.get(path).status_code == 200
    return time.process_time() - before[0], time.perf_counter() - before[1]


if __name__ == "__main__":
    main()
