"""The same targets under Atheris: coverage of onrecord's own code chooses which inputs are changed further."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

from tests.fuzzing.alarm import SECONDS
from tests.fuzzing.running import FOUND, TARGETS


def run(name: str, inputs: int) -> None:
    """Tries `inputs` inputs on a target and ends the process; what fails is kept."""
    target = TARGETS[name]
    corpus = Path(mkdtemp(prefix="onrecord-fuzz-"))
    for number, data in enumerate([*target.seeds(), *target.kept()]):
        (corpus / str(number)).write_bytes(data)
    place = FOUND / name
    place.mkdir(parents=True, exist_ok=True)
    for module in [module for path, module in sys.modules.items() if path.partition(".")[0] == "onrecord"]:
        for value in vars(module).values():
            if callable(value) and getattr(value, "__module__", None) == module.__name__ and hasattr(value, "__code__"):
                atheris.instrument_func(value)
    options = [
        f"-runs={inputs}",
        f"-timeout={SECONDS:.0f}",
        f"-artifact_prefix={place}/",
        "-max_len=20000",
        "-rss_limit_mb=4096",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.one)
    atheris.Fuzz()
