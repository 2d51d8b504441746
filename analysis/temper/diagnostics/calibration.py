"""Whether predictions are as sure as they are right.

Source: Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks", ICML 2017.
"""

from __future__ import annotations

import numpy as np
from scipy.special import erf

N_BINS = 15  # of equal width, as temper evaluate's ece


def reliability(probability: np.ndarray, label: np.ndarray) -> dict[str, np.ndarray]:
    """Compare confidence, the probability of the most probable class, with accuracy by bin.

    Parameters
    ----------
    probability : float array, shape (n, n_classes)
    label : int array, shape (n,)

    Returns
    -------
    dict
        `count`, `confidence`, `accuracy` and `standard_error` of the accuracy, each of shape
        (N_BINS,); NaN in a bin without examples. Examples without finite predictions are left out.
    """
    known = np.isfinite(probability).all(axis=1)
    probability, label = probability[known], label[known]
    confidence = probability.max(axis=1)
    is_right = probability.argmax(axis=1) == label
    bins = np.minimum((confidence * N_BINS).astype(int), N_BINS - 1)
    count = np.bincount(bins, minlength=N_BINS)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(bins, weights=confidence, minlength=N_BINS) / count
        accuracy = np.bincount(bins, weights=is_right, minlength=N_BINS) / count
        standard_error = np.sqrt(accuracy * (1 - accuracy) / count)
    return {
        "count": count,
        "confidence": mean,
        "accuracy": accuracy,
        "standard_error": standard_error,
    }


def calibration_error(probability: np.ndarray, label: np.ndarray) -> float:
    """Return the expected calibration error: |confidence - accuracy|, averaged over examples."""
    bins = reliability(probability, label)
    gap = np.nan_to_num(np.abs(bins["confidence"] - bins["accuracy"]))
    n = bins["count"].sum()
    return float(np.sum(bins["count"] * gap) / n) if n else float("nan")


def coverage(
    target: np.ndarray, mean: np.ndarray, sd: np.ndarray, nominal: np.ndarray
) -> np.ndarray:
    """Return the share of targets within central normal intervals of each nominal probability.

    Parameters
    ----------
    target, mean, sd : float arrays of one shape
    nominal : float array, shape (n_levels,), in [0, 1]
    """
    within = erf(np.abs(target - mean) / sd / np.sqrt(2))  # the narrowest interval that has it
    return np.array([np.mean(within <= level) for level in nominal])
