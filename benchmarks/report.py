"""Writes docs/quality.md: every figure is the output of a command that stands above it.

    python -m benchmarks.report [--only NAME ...] [--twice]

With `--twice` each command runs once more and both outputs stand on the page, so that what is timed can be held to its
spread. Sections that are not asked for keep what stands in the file, or stay out of it. Each command runs in the repository's
root, one after the other, with one thread, so that nothing disturbs the timings.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "quality.md"
SECTIONS = ROOT / "benchmarks" / "report.toml"
BLOCK = re.compile(r"<!-- (?P<name>[\w-]+) -->\n```\n(?P<output>.*?)```\n", re.DOTALL)


def main() -> int:
    """Runs the commands and writes the page; 1 where a command fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--twice", action="store_true", help="run each command once more, and show both outputs")
    options = parser.parse_args()
    page = tomllib.loads(SECTIONS.read_text(encoding="utf-8"))
    kept = {m["name"]: m["output"] for m in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))} if PAGE.exists() else {}
    parts = [page["head"].strip()]
    for section in page["section"]:
        name = section["name"]
        if options.only and name not in options.only and name not in kept:
            continue  # it was never run, and may take long
        if not options.only or name in options.only:
            outputs = [run(section["command"]) for _ in range(1 + options.twice)]
            if None in outputs:
                return 1
            printed = "\n\nOnce more:\n\n".join(str(output).rstrip() for output in outputs)
            kept[name] = f"{printed}\n\n({dt.datetime.now(tz=dt.UTC).date()})\n"
        parts.append(written(section, kept[name]))
    PAGE.write_text("\n\n".join([*parts, page["foot"].strip()]) + "\n", encoding="utf-8")
    return 0


def written(section: dict[str, str], output: str) -> str:
    """A section of the page: its words, its command, what it printed."""
    return (
        f"## {section['title']}\n\n{section['text'].strip()}\n\n<!-- not run: takes minutes, and needs the gold -->\n"
        f"```sh\n{section['command']}\n```\n\n<!-- {section['name']} -->\n```\n{output}```\n".rstrip()
    )


def run(command: str) -> str | None:
    """What a command prints; None where it fails, with its complaint on stderr."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "OMP_NUM_THREADS": "1", "NO_COLOR": "1", "COLUMNS": "120"},
    )  # fmt: skip
    if done.returncode:
        print(f"{command}: {done.stderr}", file=sys.stderr)
        return None
    print(f"done: {command}", file=sys.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
