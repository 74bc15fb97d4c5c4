"""How commands end: each failure a sentence on standard error and an exit code, never a traceback for bad input."""

from __future__ import annotations

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
            _silence_stdout()
            raise click.exceptions.Exit(0) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from error


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


def _silence_stdout() -> None:
    """Standard output goes nowhere from here, so that the interpreter's last flush does not complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
