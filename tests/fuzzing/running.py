"""Runs the targets: by mutations of the seeds, or led by coverage where Atheris is installed."""

from __future__ import annotations

import faulthandler
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.documents import FORMATS
from tests.fuzzing import formats, news, querying
from tests.fuzzing.alarm import within
from tests.fuzzing.mutating import mutated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOUND = Path(__file__).parent / "found"
LOST = 120  # after so many seconds in compiled code that no signal interrupts, the stacks are printed and the run ends
BATCH = 16  # inputs that may be joined; where they fail together, each is tried alone


@dataclass(frozen=True, slots=True)
class Target:
    """What is tried: its name, its seeds, and what one input is given to; `joined` makes one input of many where that is
    quicker than one by one.
    """

    name: str
    seeds: Callable[[], list[bytes]]
    one: Callable[[bytes], None]
    joined: Callable[[Sequence[bytes]], bytes] | None = None

    def kept(self) -> list[bytes]:
        """The inputs that failed once."""
        return [file.read_bytes() for file in sorted((FOUND / self.name).glob("*.bin"))]


def _of(format_: str) -> Target:
    return Target(format_, lambda: formats.seeds(format_), formats.target(format_))


TARGETS: dict[str, Target] = {
    **{format_: _of(format_) for format_ in (*FORMATS, "sniffed")},
    "query": Target("query", querying.seeds, querying.asked),
    "reader": Target("reader", news.seeds, news.read_one, news.joined),
}


def failures(target: Target, count: int, *, start: int = 0, seed: int = 0) -> dict[bytes, Exception]:
    """The inputs that fail, with why; each is tried alone and within the alarm's time."""
    failed: dict[bytes, Exception] = {}
    inputs = mutated([*target.seeds(), *target.kept()], count, start=start, seed=seed)
    batch: list[bytes] = []
    for data in inputs:
        batch.append(data)
        if len(batch) == BATCH:
            failed |= _tried(target, batch)
            batch = []
    return failed | _tried(target, batch)


def _tried(target: Target, batch: list[bytes]) -> dict[bytes, Exception]:
    faulthandler.dump_traceback_later(LOST, exit=True)
    try:
        if target.joined is None or not batch:
            return _each(target, batch)
        together = _each(target, [target.joined(batch)])
        return (_each(target, batch) or together) if together else {}
    finally:
        faulthandler.cancel_dump_traceback_later()


def _each(target: Target, inputs: list[bytes]) -> dict[bytes, Exception]:
    failed: dict[bytes, Exception] = {}
    for data in inputs:
        try:
            with within():
                target.one(data)
        except Exception as error:  # noqa: BLE001 - to find these is what it is for
            failed[data] = error
    return failed


def keep(target: Target, data: bytes) -> Path:
    """Writes an input that failed to where the tests try it for ever after."""
    path = FOUND / target.name / f"{hashlib.sha256(data).hexdigest()[:16]}.bin"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
