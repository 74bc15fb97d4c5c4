"""`python -m tests.fuzzing [TARGET ...] --inputs 100000`: tries inputs, keeps those that fail, and says how many did."""

from __future__ import annotations

import argparse
import sys
import time
import traceback

from tests.fuzzing.running import TARGETS, failures, keep


def main() -> int:
    """The exit status: 1 where an input failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all without")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many for each target (default: 100,000)")
    parser.add_argument("--start", type=int, default=0, help="the number of the first: to go on, or to share the work")
    parser.add_argument("--seed", type=int, default=0, help="another one gives other inputs")
    parser.add_argument("--led", action="store_true", help="one target, led by coverage (pip install atheris; Linux)")
    given = parser.parse_args()
    unknown = set(given.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if given.led:
        from tests.fuzzing.led import run  # noqa: PLC0415 - Atheris is installed for this alone

        run(given.targets[0] if given.targets else "sniffed", given.inputs)
        return 0
    wrong = 0
    for name in given.targets or TARGETS:
        wrong += _run(name, given.inputs, given.start, given.seed)
    return min(wrong, 1)


def _run(name: str, inputs: int, start: int, seed: int) -> int:
    began = time.monotonic()
    failed = failures(TARGETS[name], inputs, start=start, seed=seed)
    kinds: dict[tuple[str, int], tuple[bytes, Exception]] = {}
    for data, error in failed.items():  # of each fault the smallest input is enough
        frame = traceback.extract_tb(error.__traceback__)[-1]
        kind = (frame.filename, frame.lineno or 0)
        if kind not in kinds or len(data) < len(kinds[kind][0]):
            kinds[kind] = (data, error)
    for data, error in kinds.values():
        traceback.print_exception(error, limit=-6)
        print(f"kept as {keep(TARGETS[name], data)}")
    print(f"{name}: {inputs:,} inputs, {len(failed)} failed, {time.monotonic() - began:.0f} s", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
