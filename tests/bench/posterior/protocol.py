"""Data and scores of the benchmark: what every method is given, and what it is judged by."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

SETS = Path(__file__).parents[3] / "src" / "data" / "sets"
REGRESSIONS = ("concrete", "energy", "yacht", "airfoil", "bikesharing", "diabetes")


def load(name: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return inputs and targets to train on, then to test on: bde's protocol.

    80/20 by scikit-learn's train_test_split(random_state=seed), standardised by the training part.
    """
    from sklearn.model_selection import train_test_split  # noqa: PLC0415

    with (SETS / f"{name}.csv").open(encoding="utf-8") as file:
        table = np.array(list(csv.reader(file))[1:], dtype=float)
    split = train_test_split(table[:, :-1], table[:, -1], test_size=0.2, random_state=seed)
    X, X_test, y, y_test = split
    X, X_test = ((x - split[0].mean(axis=0)) / split[0].std(axis=0) for x in (X, X_test))
    y, y_test = ((t - split[2].mean()) / split[2].std() for t in (y, y_test))
    return X, y, X_test, y_test


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
