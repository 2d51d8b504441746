"""Scores of predictions: of numbers with their distributions, and of classes."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import softmax

from temper.diagnostics.calibration import calibration_error
from temper.predictive.mixture import Mixture

LEVELS = (0.5, 0.8, 0.9, 0.95)


def regression_scores(mixture: Mixture, target: np.ndarray) -> dict[str, float]:
    """Score predictive distributions of numbers [n].

    Returns
    -------
    dict
        rmse; nll, minus the mean log density of a normal with the mixture's mean and central sd;
        nll_moments, with its sd by the moments; nll_mixture, of the mixture itself; crps;
        coverage_50, _80, _90, _95 of central intervals; aleatoric and epistemic, root mean squares.
    """
    mean, sd = mixture.mean(), mixture.central_sd()
    quantile_of = mixture.cdf(target)
    scores = {
        "rmse": root_mean_square(target - mean),
        "nll": float(np.mean(normal_losses(target, mean, sd))),
        "nll_moments": float(np.mean(normal_losses(target, mean, mixture.sd()))),
        "nll_mixture": -float(np.mean(mixture.log_density(target))),
        "crps": float(np.mean(mixture.crps(target))),
    }
    for level in LEVELS:
        is_within = np.abs(quantile_of - 0.5) <= level / 2
        scores[f"coverage_{100 * level:.0f}"] = float(np.mean(is_within))
    scores["aleatoric"] = root_mean_square(mixture.aleatoric())
    scores["epistemic"] = root_mean_square(mixture.epistemic())
    return scores


def classification_scores(probability: np.ndarray, label: np.ndarray) -> dict[str, float]:
    """Score class probabilities [n, n_classes] against labels 0, 1, ... [n].

    Returns
    -------
    dict
        accuracy; nll, minus the mean log probability of the true class; brier, the sum over classes
        of squared errors; ece, the expected calibration error.
    """
    truth = np.eye(probability.shape[1])[label]
    of_truth = probability[np.arange(len(label)), label]
    return {
        "accuracy": float(np.mean(probability.argmax(axis=1) == label)),
        "nll": -float(np.mean(np.log(np.maximum(of_truth, np.finfo(float).tiny)))),
        "brier": float(np.mean(np.sum((probability - truth) ** 2, axis=1))),
        "ece": calibration_error(probability, label),
    }


def normal_losses(target: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Return minus the log densities of normals, nats: [n]."""
    return 0.5 * ((target - mean) / sd) ** 2 + np.log(sd) + 0.5 * np.log(2 * np.pi)


def root_mean_square(values: np.ndarray) -> float:
    """Return the square root of the mean square."""
    return float(np.sqrt(np.mean(values**2)))


def conformal_factor(target: np.ndarray, mean: np.ndarray, sd: np.ndarray, level: float) -> float:
    """Return the factor c for which mean ± c sd holds a share `level` of new targets.

    It is right for rows like those given, which must not have been trained on, however wrong the
    sds are.

    Source: Lei, G'Sell, Rinaldo, Tibshirani & Wasserman, JASA 113, 2018, section 5.2.
    """
    ratio = np.sort(np.abs(target - mean) / sd)
    rank = int(np.ceil((len(ratio) + 1) * level))
    return float(ratio[rank - 1]) if rank <= len(ratio) else float("inf")


def temperature_of(probability: np.ndarray, label: np.ndarray) -> float:
    """Return the temperature at which probabilities [n, class] score best on labels [n].

    Above 1 they were too sure of themselves. Rows that were trained on say nothing.

    Source: Guo, Pleiss, Sun & Weinberger, "On calibration of modern neural networks", ICML 2017,
    section 4.2.
    """

    def loss(log_temperature: float) -> float:
        scaled = at_temperature(probability, np.exp(log_temperature))
        return classification_scores(scaled, label)["nll"]

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))


def at_temperature(probability: np.ndarray, temperature: float) -> np.ndarray:
    """Return probabilities [n, class] to the power of 1 / temperature, normalised."""
    logs = np.log(np.maximum(probability, np.finfo(float).tiny))
    return softmax(logs / temperature, axis=1)
