"""The pictures of the service's pages in the README, taken by a real browser.

    python -m docs.site.page_pictures

puts the examples into a ledger, serves it, and writes a picture each of an article, a thread, the network and a search into
docs/pictures. It needs the extra `test` and Chromium (on Debian: apt-get install chromium). Pictures differ with the fonts
of the machine, so that no test compares them; one makes them, and holds their size.
"""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn
from playwright.sync_api import sync_playwright

from onrecord import Document, Ledger, read_many
from onrecord.documents import open_documents
from onrecord.web.app import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
EXAMPLES = ROOT / "examples" / "wikinews.jsonl"
WIDTH, HEIGHT = 1080, 640  # pixels
LARGEST = 150_000  # bytes
ASKED = "/search?words=network+act%3Aaccuse"


def main(into: Path = PICTURES) -> int:
    """Makes the ledger and the pictures; tells what was written."""
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "examples.db") as ledger:
        found = [one for one in open_documents([EXAMPLES]) if isinstance(one, Document)]
        for reading in read_many(found):
            ledger.add(reading)
        for path in take(ledger, into):
            print(f"{path}: {path.stat().st_size:,} bytes")  # noqa: T201
    return 0


def pages(ledger: Ledger) -> dict[str, str]:
    """The addresses of the pages that are taken, by the picture's name: the article with most answers, the longest thread."""
    article = max(ledger.articles(), key=lambda one: (len(ledger.reading(one.id).links), one.statements, one.id))
    begun = {reply.answered.id for reply in ledger.replies(limit=100)}
    thread = max(begun, key=lambda id_: (len(ledger.thread(id_).items), id_))
    return {
        "article-page": f"/articles/{quote(article.id)}", "thread-page": f"/threads/{quote(thread)}",
        "network-page": "/network", "search-page": ASKED,
    }  # fmt: skip


def take(ledger: Ledger, into: Path) -> Iterator[Path]:
    """Takes the pages, in light colours, as PNG files; their paths. Raises RuntimeError where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        raise RuntimeError("no Chromium is installed (on Debian: apt-get install chromium)")
    with served(make_app(ledger)) as address, sync_playwright() as started:
        opened = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = opened.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce"
        )
        for name, path in pages(ledger).items():
            tab.goto(address + path)
            tab.evaluate("document.querySelector('.row:has(.ties)')?.scrollIntoView()")
            file = into / f"{name}.png"
            tab.screenshot(path=file)
            yield file
        opened.close()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The service on a free port of this machine, while it is asked for; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


if __name__ == "__main__":
    sys.exit(main())
