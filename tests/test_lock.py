"""The lock files name what pyproject.toml asks for, in versions that it allows, each with hashes and from no certain place."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODEL = ROOT / "src" / "onrecord" / "languages" / "en" / "model"
LOCKS = ("runtime", "all")
AGAIN = "run `make lock` and commit what it writes"


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Of each package its version and how many hashes it has."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    pins = (re.match(r"([\w.-]+)==([^\s;\\]+)", block) for block in blocks if "==" in block)
    counts = (block.count("--hash=sha256:") for block in blocks if "==" in block)
    return {canonicalize_name(pin[1]): (pin[2], count) for pin, count in zip(pins, counts, strict=True) if pin}


def wanted(name: str) -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values() if name == "all" else ()
    return [Requirement(line) for line in (*PROJECT["dependencies"], *(line for extra in extras for line in extra))]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_agrees_with_the_project(name: str) -> None:
    pins = locked(name)
    for requirement in wanted(name):
        assert canonicalize_name(requirement.name) in pins, f"{requirement.name} is not locked: {AGAIN}"
        version = pins[canonicalize_name(requirement.name)][0]
        assert requirement.specifier.contains(version), f"{requirement} is locked at {version}: {AGAIN}"


@pytest.mark.parametrize("name", LOCKS)
def test_everything_locked_has_hashes(name: str) -> None:
    pins = locked(name)
    assert len(pins) > len(wanted("runtime"))
    assert all(count for _, count in pins.values())


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_place(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|(^|\s)/", text)


def test_both_locks_name_the_same_versions() -> None:
    every = locked("all")
    assert {package: pin for package, pin in locked("runtime").items() if every.get(package) != pin} == {}


def test_the_models_are_those_of_their_hashes() -> None:
    lines = (MODEL / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split() for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in MODEL.iterdir()
        if path.suffix in {".onnx", ".json"}
    }
    assert told == found, "a model was changed: in its folder, run `sha256sum *.json *.onnx > SHA256SUMS`"
