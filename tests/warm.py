"""A Python that has loaded what onrecord reads with, and whose forks run programs: a command of the documentation, in a process
of its own as any other, then starts in no time. `python -m tests.warm SOCKET` waits at a socket; what stands in `stand_in` is
put in the place of a program, tells the waiting process its arguments, folder, environment and files, hands on the
signals that end it, and ends as it does. What starting and loading take and need, other tests see.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import random
import runpy
import signal
import socket
import sys
import traceback
import types
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
LONGEST = 1 << 20
STAND_IN = """\
#!{python} -IS
import json, os, signal, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({where!r})
told = [{program!r}, *sys.argv[1:]], os.getcwd(), dict(os.environ)
socket.send_fds(server, [(json.dumps(told) + "\\n").encode()], [0, 1, 2])
answers = server.makefile()
child = int(answers.readline())
for number in signal.SIGTERM, signal.SIGINT:
    signal.signal(number, lambda number, _: os.kill(child, number))
sys.exit(int(answers.readline() or 1))
"""


@contextmanager
def warm(folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """Runs the waiting process and gives its socket, which lies in the folder."""
    where = folder / "warm.socket"
    with Popen([sys.executable, "-m", "tests.warm", where], cwd=ROOT, env=environment, stdout=PIPE) as process:
        assert process.stdout
        assert process.stdout.readline(), "the process that waits has not started"
        try:
            yield where
        finally:
            process.terminate()


def stand_in(path: Path, program: Path, where: Path) -> None:
    """Writes what stands for a Python program at the path."""
    path.write_text(STAND_IN.format(python=sys.executable, where=str(where), program=str(program)), encoding="utf-8")
    path.chmod(0o755)


def main() -> None:
    """Loads, then forks for each who asks; in the last fork it runs what was asked for."""
    from onrecord import read  # noqa: PLC0415 - loaded here, by nobody who only puts a program's place-holder somewhere

    read("Ministers denied the claims. “There is no plan,” said Ana Ruiz.")
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that answer
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(sys.argv[1])
        server.listen()
        sys.stdout.write("waiting\n")
        sys.stdout.flush()
        while True:
            asking, _ = server.accept()
            if not os.fork():
                break
            asking.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    run(asking)


def run(asking: socket.socket) -> None:
    """Runs a program in a fork, and tells who asks its number, then how it ended."""
    line, files, *_ = socket.recv_fds(asking, LONGEST, 3)
    while not line.endswith(b"\n"):
        line += asking.recv(LONGEST)
    child = os.fork()
    if child:
        asking.sendall(f"{child}\n".encode())
        asking.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n".encode())
        os._exit(0)
    sys.argv, folder, environment = json.loads(line)
    asking.close()
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - as Python starts
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    sys.path[0] = str(Path(sys.argv[0]).parent)
    sys.modules["__main__"] = types.ModuleType("__main__")  # what workers begin with
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:  # noqa: BLE001 - as Python does
        traceback.print_exc()
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    os._exit(code)  # threads that libraries had started are not in a fork, and would be waited for


if __name__ == "__main__":
    main()
