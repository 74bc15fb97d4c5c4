"""The pictures of the tour: what its own commands write.

    python -m docs.site.pictures

runs them on the examples and puts the pictures into docs/pictures, where the pages show them; a test of the documentation holds
them to what the commands write.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "tour.md"
PICTURES = ROOT / "docs" / "pictures"
COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Writes the pictures; the exit code of the commands."""
    commands = "".join(COMMANDS.findall(PAGE.read_text(encoding="utf-8")))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder, "examples"))
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env={**os.environ, "PATH": path}, check=False,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        PICTURES.mkdir(exist_ok=True)
        for picture in sorted(Path(folder).glob("*.svg")):
            shutil.copyfile(picture, PICTURES / picture.name)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
