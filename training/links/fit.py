"""A choice between candidates, drawn toward weights set by hand: with little gold the hand decides, with more the gold.

Each statement chooses which earlier one it answers, or none. A candidate's score is the weighted sum of its features, none
scores 0; the chance of a choice is its share of the exponentials (a conditional logit). Where gold has several right
candidates, any of them counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Choice = tuple["Sequence[Mapping[str, float]]", "Sequence[bool]"]  # the candidates' features; which are right
STEPS = 200


def fit(choices: Sequence[Choice], prior: Mapping[str, float], spread: float) -> dict[str, float]:
    """The weights of the greatest posterior: Gaussian around `prior` with standard deviation `spread` each.

    Gradient descent with halving steps: the same choices give the same weights. `prior` names the features.
    """
    names = list(prior)
    choices = [(rows, right) for rows, right in choices if rows]
    x = np.array([[row.get(name, 0.0) for name in names] for rows, _ in choices for row in rows])
    right = np.array([one for _, rights in choices for one in rights], dtype=float)
    group = np.array([number for number, (rows, _) in enumerate(choices) for _ in rows])
    centre = np.array([prior[name] for name in names])
    weights, step = centre.copy(), 0.1
    loss, slope = _posterior(x=x, right=right, group=group, weights=weights, centre=centre, spread=spread)
    for _ in range(STEPS):
        trial = weights - step * slope
        trial_loss, trial_slope = _posterior(x=x, right=right, group=group, weights=trial, centre=centre, spread=spread)
        if trial_loss < loss:
            weights, loss, slope, step = trial, trial_loss, trial_slope, step * 1.5
        else:
            step /= 3
    return dict(zip(names, (float(value) for value in weights), strict=True))


def _posterior(
    *,
    x: NDArray[np.float64],
    right: NDArray[np.float64],
    group: NDArray[np.int64],
    weights: NDArray[np.float64],
    centre: NDArray[np.float64],
    spread: float,
) -> tuple[float, NDArray[np.float64]]:
    """The negative log-posterior and its gradient; `group` is the number of the choice that each row belongs to."""
    away = (weights - centre) / spread**2
    powers = np.exp(np.clip(x @ weights, -30, 30))
    everything = 1.0 + np.bincount(group, powers)
    wanted = np.bincount(group, powers * right)
    answers = wanted > 0  # where nothing is right, none is
    loss = float(away @ (weights - centre)) / 2 + np.log(everything).sum() - np.log(wanted[answers]).sum()
    share = np.where(answers, wanted, 1.0)[group]
    pull = powers / everything[group] - powers * right / share
    return float(loss), away + x.T @ pull
