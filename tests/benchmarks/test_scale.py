"""What is simulated and made for the measurements of scale is what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.crawl.makeup import SHARES, write
from benchmarks.workers.simulated import efficiencies, seconds
from benchmarks.workers.trace import Cost
from onrecord.documents import Rejection, open_documents

if TYPE_CHECKING:
    from pathlib import Path

READ = Cost(feed=0, send=0, read=1, take=0, keep=0, words=100)


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_workers_that_wait_for_nobody_share_the_time_evenly(workers: int) -> None:
    assert seconds([READ] * 42, workers, start_up=0) == pytest.approx(42 / workers)


def test_one_process_that_feeds_and_keeps_bounds_what_workers_help() -> None:
    costs = [Cost(feed=0.125, send=0, read=1, take=0, keep=0.125, words=100)] * 400
    assert seconds(costs, 64, start_up=0) == pytest.approx(400 * 0.25, rel=0.05)
    assert seconds(costs, 64, start_up=0, alone=True) == pytest.approx(400 / 64, rel=0.2)


def test_a_worker_that_starts_anew_takes_its_time() -> None:
    assert seconds([READ] * 101, 1, start_up=3) == pytest.approx(101 + 3 * 3)


def test_the_same_drawings_give_the_same_figures() -> None:
    costs = [READ, Cost(0, 0, 4, 0, 0, 400)]
    first, second = (efficiencies(costs, 4, 1, shards=40, rounds=3) for _ in range(2))
    assert first == second
    assert all(0 < one <= 1 for one in first)


def test_the_shares_of_a_crawl_make_a_whole() -> None:
    assert sum(SHARES.values()) == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.usefixtures("shared")
def test_the_archive_is_the_same_for_a_seed_and_is_read(tmp_path: Path) -> None:
    first, second = (tmp_path / name for name in ("first.warc.gz", "second.warc.gz"))
    made = write(first, 120, 7)
    assert made == write(second, 120, 7)
    assert made.total() == 60
    assert first.read_bytes() == second.read_bytes()
    items = list(open_documents([first]))
    pages = made.total() - sum(made[kind] for kind in ("redirect", "error", "no HTML"))
    assert len(items) == pages
    found = [item for item in items if not isinstance(item, Rejection)]
    assert all(one.url and one.published and one.outlet for one in found if "Outlet" in (one.outlet or ""))
    assert {item.reason for item in items if isinstance(item, Rejection)} <= {"no_text", "encoding"}
