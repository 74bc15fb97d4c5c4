"""Readers for the tests of runs: they read nothing, and do to their process what a document's text says."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

from onrecord.errors import InputError, ModelMissing
from onrecord.records import Document, Origin, Reading

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.runs.work import ReadOne


def documents(*texts: str) -> list[Document]:
    return [
        Document(
            text,
            url=f"https://gazette.example/{number}",
            origin=Origin("list.jsonl", f"line {number}", "0" * 64, "now"),
        )
        for number, text in enumerate(texts, 1)
    ]


def making(folder: Path) -> partial[ReadOne]:
    """Makes a fake reader; it notes what it reads in a folder, so that it can die the first time only."""
    return partial(_make, folder)


def _make(folder: Path) -> ReadOne:
    return partial(read, folder)


def missing() -> ReadOne:
    raise ModelMissing("no model: install it")


def dying() -> ReadOne:
    os._exit(9)


def read(folder: Path, document: Document) -> Reading:
    first = not (seen := folder / document.id.replace(":", "-")).exists()
    with seen.open("a") as file:
        file.write(f"{os.getpid()} ")
    match document.text.split():
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["die", "once"] if first:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["hang"]:
            ctypes.PyDLL(None).sleep(600)  # holds the interpreter, as a library's endless loop does
        case ["toil"]:
            while True:
                pass
        case ["wait"]:
            time.sleep(0.3)
        case ["swell"]:
            bytearray(2 << 30)
        case ["fail"]:
            raise ZeroDivisionError("a fault of the reader")
        case ["refuse"]:
            raise InputError("no prose")
        case ["miss"]:
            raise ModelMissing("no model: install it")
    return Reading(document)


def times_read(folder: Path, document: Document) -> int:
    seen = folder / document.id.replace(":", "-")
    return len(seen.read_text().split()) if seen.exists() else 0
