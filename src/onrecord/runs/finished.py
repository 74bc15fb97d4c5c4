"""A folder of finished shards: a broken run that is started again reads only what is missing from it.

A shard is two files, named for its content: its readings, a line of JSON each, packed with gzip (`.jsonl.gz`), and a
marker (`.done.json`), written last, with the content's hash, the reader's version, models and settings, the hash of
the readings' file, and what was rejected. JSON lines and not Parquet: a reading is a tree, lines hold it without loss
and without another package, and `onrecord import` takes the files as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.documents import Rejection
from onrecord.errors import RecordError
from onrecord.records import Origin, Reading

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.runs.shards import Shard
    from onrecord.runs.work import Outcomes

NAME = 24  # hexadecimal digits of the content's hash in a file's name


@dataclass(frozen=True, slots=True)
class Finished:
    """The finished shards in a folder. `made_by` is JSON that tells the reader and its settings: a shard that others
    read is not taken for finished.
    """

    folder: Path
    made_by: dict[str, Any]

    def find(self, shard: Shard) -> Outcomes | None:
        """What became of the shard's documents, in order; None where it is not finished, or its files are broken."""
        try:
            marker = json.loads(self._marker(shard).read_bytes())
            if marker["content"] != shard.content or marker["made_by"] != self.made_by:
                return None
            data = self._readings(shard).read_bytes()
            if hashlib.sha256(data).hexdigest() != marker["sha256"]:
                return None
            return _outcomes(gzip.decompress(data), marker["rejections"])
        except (OSError, EOFError, ValueError, KeyError, TypeError, RecordError):
            return None

    def keep(self, shard: Shard, outcomes: Outcomes) -> None:
        """Keeps what became of a shard's documents. Raises OSError where it cannot be written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [_line(one) for one in outcomes if isinstance(one, Reading)]
        data = gzip.compress("".join(lines).encode("utf-8", "surrogatepass"), mtime=0)
        rejections = {place: one.to_json() for place, one in enumerate(outcomes) if isinstance(one, Rejection)}
        marker = {
            "content": shard.content, "made_by": self.made_by, "sha256": hashlib.sha256(data).hexdigest(),
            "readings": len(lines), "rejections": rejections,
        }  # fmt: skip
        _write(self._readings(shard), data)
        _write(self._marker(shard), json.dumps(marker, indent=1).encode("ascii"))

    def _readings(self, shard: Shard) -> Path:
        return self.folder / f"{shard.content[:NAME]}.jsonl.gz"

    def _marker(self, shard: Shard) -> Path:
        return self.folder / f"{shard.content[:NAME]}.done.json"


def _line(reading: Reading) -> str:
    """A reading's JSON, with the origin that only ledgers keep beside it."""
    origin = reading.document.origin
    return json.dumps(reading.to_json() | {"origin": asdict(origin) if origin else None}, ensure_ascii=False) + "\n"


def _outcomes(data: bytes, rejections: dict[str, Any]) -> Outcomes:
    readings = [_reading(json.loads(line)) for line in data.decode("utf-8", "surrogatepass").split("\n") if line]
    outcomes: list[Reading | Rejection] = list(readings)
    for place, rejection in sorted(rejections.items(), key=lambda item: int(item[0])):
        outcomes.insert(int(place), Rejection.from_json(rejection))
    return tuple(outcomes)


def _reading(data: dict[str, Any]) -> Reading:
    reading = Reading.from_json(data)
    origin = Origin(**data["origin"]) if data["origin"] else None
    return replace(reading, document=replace(reading.document, origin=origin))


def _write(path: Path, data: bytes) -> None:
    """All of a file or nothing of it: what is half written has another name."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        error.filename = error.filename or str(path)
        raise
