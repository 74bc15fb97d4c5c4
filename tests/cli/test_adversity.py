"""What becomes of commands where the disk is full, nothing may be written, or nobody reads what they print."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from onrecord import Ledger
from onrecord.cli import main
from tests.cli.making import made
from tests.ledger.making import thick

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this is how POSIX systems refuse")
PROGRAM = str(Path(sys.executable).parent / "onrecord")
NOBODY = 65534
ARTICLES = 30
FULL = Path("/dev/full")
PRINTING = (
    ("search", "--limit", "1000"), ("search", "--format", "jsonl"), ("search", "--format", "csv"), ("articles",),
    ("articles", "--format", "jsonl"), ("show", "{id}"), ("thread", "{id}"), ("thread", "{id}", "--format", "svg"),
    ("parties",), ("parties", "log"), ("matrix",), ("matrix", "--format", "svg"), ("timeline",),
    ("watch", "act:deny", "--state", "{folder}/seen.json"), ("export",), ("export", "--format", "csv"),
    ("export", "--format", "parquet"), ("export", "--format", "xlsx"), ("export", "--format", "graphml"),
    ("export", "--format", "web-annotation"), ("export", "--no-text"), ("verify",),
)  # fmt: skip
WITHOUT_LEDGER = (("schema",), ("version",), ("--help",), ("read", "--help"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger, `news.db`, the readings in it, `readings.jsonl`, and a wrong ledger, `wrong.db`."""
    path = tmp_path_factory.mktemp("adversity")
    with Ledger(path / "news.db") as ledger, (path / "readings.jsonl").open("w", encoding="utf-8") as lines:
        for reading in (made(), *map(thick, range(ARTICLES))):
            ledger.add(reading)
            lines.write(json.dumps(reading.to_json()) + "\n")
        ledger.merge_parties("Sudia", "Norland", by="ana")
    shutil.copy(path / "news.db", path / "wrong.db")
    with Ledger(path / "wrong.db") as ledger, ledger._store.writing() as connection:
        connection.exec_driver_sql("UPDATE article SET sha256 = 'x'")
    return path


def commands(folder: Path) -> Iterator[list[str]]:
    """Every command that prints, with its arguments."""
    with Ledger(folder / "news.db") as ledger:
        id_ = ledger.search(act="accuse", answered=True)[0].id
    for command in PRINTING:
        where = "wrong.db" if command == ("verify",) else "news.db"
        yield [*(word.format(id=id_, folder=folder) for word in command), "--ledger", str(folder / where)]
    yield from map(list, WITHOUT_LEDGER)


def fork(
    *arguments: str | Path, nobody: bool = False, limit: int | None = None, output: str = os.devnull
) -> tuple[int, str]:
    """Runs a command in a fork of this process, which may become nobody, may write files up to a limit only, or whose output
    is a file, `closed`, or a pipe that nobody `unread`; its exit code, and what it told.
    """
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        code = 99
        try:
            os.dup2(into, 2)
            sys.stderr = os.fdopen(2, "w")
            sys.stdout = None if output == "closed" else os.fdopen(_output(output), "w")
            if limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            if nobody and os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            if "svg" in arguments:  # the library that draws has threads, which a fork does not take along
                _become(arguments, output)
            code = _run(arguments)
        except BaseException:  # noqa: BLE001 - the parent reads of it
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(into)
    with os.fdopen(out) as lines:
        told = lines.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def _become(arguments: tuple[str | Path, ...], output: str) -> NoReturn:
    """Goes on as a program of its own, with the files that this one has."""
    if output == "closed":
        os.close(1)
    run = "from onrecord.cli import main; main(prog_name='onrecord')"
    os.execv(sys.executable, [sys.executable, "-c", run, *map(str, arguments)])


def _output(name: str) -> int:
    if name != "unread":
        os.dup2(os.open(name, os.O_WRONLY), 1)
        return 1
    reader, writer = os.pipe()
    os.dup2(writer, 1)
    os.close(reader)
    os.close(writer)
    return 1


def _run(arguments: tuple[str | Path, ...]) -> int:
    try:
        main([str(argument) for argument in arguments], prog_name="onrecord")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    if sys.stdout:
        sys.stdout.flush()  # as Python does at its end, and complains
    return code


def check_one_line(told: tuple[int, str], says: str) -> None:
    """It failed in one line that says so."""
    code, words = told
    assert (code, words.count("\n")) == (1, 1), told
    assert words.startswith("Error: ")
    assert says in words


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")
def test_output_to_a_full_disk_is_told_in_a_line(folder: Path) -> None:
    for command in commands(folder):
        check_one_line(fork(*command, output=str(FULL)), "No space left on device; free some space")


@pytest.mark.slow
def test_closed_standard_output_is_told_in_a_line(folder: Path) -> None:
    for command in commands(folder):
        if command[-1] != "--help":  # click prints nothing then
            check_one_line(fork(*command, output="closed"), "standard output is closed")


@pytest.mark.slow
def test_who_reads_no_further_ends_a_command_quietly(folder: Path) -> None:
    for command in commands(folder):
        if command[-1] != "--help":  # click's own
            assert fork(*command, output="unread") == (0, ""), command
    assert fork("verify", "--ledger", folder / "news.db")[0] == 0


@pytest.mark.slow
def test_the_first_line_is_enough(folder: Path) -> None:
    piped = subprocess.run(
        f"'{PROGRAM}' export --ledger '{folder}/news.db' | head -1", shell=True, capture_output=True, check=True
    )
    assert (piped.stdout.count(b"\n"), piped.stderr) == (1, b"")


def check_goes_on(folder: Path, path: Path) -> None:
    """What is in a ledger that was broken off is whole; and it ends as if nothing had happened."""
    with Ledger(path) as ledger:
        assert list(ledger.verify()) == []
        assert 0 < ledger.counts()["articles"] < ARTICLES + 1
    assert fork("import", folder / "readings.jsonl", "--ledger", path)[0] == 0
    with Ledger(path) as ledger, Ledger(folder / "news.db") as undisturbed:
        assert list(ledger.verify()) == []
        assert list(ledger.export()) == list(undisturbed.export())
        assert ledger.links() == undisturbed.links()


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    """A disk of its own in memory; only root makes one."""
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path)]
    if os.getuid() or not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("making a small disk needs root, and a system that lets it mount one")
    try:
        yield path
    finally:
        subprocess.run(["umount", str(path)], check=True)


@pytest.mark.slow
def test_a_full_disk_under_a_ledger(folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", "900k") as small:
        code, told = fork("import", folder / "readings.jsonl", "--ledger", small / "news.db")
        assert (code, told) == (
            1,
            f"Error: {small}/news.db: the disk is full: free some space and do it again; articles added before are safe\n",
        )
        assert fork("verify", "--ledger", small / "news.db")[0] == 0  # which needs no space
        subprocess.run(["mount", "-o", "remount,size=50m", str(small)], check=True)
        check_goes_on(folder, small / "news.db")


@pytest.mark.slow
def test_a_full_disk_under_add(folder: Path, tmp_path: Path) -> None:
    articles = [{"text": thick(number).document.text, "url": f"https://example.org/{number}"} for number in range(9)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    with small_disk(tmp_path / "small", "500k") as small:
        added = ("add", tmp_path / "a.jsonl", "--ledger", small / "news.db")
        check_one_line(fork(*added), f"{small}/news.db: the disk is full")
        subprocess.run(["mount", "-o", "remount,size=50m", str(small)], check=True)
        assert fork(*added)[0] == 0
        with Ledger(small / "news.db") as ledger:
            assert list(ledger.verify()) == []
            assert ledger.counts()["articles"] == len(articles)


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["jsonl", "csv", "parquet", "xlsx", "data-package", "brat"])
def test_a_full_disk_under_an_export(folder: Path, tmp_path: Path, format_: str) -> None:
    with small_disk(tmp_path / "small", "100k") as small:
        (small / "fill").write_bytes(b"x" * 90_000)
        told = fork("export", "--ledger", folder / "news.db", "--format", format_, "--output", small / "out")
        check_one_line(told, "No space left on device; free some space")
        check_one_line(told, str(small / "out"))
        assert not (small / "out").is_file()
        assert list(small.glob("*.part")) == []


@pytest.mark.slow
def test_files_that_may_not_grow(folder: Path, tmp_path: Path) -> None:
    """As on a full disk, without being root."""
    code, told = fork("import", folder / "readings.jsonl", "--ledger", tmp_path / "news.db", limit=700_000)
    assert code == 1, told
    assert told.startswith(f"Error: {tmp_path}/news.db: the disk ")
    check_goes_on(folder, tmp_path / "news.db")
    code, told = fork("export", "--ledger", folder / "news.db", "--output", tmp_path / "out", limit=50_000)
    assert (code, told) == (1, f"Error: {tmp_path}/out: File too large; free some space, or write elsewhere\n")


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that all may read and none but root may write to, with a ledger in it."""
    path = Path("/var/tmp") / f"onrecord-locked-{os.getpid()}"
    path.mkdir()
    try:
        with Ledger(path / "news.db") as ledger:
            ledger.add(made())
        (path / "readings.jsonl").write_text(json.dumps(thick(1).to_json()), encoding="utf-8")
        (path / "news.db").chmod(0o444)
        path.chmod(0o555)
        yield path
    finally:
        path.chmod(0o755)
        shutil.rmtree(path)


@pytest.mark.slow
def test_where_nothing_may_be_written(locked: Path) -> None:
    news = ("--ledger", locked / "news.db")
    before = (locked / "news.db").read_bytes()
    for command in (("search",), ("verify",), ("export",), ("matrix",)):
        assert fork(*command, *news, nobody=True)[0] == 0, command
    for command, says in (
        (("import", locked / "readings.jsonl", *news), "news.db: it may not be written to"),
        (("remove", made().document.id, *news), "news.db: it may not be written to"),
        (("relink", *news), "news.db: it may not be written to"),
        (("parties", "merge", "Sudia", "Norland", "--by", "ana", *news), "news.db: it may not be written to"),
        (("import", locked / "readings.jsonl", "--ledger", locked / "new.db"), "new.db: it cannot be opened"),
        (("export", "--output", locked / "out", *news), "out.part: Permission denied"),
        (("export", "--format", "brat", "--output", locked / "out", *news), "out: Permission denied"),
        (("export", "--format", "data-package", "--output", locked / "out", *news), "out: Permission denied"),
        (("watch", "act:deny", "--state", locked / "seen.json", *news), "seen.json"),
    ):
        check_one_line(fork(*command, nobody=True), says)
    assert (locked / "news.db").read_bytes() == before
    assert sorted(path.name for path in locked.iterdir()) == ["news.db", "readings.jsonl"]


@pytest.mark.slow
def test_adding_that_nobody_listens_to_is_told(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"Ministers denied charge {number} of the union on Monday."}) for number in range(3)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, told = fork("add", tmp_path / "a.jsonl", "--ids", "--ledger", tmp_path / "news.db", output="unread")
    assert code == 1, told
    assert "nobody reads the ids any more; 1 articles added" in told
    with Ledger(tmp_path / "news.db") as ledger:
        assert ledger.counts()["articles"] == 1
