"""Inputs made to hold the machine up, through `onrecord add`: each is stopped within its limits and the run goes on.

Each case stands in a folder before a sound article, which must be in the ledger afterwards. The peak of memory is that of the
whole process, parser and model included.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from onrecord import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

GIGABYTE = 1 << 30
ZIPPED = 1 << 28
CELLS = 40  # of 30 MB each, which are more than the memory that a run may take
SOUND = "Ministers denied the claims of the union. “There is no plan,” said Ana Ruiz, a spokeswoman."
# Runs the command line and tells its peak of memory, in kilobytes, as the last line.
CODE = """
import sys
from onrecord.cli import main
try:
    main(sys.argv[1:])
finally:  # not ru_maxrss, which remembers the process that this one was forked from
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


class Came(NamedTuple):
    """How a run ended: its exit code, the reasons of its rejections by case, its peak of memory in bytes, its seconds."""

    code: int
    reasons: dict[str, list[str]]
    memory: int
    seconds: float
    texts: list[str]


@cache
def block() -> bytes:
    """64 MB of one letter, packed."""
    return gzip.compress(b"a" * (1 << 26), 6, mtime=0)


def much(size: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """As many letters, packed to little: gzip data may be put together of pieces."""
    return gzip.compress(before, mtime=0) + block() * (size >> 26) + gzip.compress(after, mtime=0)


def gzip_bomb(path: Path) -> None:
    (path / "a.txt.gz").write_bytes(much(GIGABYTE))


def lines_bomb(path: Path) -> None:
    (path / "a.jsonl.gz").write_bytes(much(GIGABYTE, b'{"text": "'))


def table_bomb(path: Path) -> None:
    (path / "a.csv.gz").write_bytes(much(GIGABYTE, b'title,text\nx,"'))


def body(path: Path) -> None:
    with (path / "a.html").open("wb") as file:
        file.write(b"<html><body>")
        file.truncate(GIGABYTE)


def body_of_json(path: Path) -> None:
    with (path / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "' + b"word " * 20_000)
        file.seek(GIGABYTE)
        file.write(b'"}\n')


def warc_bomb(path: Path) -> None:
    head = (
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2024-07-12T00:00:00Z\r\n"
        b"WARC-Target-URI: https://a.example/\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    )
    http = len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    (path / "a.warc.gz").write_bytes(much(GIGABYTE, head % (GIGABYTE + http), b"\r\n\r\n"))


def zip_bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path / "a.wacz", "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("archive/a.warc", "w") as file,
    ):
        for _ in range(ZIPPED >> 20):
            file.write(bytes(1 << 20))


def zip_that_lies(path: Path) -> None:
    zip_bomb(path)
    data = (path / "a.wacz").read_bytes()
    (path / "a.wacz").write_bytes(data.replace(ZIPPED.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def packed_twice(path: Path) -> None:
    with zipfile.ZipFile(path / "a.wacz", "w") as packed:
        packed.writestr("archive/a.warc.gz", much(GIGABYTE, b"WARC/1.1\r\n"))


@cache
def huge_table() -> bytes:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    table, file = pa.table({"text": pa.array(["a" * (GIGABYTE // 2)])}), io.BytesIO()
    parquet.write_table(table, file, compression="zstd", use_dictionary=False)
    return file.getvalue()


def huge_cell(path: Path) -> None:
    (path / "a.parquet").write_bytes(huge_table())


def one_cell_for_all(path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415

    column = pa.DictionaryArray.from_arrays(pa.array([0] * CELLS, pa.int32()), pa.array(["b " * 15_000_000]))
    parquet.write_table(pa.table({"text": column}), path / "a.parquet", compression="zstd")


def number(size: int, length: int) -> bytes:
    """A whole number as Thrift's compact protocol writes it, in at least so many bytes."""
    left, found = size << 1, []
    while left or len(found) < length:
        found.append((left & 127) | 128)
        left >>= 7
    return bytes((*found[:-1], found[-1] & 127))


def forged_size(path: Path) -> None:
    """A column whose size the file's end gives as a thousandth of what it is."""
    huge_cell(path)
    data = (path / "a.parquet").read_bytes()
    from pyarrow import parquet  # noqa: PLC0415

    real = parquet.ParquetFile(path / "a.parquet").metadata.row_group(0).column(0).total_uncompressed_size
    told = number(real, 1)
    ends = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    assert told in data[ends:]
    (path / "a.parquet").write_bytes(data[:ends] + data[ends:].replace(told, number(real // 1000, len(told))))


def nested_tags(path: Path) -> None:
    (path / "a.html").write_text(f"<html><body>{'<div>' * 1000}<p>{SOUND}</p>{'</div>' * 1000}</body></html>")


def nested_deeper(path: Path) -> None:
    (path / "a.html").write_text("<html><body>" + "<b><div>" * 500_000 + SOUND)


def nested_json(path: Path) -> None:
    (path / "a.json").write_text('{"text":' * 500_000)


def nested_data(path: Path) -> None:
    data = f'<script type="application/ld+json">{"[" * 500_000}</script>'
    (path / "a.html").write_text(f"<html><head>{data}</head><body><p>{SOUND}</p></body></html>")


def large_page(path: Path) -> None:
    (path / "a.html").write_text(f"<html><body><article>{'<p>He denied it all.</p>' * 700_000}</article></body></html>")


def external_entity(path: Path) -> None:
    secret = path.parent.parent / "secret"
    secret.write_text("hunter2")
    entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    item = f"<item><description>&x; {SOUND}</description></item>"
    (path / "a.rss").write_text(f"<?xml version='1.0'?>{entity}<rss><channel>{item}</channel></rss>")


def billion_laughs(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = f'<!DOCTYPE r [<!ENTITY l0 "ha ha ha">{levels}]>'
    sitemap = "<urlset><url><loc>https://a.example/&l9;</loc></url></urlset>"
    (path / "a.xml").write_text(f"<?xml version='1.0'?>{entities}{sitemap}")
    (path / "b.rss").write_text(
        f"<?xml version='1.0'?>{entities}<rss><channel><item><description>&l9;</description></item></channel></rss>"
    )


def wrong_encodings(path: Path) -> None:
    (path / "a.txt").write_bytes(b"The minister \xff\xfe denied \xc3\x28 the claims \x80\x81 on Friday.")
    page = f'<html><head><meta charset="utf-16"></head><body><p>{SOUND}</p></body></html>'
    (path / "b.html").write_bytes(page.encode("cp1252"))
    (path / "c.html").write_bytes(page.replace("utf-16", "no-such-encoding").encode())
    (path / "d.txt").write_bytes(SOUND.encode("utf-16") + b"\x00")
    (path / "e.jsonl").write_bytes(b'{"text": "caf\xe9"}\n' + json.dumps({"text": "\ud800 " + SOUND}).encode())


# What each is rejected for, in order; None where a part of it may be read.
CASES: dict[str, dict[Callable[[Path], None], list[str] | None]] = {
    "packed": {
        gzip_bomb: ["too_large"], lines_bomb: ["broken"], table_bomb: ["broken"], warc_bomb: ["too_large"],
        zip_bomb: ["too_large"], zip_that_lies: ["broken"], packed_twice: None,
    },
    "large": {
        body: ["binary"], body_of_json: ["broken"], huge_cell: ["too_large"], forged_size: ["too_large"], one_cell_for_all: ["too_large"] * CELLS,
        large_page: ["too_large"],
    },
    "marked": {
        nested_tags: ["no_text"], nested_deeper: None, nested_json: ["broken"], nested_data: [], external_entity: None,
        billion_laughs: None, wrong_encodings: ["encoding", "encoding"],
    },
}  # fmt: skip


def add(folder: Path) -> Came:
    """What becomes of a folder."""
    where = folder.parent
    arguments = ("add", str(folder), "--ledger", str(where / "news.db"), "--rejects", str(where / "rejects.jsonl"))
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    reasons: dict[str, list[str]] = {}
    for line in (where / "rejects.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            rejection = json.loads(line)
            reasons.setdefault(Path(rejection["source"]).parent.name, []).append(rejection["reason"])
    with Ledger(where / "news.db") as ledger:
        texts = [reading.document.text for reading in ledger.export()]
        assert list(ledger.verify()) == []
    return Came(done.returncode, reasons, int(done.stdout.split()[-1]) << 10, time.monotonic() - begun, texts)


@pytest.mark.slow
@pytest.mark.parametrize("kind", CASES)
def test_the_run_goes_on_within_its_limits(tmp_path: Path, kind: str) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("fastwarc")
    folder = tmp_path / "in"
    for make in CASES[kind]:
        (folder / make.__name__).mkdir(parents=True)
        make(folder / make.__name__)
        (folder / make.__name__ / "z.txt").write_text(f"{SOUND} {make.__name__}.")
    came = add(folder)
    assert came.code == 3
    assert came.memory < GIGABYTE
    assert {f"{SOUND} {make.__name__}." for make in CASES[kind]} <= set(came.texts)
    expected = {make.__name__: reasons for make, reasons in CASES[kind].items() if reasons is not None}
    assert {name: came.reasons.get(name, []) for name in expected} == expected
    assert not any("hunter2" in text for text in came.texts)
