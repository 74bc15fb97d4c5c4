"""Shared by the tests: where the gold and the corpora lie, and how to skip where they do not."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path

import pytest
from hypothesis import settings

from onrecord.records import Reading

REPOSITORY = Path(__file__).parent.parent
SHARED = Path(os.environ.get("ONRECORD_SHARED", REPOSITORY.parent / "shared"))
CASES = REPOSITORY / "tests" / "cases"
# Files whose tests take longest begin first, so that no worker is left with one of them at the end.
LONGEST = (
    "web/test_browser.py", "fuzzing/test_fuzzing.py", "test_documentation.py", "patterns/test_patterns.py",
    "runs/test_local.py", "ledger/test_linking.py", "runs/test_ray.py", "cli/test_hostile_inputs.py",
    "ledger/test_kill.py", "web/test_pages.py", "ledger/test_crowd.py", "reader/analysis/test_parser.py",
    "ledger/test_search.py", "cli/test_adversity.py", "exports/test_formats.py",
)  # fmt: skip

settings.register_profile("quick", max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """A developer's loop tries fewer examples of a property than CI, unless the property says how many."""
    if config.option.markexpr == "not slow":
        settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest first; else the order stays."""
    ranks = {REPOSITORY / "tests" / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def pytest_collection_finish() -> None:
    """What thousands of tests are made of stays: collecting garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold and corpora; skips the test where there is none."""
    if not SHARED.exists():
        pytest.skip(f"no gold and corpora at {SHARED}: set ONRECORD_SHARED to the folder that holds gold/ and corpora/")
    return SHARED


@pytest.fixture(scope="session")
def gold(shared: Path) -> dict[str, Reading]:
    """The annotated articles, by name."""
    files = sorted((shared / "gold" / "develop").glob("*.json"))
    return {path.stem: Reading.from_json(json.loads(path.read_text(encoding="utf-8"))) for path in files}
