"""Classes with their probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight

from temper.estimators.base import TemperEstimator
from temper.estimators.ensemble import class_probabilities
from temper.predictive.scores import at_temperature, classification_scores, temperature_of


class TemperClassifier(ClassifierMixin, TemperEstimator):
    """Classification by draws of a network's posterior: probabilities that know what they don't.

    Every copy of the network starts from a descent of its own and is then sampled at temperature 1
    by microcanonical Langevin; probabilities are averages over all draws. The program `temper` does
    the work.

    Parameters
    ----------
    hidden : tuple of int or "auto"
        Units of the hidden layers; "auto" chooses by the number of rows.
    activation : {"relu", "tanh", "gelu", "sigmoid"}
    prior_sd : float
        Of each parameter.
    budget : float or str
        How much computing a fit may take, nominally: CPU seconds, or a time of one core as
        run.budget has it, "2m". Small tables take less by themselves.
    config : dict, optional
        Keys of the program's config, which win: {"run.copies": 16}.
    run : path, optional
        Where to keep the run; by default it is removed after the fit.
    n_jobs : int, optional
        MPI ranks; the numbers don't depend on them.
    random_state : int, RandomState or None
    verbose : bool
        Show a bar while it trains.

    Examples
    --------
    >>> model = TemperClassifier(random_state=1).fit(X, y)
    >>> model.predict_proba(X_new)
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> TemperClassifier:
        """Train on inputs [n, n_features] and classes [n]: numbers, text, anything with an order.

        A row's weight says how often it counts as seen: 2 is as two rows, 0.5 as half of one.
        """
        X, y = self._training_table(X, y)
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, X, ensure_non_negative=True)
            self.classes_, labels = np.unique(y[weights > 0], return_inverse=True)
            X, sample_weight = X[weights > 0], weights[weights > 0]
        if len(self.classes_) == 0:
            raise ValueError("sample_weight: all weights are zero, so there is nothing to fit")
        if len(self.classes_) == 1:
            self.ensemble_ = None  # nothing to tell apart, so there is nothing to train
            return self
        rows, weights = self._rows(X, labels, sample_weight)
        self._fit(X[rows], labels[rows, np.newaxis], weights, "classification", {})
        return self

    def predict_proba(self, X: Any, calibrate: tuple[Any, Any] | None = None) -> np.ndarray:
        """Predict the probability of each of `classes_`: [n, class].

        With `calibrate`, rows (X, y) that were not trained on, they are at the temperature that
        scores best there.
        """
        probability = self._member_probabilities(X).mean(axis=0)
        if calibrate is None:
            return probability
        label = np.searchsorted(self.classes_, np.asarray(calibrate[1]))
        temperature = temperature_of(self.predict_proba(calibrate[0]), label)
        return at_temperature(probability, temperature)

    def predict(self, X: Any) -> np.ndarray:
        """Predict the most probable class: [n]."""
        places = self.predict_proba(X).argmax(axis=1)
        return self.classes_[places]

    def sample_predictions(
        self, X: Any, n_samples: int = 100, random_state: Any = None
    ) -> np.ndarray:
        """Draw classes from the predictive distribution: [sample, n].

        All rows of one sample come from the same draw of the network.
        """
        probabilities = self._member_probabilities(X)
        random = check_random_state(random_state)
        member = random.randint(len(probabilities), size=n_samples)
        coins = random.uniform(size=(n_samples, probabilities.shape[1], 1))
        places = (probabilities[member].cumsum(axis=-1) < coins).sum(axis=-1)
        return self.classes_[np.minimum(places, len(self.classes_) - 1)]

    def scores(self, X: Any, y: Any) -> dict[str, float]:
        """Score predictions of rows kept back: accuracy, log score, Brier, calibration."""
        probabilities = self.predict_proba(X)
        labels = np.searchsorted(self.classes_, np.asarray(y))
        return classification_scores(probabilities, labels)

    def _member_probabilities(self, X: Any) -> np.ndarray:
        """Return probabilities by member: [member, n, class]."""
        inputs = self._table(X)
        if self.ensemble_ is None:
            return np.ones((1, len(inputs), 1))
        return class_probabilities(self.ensemble_.outputs(inputs))
