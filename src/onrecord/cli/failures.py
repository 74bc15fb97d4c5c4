"""How commands end: each failure a sentence on standard error and an exit code, never a traceback for bad input."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

_INTERRUPTS: list[int] = []
FAILED, SOME_REJECTED, INTERRUPTED = 1, 3, 130
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Commands(click.Group):
    """The group of all commands; it turns the library's errors into messages and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. A closed standard output (`| head`) ends it quietly, with 0."""
        _write_utf8()
        try:
            with _remembering_interrupts():
                return super().invoke(ctx)
        except OnrecordError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("\ninterrupted; what was finished before is kept", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            silence_stdout()
            raise click.exceptions.Exit(0) from None
        except OSError as error:
            if error.errno in FULL:  # perhaps where we print, which Python would try again at its end
                silence_stdout()
            raise click.ClickException(_told(error)) from error

    def main(self, *arguments: Any, **options: Any) -> Any:
        """The whole program. Help that cannot be written is a failure like any other."""
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            click.echo(f"Error: {_told(error)}", err=True)
            silence_stdout()
            sys.exit(FAILED)


def _told(error: OSError) -> str:
    """What the system refuses, where, and the way out."""
    way_out = "; free some space, or write elsewhere" if error.errno in FULL else ""
    return f"{error.filename or 'output'}: {error.strerror or error}{way_out}"


@contextmanager
def _remembering_interrupts() -> Iterator[None]:
    """Within it an interrupt is remembered as well as raised: libraries called at the moment may swallow the exception."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupted(_number: int, _frame: object) -> None:
        _INTERRUPTS.append(_number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        _INTERRUPTS.clear()


def check_interrupted() -> None:
    """Raises KeyboardInterrupt where one came and was lost; long work calls it after each article."""
    if _INTERRUPTS:
        raise KeyboardInterrupt


def _write_utf8() -> None:
    """Data is UTF-8 whatever the locale; what no encoding can write is shown as `?`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def silence_stdout() -> None:
    """Standard output goes nowhere from here, so that the interpreter's last flush does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
