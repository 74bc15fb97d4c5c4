"""A page that keeps the extractor busy is walked instead."""

from __future__ import annotations

import signal
import threading
import time

import pytest

from onrecord.documents import pages
from onrecord.documents.patience import TooSlow, patience

SENTENCE = "The minister denied the claims of the union on Monday. "


def _work() -> None:
    while True:
        sum(range(1000))


def test_what_takes_too_long_is_left() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with pytest.raises(TooSlow, match="seconds"), patience(0.05):
        _work()
    assert signal.getsignal(signal.SIGVTALRM) == before
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0


def test_threads_do_without() -> None:
    done = []

    def work() -> None:
        with patience(1e-6):
            done.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_a_page_that_keeps_the_extractor_busy_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SECONDS", 0.2)
    source = f"<html><body><article><p>{f'<b>{SENTENCE * 10}</b> ' * 2900}</p></article></body></html>"
    begun = time.process_time()
    document = pages.document_of_page(source)
    assert document is not None
    assert document.text.count("The minister denied") == 29_000
    assert time.process_time() - begun < 10


@pytest.mark.slow
def test_a_crowded_page_is_walked_at_once() -> None:
    source = f"<html><body><article><p>{f'<b>{SENTENCE * 10}</b> ' * 27_000}</p></article></body></html>"
    begun = time.process_time()
    document = pages.document_of_page(source)
    assert document is not None
    assert document.text.count("The minister denied") == 270_000
    assert time.process_time() - begun < 20
