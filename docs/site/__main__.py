"""Builds the documentation's site: the pages of the repository, and the reference made from the code.

    python -m docs.site [--out site]

A link that leads nowhere, or anything else that Sphinx warns of, fails the build. What it writes needs no network.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from docs.site.gather import ROOT, gather

HERE = Path(__file__).parent


def main() -> int:
    """Builds the site; Sphinx's exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "site")
    return build(parser.parse_args().out)


def build(out: Path) -> int:
    """Builds the site into a folder; Sphinx's exit code, not 0 where it warns of anything."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder, "sources")
        sources.mkdir()
        gather(sources)
        return rendered(sources, out)


def rendered(sources: Path, out: Path) -> int:
    """Renders a folder of sources, strictly; Sphinx's exit code."""
    from sphinx.cmd.build import main as sphinx

    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the same sources give the same site
    with tempfile.TemporaryDirectory() as trees:
        given = ["-c", str(HERE), "-d", trees, "-W", "--keep-going", "-q", str(sources), str(out)]
        return sphinx(["-b", "html", *given])


if __name__ == "__main__":
    sys.exit(main())
