"""What the predictions are worth, in one number with its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from temper.report.facts import Facts
from temper.report.labels import metric_label, plural
from temper.report.table import number

SCORES = ("accuracy", "rmse", "log_score")  # the first that is stored is the leading one


@dataclass(frozen=True)
class Score:
    """A score of predictions."""

    label: str  # "test accuracy"
    name: str  # "test_accuracy"
    value: float
    error: float | None  # standard error over the examples; None: unknown, or all were right
    of_what: str  # who predicted, and how many examples
    beside: str = ""  # what another run has, if one stands beside it

    @property
    def text(self) -> str:
        """The value with its error; accuracies in per cent."""
        if not self.name.endswith("accuracy"):
            return number(self.value) + ("" if self.error is None else f" ± {self.error:.2g}")
        return f"{self.value:.1%}" + ("" if self.error is None else f" ± {100 * self.error:.1f}")


def leading_score(facts: Facts) -> Score | None:
    """Return the score of the averaged predictions that are stored, else a mean over draws."""
    return stored_score(facts) or mean_over_draws(facts)


def stored_score(facts: Facts) -> Score | None:
    """Return that of the last predictor that `temper evaluate` has stored."""
    stored = facts.predictions
    if stored is None:
        return None
    known = [name for name in SCORES if name in stored["score_name"].values]
    if not known:
        return None
    last, n = stored.isel(predictor=-1), stored.sizes["example"]
    value = float(last["score"].sel(score_name=known[0]))
    if not np.isfinite(value):
        return None
    name = f"{stored.attrs['part']}_{known[0]}"
    error = float(score_errors(stored).sel(score_name=known[0])[-1])
    error = error if np.isfinite(error) and error > 0 else None
    who = f"of “{last['predictor'].item()}” ({plural(int(last['n_thetas']), 'theta')})"
    of_what = f"{who} on {plural(n, 'example')}"
    beside = of_another_run(stored, known[0])
    return Score(metric_label(name), name, value, error, of_what, beside)


def of_another_run(stored: xr.Dataset, score_name: str) -> str:
    """Say what the first and the last predictor of `temper evaluate --against` have."""
    names = [str(name) for name in stored["predictor"].values if ": " in str(name)]
    chosen = dict.fromkeys([*names[:1], *names[-1:]])
    values = [float(stored["score"].sel(predictor=n, score_name=score_name)) for n in chosen]
    return "".join(f"; {n} {number(v)}" for n, v in zip(chosen, values, strict=True))


def score_errors(stored: xr.Dataset) -> xr.DataArray:
    """Return the standard errors of the scores [predictor, score_name]; NaN: none is known.

    Files of older programs have none: that of an accuracy follows from the number of examples.
    """
    if "score_error" in stored:
        return stored["score_error"]
    variance = stored["score"] * (1 - stored["score"]) / stored.sizes["example"]
    is_accuracy = stored["score_name"] == "accuracy"
    return np.sqrt(variance.where(is_accuracy & (variance >= 0)))


def mean_over_draws(facts: Facts) -> Score | None:
    """Return the leading metric averaged over draws of the coldest rung, if there are any."""
    name = facts.leading_metric
    if name is None or facts.kept_metrics.sizes["draw"] == 0:
        return None
    mean = float(np.nanmean(facts.kept_metrics[name].isel(rung=0).values))
    return Score(metric_label(name), name, mean, None, "the mean over draws of the coldest rung")
