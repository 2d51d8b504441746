"""Numbers with their uncertainty."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils import check_random_state

from temper.estimators.base import TemperEstimator
from temper.estimators.ensemble import read_members
from temper.estimators.noise import read_head
from temper.estimators.trials import Choice, Rows, choose
from temper.predictive.mixture import Mixture
from temper.predictive.scores import conformal_factor, regression_scores
from temper.run import Run


class TemperRegressor(RegressorMixin, TemperEstimator):
    """Regression by draws of a network's posterior: predictions with their uncertainty.

    Every copy of the network starts from a descent of its own and is then sampled at temperature 1
    by microcanonical Langevin; predictions are the equal mixture of all draws. The program `temper`
    does the work.

    Parameters
    ----------
    hidden : tuple of int or "auto"
        Units of the hidden layers; "auto" chooses by the number of rows.
    activation : {"relu", "tanh", "gelu", "sigmoid"}
    noise : {"auto", "predicted", "learned"} or float
        The sd of the targets around the network's mean: predicted by the network for each row, one
        number that is learned, or given, in the targets' units. "auto" tries the first two by
        cross-validation, with two fifths of the budget, keeps the better one, and scales the sds of
        the fit to all rows as the rows kept back asked for. From 40 CPU seconds on it tries
        directions that last longer (kernel.memory_length) as well.
    prior_sd : float
        Of each parameter.
    budget : float or str
        How much computing a fit may take, nominally: CPU seconds, or a time of one core as
        run.budget has it, "2m". Small tables take less by themselves.
    config : dict, optional
        Keys of the program's config, which win: {"run.copies": 16, "kernel.type": "mams"}.
    run : path, optional
        Where to keep the run; by default it is removed after the fit. A folder that exists stays,
        and the run gets the next free name: PATH-2, ...
    n_jobs : int, optional
        MPI ranks; the numbers don't depend on them.
    random_state : int, RandomState or None
        The same number gives the same predictions.
    verbose : bool
        Show a bar while it trains.

    Examples
    --------
    >>> model = TemperRegressor(random_state=1).fit(X, y)
    >>> mean, sd = model.predict(X_new, return_std=True)
    >>> low_high = model.predict(X_new, quantiles=[0.05, 0.95])[1]
    """

    def __init__(  # noqa: PLR0913  (an estimator's options are its parameters)
        self,
        hidden: Any = "auto",
        *,
        activation: str = "relu",
        noise: Any = "auto",
        prior_sd: float = 1.0,
        budget: float | str = 20.0,
        config: Mapping[str, Any] | None = None,
        run: str | Path | None = None,
        n_jobs: int | None = None,
        random_state: Any = None,
        verbose: bool = False,
    ) -> None:
        super().__init__(
            hidden,
            activation=activation,
            prior_sd=prior_sd,
            budget=budget,
            config=config,
            run=run,
            n_jobs=n_jobs,
            random_state=random_state,
            verbose=verbose,
        )
        self.noise = noise

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> TemperRegressor:
        """Train on inputs [n, n_features] and targets [n] or [n, n_targets].

        A row's weight says how often it counts as seen: 2 is as two rows, 0.5 as half of one.
        """
        X, y = self._training_table(X, y, multi_output=True, y_numeric=True)
        y = np.asarray(y, dtype=float)
        self.is_single_ = y.ndim == 1
        self.n_targets_ = 1 if self.is_single_ else y.shape[1]
        y = y.reshape(len(y), -1)
        rows, weights = self._rows(X, y, sample_weight)
        X, y = X[rows], y[rows]
        choice, share = Choice(self.noise), 1.0
        if isinstance(self.noise, str) and self.noise == "auto":
            choice, share = choose(self, Rows(X, y, weights))
        self.noise_, self.sd_scale_ = choice.noise, choice.sd_scale
        model = {"model": {"loss": "gaussian", "noise_sd": choice.noise}, **choice.kernel}
        self._fit(X, y, weights, "regression", model, share)
        return self

    def predict(
        self, X: Any, return_std: bool = False, quantiles: Any = None
    ) -> np.ndarray | tuple[np.ndarray, ...]:
        """Predict means; with their sds or quantiles if asked for, in this order.

        Parameters
        ----------
        X : array [n, n_features]
        return_std : bool
            Add the sd of each target: half the width of the central 68 % of its distribution.
        quantiles : sequence of float, optional
            Add those of each target's distribution: [n, quantile], or [n, target, quantile].
        """
        mixture = self._mixture(self._table(X))
        answers = [self._shaped(mixture.mean())]
        if return_std:
            answers.append(self._shaped(mixture.central_sd()))
        if quantiles is not None:
            found = mixture.quantiles(np.asarray(quantiles, dtype=float))
            shape = (-1,) if self.is_single_ else (-1, self.n_targets_)
            answers.append(found.reshape(*shape, found.shape[-1]))
        return answers[0] if len(answers) == 1 else tuple(answers)

    def predict_distribution(self, X: Any) -> Mixture:
        """Return the predictive distributions: mean, sd, its parts, quantiles, density, CRPS.

        Of several targets, row by row: [n * n_targets].
        """
        return self._mixture(self._table(X))

    def predict_interval(
        self, X: Any, level: float = 0.9, calibrate: tuple[Any, Any] | None = None
    ) -> np.ndarray:
        """Predict intervals that hold a share `level` of targets: [n, 2], or [n, target, 2].

        With `calibrate`, rows (X, y) that were not trained on, they are conformal: widened or
        narrowed so that they hold for such rows however wrong the model is.
        """
        if calibrate is None:
            tail = (1 - level) / 2
            return self.predict(X, quantiles=[tail, 1 - tail])[1]
        mean, sd = self.predict(calibrate[0], return_std=True)
        factor = conformal_factor(
            np.ravel(np.asarray(calibrate[1], float)), np.ravel(mean), np.ravel(sd), level
        )
        mean, sd = self.predict(X, return_std=True)
        return np.stack([mean - factor * sd, mean + factor * sd], axis=-1)

    def sample_predictions(
        self, X: Any, n_samples: int = 100, random_state: Any = None
    ) -> np.ndarray:
        """Draw targets from the predictive distributions: [sample, n] or [sample, n, target].

        All rows of one sample come from the same draw of the network.
        """
        mixture = self._mixture(self._table(X))
        random = check_random_state(random_state)
        member = random.randint(len(mixture.means), size=n_samples)
        noise = random.standard_normal((n_samples, mixture.means.shape[1]))
        samples = mixture.means[member] + mixture.sds[member] * noise
        return samples if self.is_single_ else samples.reshape(n_samples, -1, self.n_targets_)

    def scores(self, X: Any, y: Any) -> dict[str, float]:
        """Score predictions of rows that were kept back: RMSE, log scores, CRPS, coverage."""
        y = np.asarray(y, dtype=float).reshape(-1)
        return regression_scores(self._mixture(self._table(X)), y)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn what it can do."""
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = True
        return tags

    def _keep(self, run: Run) -> None:
        super()._keep(run)
        self.head_ = read_head(run, read_members(run)[0])

    def _mixture(self, inputs: np.ndarray) -> Mixture:
        means, sds = self.head_(self.ensemble_.outputs(inputs))
        mixture = Mixture(means.reshape(len(means), -1), sds.reshape(len(sds), -1))
        return mixture.scaled(self.sd_scale_)

    def _shaped(self, values: np.ndarray) -> np.ndarray:
        return values if self.is_single_ else values.reshape(-1, self.n_targets_)
