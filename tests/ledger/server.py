"""A PostgreSQL server of the tests' own: started in a temporary folder, reached by a socket in it, stopped at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# PostgreSQL does not run as root; tests in containers often do.
OWNERS = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder of the server's programs, the newest where Debian has several; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


@contextmanager
def server(where: Path) -> Iterator[str]:
    """Runs a server and gives the URL of its databases, with `{}` where the database's name stands."""
    with TemporaryDirectory(prefix="onrecord-pg-", dir="/tmp") as folder:  # a socket's path must be short
        owner = _owner(folder)
        data = f"{folder}/data"
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c synchronous_commit=off"
        )
        command = [where / "initdb", "-D", data, "-U", "onrecord", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run(command, owner)
        _run([where / "pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start"], owner)
        try:
            yield f"postgresql://onrecord@/{{}}?host={folder}"
        finally:
            _run([where / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], owner)


def _owner(folder: str) -> str | None:
    if os.getuid() != 0:
        return None
    name = next(name for name in OWNERS if _exists(name))
    shutil.chown(folder, name)
    return name


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _run(command: list[Path | str], owner: str | None) -> None:
    subprocess.run(
        command, check=True, user=owner, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
    )  # fmt: skip
