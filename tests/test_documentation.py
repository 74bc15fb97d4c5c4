"""What the README and the documentation tell a reader to run, runs: each file's `sh` and `python` blocks, in order, in a
copy of the checkout; `onrecord` and the `python` blocks in processes that have loaded it already (tests/warm.py). A block
under a line `<!-- not run: why -->` is passed over, one under `<!-- run where there is: NAME -->` where that server or
package is not at hand. What an `output` block shows was printed by the block before it: each of its lines, in their order,
whatever the ids and counts of answers; more may be printed between.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ledger.server import programs, server
from tests.warm import stand_in, warm

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    (*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *(ROOT / "docs").glob("**/*.md"))
)
BLOCK = re.compile(
    r"^(?P<skip><!-- not run: [^\n]+ -->\n)?(?:<!-- run where there is: (?P<needs>\w+) -->\n)?```(?P<language>sh|python|output)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
AT_HAND = {name for name, found in (("postgresql", programs()), ("ray", find_spec("ray"))) if found}
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
VARYING = re.compile(r"\b(?:st|doc):[0-9a-f]+|\b\d+×")
LEFT_OUT = shutil.ignore_patterns(".*", "*.db*", "__pycache__", "training")


if TYPE_CHECKING:
    from collections.abc import Iterator


def blocks(page: Path) -> list[tuple[str, str]]:
    return [
        (match["language"], match["code"])
        for match in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if not match["skip"] and (match["needs"] is None or match["needs"] in AT_HAND)
    ]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[dict[str, str]]:
    """What tells clients of PostgreSQL where a server of our own is; nothing where there is none."""
    where = programs()
    if where is None:
        yield {}
        return
    with server(where) as url:
        yield {
            "PGHOST": url.partition("host=")[2],
            "PGUSER": "onrecord",
            "PATH": f"{where}{os.pathsep}{os.environ['PATH']}",
        }


@pytest.fixture(scope="module")
def environment(postgresql: dict[str, str]) -> dict[str, str]:
    """What the commands find in their environment, but where programs lie."""
    settings = {"NO_COLOR": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "80"}
    kept = {name: value for name, value in os.environ.items() if name != "ONRECORD_LEDGER"}
    return kept | postgresql | settings


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Path]:
    """A copy of the checkout whose virtual environment is the one that runs the tests, its `onrecord` warm."""
    copy = tmp_path_factory.mktemp("documentation") / "onrecord"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    programs = copy / ".venv" / "bin"
    programs.mkdir(parents=True)
    started = copy.parent / "programs"
    started.mkdir()
    (programs / "python").symlink_to(Path(sys.executable).parent / "python")
    (programs / "onrecord").symlink_to(started / "onrecord")
    for name in (".installed", ".tested"):  # newer than pyproject.toml: nothing is to be installed
        (copy / ".venv" / name).touch()
    with warm(copy.parent, environment) as where:
        stand_in(started / "onrecord", Path(sys.executable).parent / "onrecord", where)
        stand_in(started / "block", copy.parent / "block.py", where)
        yield copy


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.slow
@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_runs(page: Path, checkout: Path, environment: dict[str, str]) -> None:
    started = checkout.parent / "programs"
    paths = os.pathsep.join(map(str, (started, Path(sys.executable).parent, environment["PATH"])))
    printed = ""
    for language, code in blocks(page):
        if language == "output":
            assert not not_printed(code, printed), printed
            continue
        command = ["bash", "-euo", "pipefail", "-c", code]
        if language == "python":
            (checkout.parent / "block.py").write_text(code, encoding="utf-8")
            command = [started / "block"]
        done = subprocess.run(
            command, cwd=checkout, env=environment | {"PATH": paths},
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{code}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        printed = done.stdout
    assert not stale_pictures(page, checkout), "run `python -m docs.site.pictures`"


def stale_pictures(page: Path, checkout: Path) -> list[str]:
    """The pictures that a page shows and its commands have written, where the two differ."""
    shown = [page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8")) if link.endswith(".svg")]
    made = [picture for picture in shown if (checkout / picture.name).exists()]
    return [picture.name for picture in made if (checkout / picture.name).read_bytes() != picture.read_bytes()]


def not_printed(shown: str, printed: str) -> list[str]:
    """The lines of an output block that were not printed, or not in this order; `…` stands for any."""
    lines = iter(VARYING.sub("*", printed).splitlines())
    return [line for line in VARYING.sub("*", shown).splitlines() if line != "…" and line not in lines]


def test_make_demo_is_among_them() -> None:
    assert ("sh", "make demo\n") in blocks(ROOT / "README.md")
