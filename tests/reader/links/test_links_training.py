"""The weights: how they are fitted, and that links on the gold's statements stay above their floors."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from onrecord.reader.links.judging import load_weights
from onrecord.scoring import total

ROWS = [{"bias": 1.0, "near": 1.0}, {"bias": 1.0, "near": 0.0}]


@pytest.fixture
def recipe(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The recipe `training.links`, which is no part of the package."""
    monkeypatch.syspath_prepend(Path(__file__).parents[3])
    return importlib.import_module("training.links.__main__")


def test_a_narrow_spread_keeps_the_weights_set_by_hand(recipe: Any) -> None:
    prior = {"bias": -1.0, "near": 2.0}
    assert recipe.fit([(ROWS, [False, True])], prior, 1e-3) == pytest.approx(prior, abs=1e-3)


def test_the_gold_moves_the_weights(recipe: Any) -> None:
    assert recipe.fit([(ROWS, [True, False])] * 20, {"bias": 0.0, "near": 0.0}, 10.0)["near"] > 1


def test_the_weights_are_of_the_features_of_the_priors(recipe: Any) -> None:
    shipped, priors = load_weights(), load_weights(recipe.PRIORS)
    assert {model: set(weights) for model, weights in shipped.items()} == {m: set(w) for m, w in priors.items()}


@pytest.mark.slow
def test_links_of_left_out_articles_stay_above_their_floors(recipe: Any, shared: Path) -> None:
    linked = recipe.left_out(recipe.load_articles(shared / "gold" / "develop"))
    counts = total([recipe.measure(article, links) for article, links in linked]).counts
    assert (counts["links untyped"].f1 or 0) >= 0.65
    assert (counts["links"].f1 or 0) >= 0.55
