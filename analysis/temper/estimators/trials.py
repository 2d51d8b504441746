"""What cross-validation chooses for a table of numbers: noise, scale of its sds, memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from sklearn.base import clone
from sklearn.utils import check_random_state

from temper.estimators.budget import cpu_seconds_of
from temper.estimators.fitting import folds_of
from temper.predictive.scores import normal_losses

TRIAL_SHARE = 0.4  # of the budget, for trials of the noise
N_FOLDS = 5
ENOUGH_ROWS = 2500  # kept back: of larger tables fewer folds are, and their trials are longer
TRIAL_COPIES = 4  # fewer than a fit has, so that each comes near its level in a short time
FEWEST_ROWS_TO_TRY = 100
ROWS_FOR_NO_SCALE = 40  # as if so many rows more had said that the sds are right
LONG_MEMORY = {"kernel.memory_length": 0.4}  # directions last longer: some tables want that
LEAST_BUDGET_FOR_MEMORIES = 40  # CPU seconds
FOLDS_FOR_MEMORIES = 2
NEVER_KEPT = -1  # the fold of rows that every trial is given


class Choice(NamedTuple):
    """What suits a table."""

    noise: Any  #: as TemperRegressor's
    sd_scale: float = 1.0  #: what the sds of a fit are to be multiplied by
    kernel: Mapping[str, float] = {}  #: keys beside those of the recipe


class Rows(NamedTuple):
    """Inputs [n, n_features], targets [n, target], how much each row counts [n], or None."""

    X: np.ndarray
    y: np.ndarray
    weights: np.ndarray | None

    def where(self, mask: np.ndarray) -> Rows:
        """Return these of them."""
        return Rows(
            self.X[mask], self.y[mask], None if self.weights is None else self.weights[mask]
        )


class Trial(NamedTuple):
    """How a choice does on the rows that were kept back."""

    choice: Choice
    losses: np.ndarray  #: minus the log density, by row kept back
    weights: np.ndarray | None


def choose(model: Any, rows: Rows) -> tuple[Choice, float]:
    """Return what suits these rows best of what is tried, and what is left of the budget.

    All rows of a small table are kept back once: the few that a predicted noise is sure of and
    wrong about rule its score, and a part of the rows may have none of them. Long fits try a longer
    memory of the direction as well, on a part of the folds.
    """
    seed = check_random_state(model.random_state).randint(2**31 - 1)
    fold = folds_of(rows.X, rows.y, N_FOLDS, seed)
    if len(fold) < FEWEST_ROWS_TO_TRY or len(np.unique(fold)) < N_FOLDS:
        return Choice("learned"), 1.0
    fold[fold >= min(N_FOLDS, np.ceil(N_FOLDS * ENOUGH_ROWS / len(fold)))] = NEVER_KEPT
    n_folds = fold.max() + 1
    share = TRIAL_SHARE / (2 * n_folds)  # of one fit

    def tried(choice: Choice, fold: np.ndarray) -> Trial:
        trial = clone(model).set_params(
            noise=choice.noise,
            budget=share * cpu_seconds_of(model.budget),
            config={"run.copies": TRIAL_COPIES, **choice.kernel, **(model.config or {})},
            run=None,
            verbose=False,
            random_state=seed,
        )
        return _tried(trial, choice, fold, rows)

    best = min(
        (tried(Choice(noise), fold) for noise in ("learned", "predicted")),
        key=lambda trial: np.average(trial.losses, weights=trial.weights),
    )
    if not _tries_memories(model):
        return best.choice, 1 - TRIAL_SHARE
    few = np.where(fold < FOLDS_FOR_MEMORIES, fold, NEVER_KEPT)
    longer = tried(best.choice._replace(kernel=LONG_MEMORY), few)
    before = best.losses[few[fold != NEVER_KEPT] != NEVER_KEPT]
    if np.average(longer.losses - before, weights=longer.weights) < 0:
        best = longer
    return best.choice, 1 - TRIAL_SHARE - share * min(n_folds, FOLDS_FOR_MEMORIES)


def _tries_memories(model: Any) -> bool:
    has_own = any(key.startswith("kernel") for key in model.config or {})
    return cpu_seconds_of(model.budget) >= LEAST_BUDGET_FOR_MEMORIES and not has_own


def _tried(model: Any, choice: Choice, fold: np.ndarray, rows: Rows) -> Trial:
    """Predict the rows of each fold by a fit without it."""
    mean, sd = np.empty(rows.y.shape), np.empty(rows.y.shape)
    for number in range(fold.max() + 1):
        is_kept = fold == number
        mixture = model.fit(*rows.where(~is_kept)).predict_distribution(rows.X[is_kept])
        mean[is_kept] = mixture.mean().reshape(-1, rows.y.shape[1])
        sd[is_kept] = mixture.central_sd().reshape(-1, rows.y.shape[1])
    kept = rows.where(fold != NEVER_KEPT)
    losses, scale = losses_at_best_scale(mean[fold != NEVER_KEPT], sd[fold != NEVER_KEPT], kept.y)
    return Trial(choice._replace(sd_scale=scale), losses, kept.weights)


def losses_at_best_scale(
    mean: np.ndarray, sd: np.ndarray, target: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return each row's loss as a normal [nats] with the sds times a factor, and that factor.

    Means, sds and targets are [n, target].
    """
    squares = np.sum(((target - mean) / sd) ** 2)
    scale = np.sqrt((squares + ROWS_FOR_NO_SCALE) / (target.size + ROWS_FOR_NO_SCALE))
    return normal_losses(target, mean, scale * sd).sum(axis=1), float(scale)
