"""Data and scores of the benchmark: what every method is given, and what it is judged by."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import numpy as np

SETS = Path(__file__).parents[3] / "src" / "data" / "sets"
NETS = {"bde": (16, 16, 16, 16), "uci": (50,)}  # hidden layers
TEST_SHARES = {"bde": 0.2, "uci": 0.1}


class Split(NamedTuple):
    """Inputs and targets to train on and to test on, standardised by the training part."""

    X: np.ndarray
    y: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray
    target_sd: float  #: of the training part, in original units
    net: tuple[int, ...]  #: hidden layers of the protocol


def load(name: str, seed: int, protocol: str) -> Split:
    """Return a split by scikit-learn's train_test_split(random_state=seed).

    "bde" keeps 20 % for the test (Sommer et al. 2025), "uci" 10 % (Hernández-Lobato & Adams 2015).
    """
    from sklearn.model_selection import train_test_split  # noqa: PLC0415

    with (SETS / f"{name}.csv").open(encoding="utf-8") as file:
        table = np.array(list(csv.reader(file))[1:], dtype=float)
    X, X_test, y, y_test = train_test_split(
        table[:, :-1], table[:, -1], test_size=TEST_SHARES[protocol], random_state=seed
    )
    mean, sd = X.mean(axis=0), X.std(axis=0)
    y_mean, y_sd = y.mean(), y.std()
    X, X_test, y, y_test = (
        (X - mean) / sd,
        (X_test - mean) / sd,
        (y - y_mean) / y_sd,
        (y_test - y_mean) / y_sd,
    )
    return Split(X, y, X_test, y_test, float(y_sd), NETS[protocol])


def in_units(scores: dict[str, float], unit: float) -> dict[str, float]:
    """Return scores of standardised targets in units of which their sd has so many."""
    log_scores = {name: scores[name] + np.log(unit) for name in scores if name.startswith("nll")}
    lengths = {name: scores[name] * unit for name in ("rmse", "crps") if name in scores}
    return scores | log_scores | lengths


def normal_scores(target: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> dict[str, float]:
    """Score normals: RMSE, NLL, CRPS (Gneiting & Raftery 2007, eq. 21), coverage of 90 %."""
    from scipy.stats import norm  # noqa: PLC0415

    z = (target - mean) / sd
    crps = sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    return {
        "rmse": float(np.sqrt(np.mean((target - mean) ** 2))),
        "nll": -float(np.mean(norm.logpdf(target, mean, sd))),
        "crps": float(np.mean(crps)),
        "coverage_90": float(np.mean(np.abs(z) < norm.ppf(0.95))),
    }
