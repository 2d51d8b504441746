"""One fit in a process of its own, whose scores are printed as JSON.

worker.py METHOD SET SEED BUDGET PROTOCOL
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import numpy as np
from protocol import Split, in_units, load, normal_scores

TREES_FOLDS = 5


def temper(data: Split, seed: int, budget: float) -> dict[str, float]:
    """Temper's estimator by default, but for the budget, and for the net of "uci"."""
    from temper import TemperRegressor  # noqa: PLC0415

    X, y, X_test, y_test = data[:4]
    hidden = data.net if len(data.net) == 1 else "auto"
    model = TemperRegressor(hidden, budget=budget, random_state=seed).fit(X, y)
    return model.scores(X_test, y_test)


def bde(data: Split, seed: int, budget: float) -> dict[str, float]:
    """The peer with its own settings, but for the length: 8 members, steps that fit the budget."""
    from bde import BdeRegressor  # noqa: PLC0415

    X, y, X_test, y_test = (np.asarray(part, np.float32) for part in data[:4])
    n_steps = max(500, int((budget - 12) / (8 * 0.25e-3 * max(0.3, len(X) / 1200))))
    model = BdeRegressor(
        n_members=8,
        hidden_layers=list(data.net),
        epochs=1000,
        validation_split=0.15,
        lr=1e-3,
        weight_decay=1e-4,
        patience=20,
        warmup_steps=int(n_steps * 0.83),
        n_samples=max(50, int(n_steps * 0.17)) // 10 * 10,
        n_thinning=10,
        desired_energy_var_start=0.5,
        desired_energy_var_end=0.1,
        step_size_init=1e-3,
        seed=seed,
    )
    model.fit(X, y)
    mean, sd = model.predict(X_test, mean_and_std=True)
    return normal_scores(y_test, np.ravel(mean), np.ravel(sd))


def deep_ensemble(data: Split, seed: int, budget: float) -> dict[str, float]:
    """Temper's starts alone, without sampling: a plain deep ensemble of the same nets."""
    from temper import TemperRegressor  # noqa: PLC0415

    X, y, X_test, y_test = data[:4]
    keys = {"run.copies": 16, "run.warmup": 0, "run.sweeps": 1, "run.steps": 1, "output.thin": 1,
            "kernel.step": 1e-9}  # fmt: skip
    model = TemperRegressor(data.net, budget=budget, random_state=seed, config=keys).fit(X, y)
    return model.scores(X_test, y_test)


def forest(data: Split, seed: int, budget: float) -> dict[str, float]:
    """scikit-learn's defaults; sd: that of the trees with the out-of-bag error."""
    from sklearn.ensemble import RandomForestRegressor  # noqa: PLC0415

    del budget
    X, y, X_test, y_test = data[:4]
    model = RandomForestRegressor(oob_score=True, random_state=seed).fit(X, y)
    noise = float(np.mean((y - model.oob_prediction_) ** 2))
    trees = np.array([tree.predict(X_test) for tree in model.estimators_])
    total = noise * trees.var(axis=0) / trees.var(axis=0).mean()
    return normal_scores(y_test, trees.mean(axis=0), np.sqrt(0.5 * noise + 0.5 * total))


def xgboost(data: Split, seed: int, budget: float) -> dict[str, float]:
    """XGBoost's defaults; sd: the root mean square error of cross-validation."""
    from sklearn.model_selection import cross_val_predict  # noqa: PLC0415
    from xgboost import XGBRegressor  # noqa: PLC0415

    del budget
    X, y, X_test, y_test = data[:4]
    model = XGBRegressor(random_state=seed, n_jobs=1)
    sd = float(np.std(y - cross_val_predict(model, X, y, cv=TREES_FOLDS)))
    return normal_scores(y_test, model.fit(X, y).predict(X_test), np.full(len(y_test), sd))


METHODS: dict[str, Callable[[Split, int, float], dict[str, float]]] = {
    "temper": temper,
    "bde": bde,
    "deep-ensemble": deep_ensemble,
    "forest": forest,
    "xgboost": xgboost,
}

if __name__ == "__main__":
    method, name, seed, budget, protocol = sys.argv[1:6]
    data = load(name, int(seed), protocol)
    scores = METHODS[method](data, int(seed), float(budget))
    print(json.dumps(in_units(scores, data.target_sd) if protocol == "uci" else scores))
