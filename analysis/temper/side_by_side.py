"""Two runs side by side: what they were told, and what came out with its standard error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

from temper.diagnostics.round_trips import round_trips
from temper.diagnostics.series import effective_size
from temper.stored_run import StoredRun

FEWEST = 8  # values of a series whose standard error can be told
Estimate = tuple[float, float]  # mean and its standard error; NaN: unknown

PROVENANCE = ("temper_version", "commit", "data_name", "data_checksum", "n_points", "n_parameters")


def side_by_side(run: StoredRun, other: StoredRun) -> xr.Dataset:
    """Set two runs side by side.

    Parameters
    ----------
    run, other : StoredRun

    Returns
    -------
    Dataset
        mean and standard_error [quantity, run], over the kept sweeps or draws of rung 0: NaN where
        a run doesn't have the quantity, or its error can't be told. difference and
        difference_error [quantity]: the second less the first, for runs that are independent.
        value [setting, run]: the settings that differ, as text, such as kernel.lr; "" where a run
        doesn't have the setting. `run` holds the names of the folders.
    """
    runs = (run, other)
    estimates = [estimates_of(each) for each in runs]
    quantities = list(dict.fromkeys(name for each in estimates for name in each))
    unknown = (np.nan, np.nan)
    table = np.array([[each.get(q, unknown) for each in estimates] for q in quantities])
    settings = differing_settings(*(settings_of(each) for each in runs))
    mean, error = table[..., 0], table[..., 1]
    return xr.Dataset(
        {
            "mean": (("quantity", "run"), mean),
            "standard_error": (("quantity", "run"), error),
            "difference": ("quantity", mean[:, 1] - mean[:, 0]),
            "difference_error": ("quantity", np.hypot(error[:, 0], error[:, 1])),
            "value": (("setting", "run"), np.array(list(settings.values())).reshape(-1, 2)),
        },
        {"quantity": quantities, "run": names_of(*runs), "setting": list(settings)},
    )


def names_of(*runs: StoredRun) -> list[str]:
    """Name the runs by their folders, by their whole paths if those are called the same."""
    paths = [run.path.resolve() for run in runs]
    names = [path.name for path in paths]
    return names if len(set(names)) == len(names) else [str(path) for path in paths]


def estimates_of(run: StoredRun) -> dict[str, Estimate]:
    """Estimate what can be compared of a run, by name."""
    found: dict[str, Estimate] = {}
    best = run.best()
    if best is not None:
        found["lowest objective, nats"] = (best.objective, np.nan)
    kept = run.with_energy(run.kept(run.by_rung)).isel(rung=0)
    for name, label in (("energy", "energy U, nats"), ("prior_energy", "prior energy V, nats")):
        found[f"{label}, rung 0"] = mean_of(kept[name].values.T)
    metrics = run.metrics_by_rung.isel(rung=0).load()
    metrics = metrics.isel(draw=np.flatnonzero(~metrics["is_warmup"].values))
    for name, values in metrics.data_vars.items():
        found[f"{name}, rung 0"] = mean_of(values.values.T)
    return {**found, **scores_of(run), **mixing_of(run)}


def scores_of(run: StoredRun) -> dict[str, Estimate]:
    """Return the scores of the averaged predictions, if `temper evaluate` has stored them."""
    stored = run.predictions
    if stored is None:
        return {}
    last = stored.isel(predictor=-1)
    part, name = stored.attrs["part"], last["predictor"].item()
    scores = zip(last["score_name"].values, last["score"].values.tolist(), strict=True)
    return {f"{part}_{score}, {name}": (value, np.nan) for score, value in scores}


def mixing_of(run: StoredRun) -> dict[str, Estimate]:
    """Return acceptance, barrier and round trips; none without exchanges."""
    accept_prob = run.kept(run.swaps["accept_prob"]).values  # [sweep, copy, pair]
    proposed = np.isfinite(accept_prob).any(axis=2).all(axis=1)
    if not np.any(proposed):
        return {}
    by_sweep = np.nanmean(accept_prob[proposed], axis=2)
    judged = (run.diagnosis or {}).get("ladder") or {}
    barrier = judged.get("barrier")
    trips = 1000 * float(round_trips(run).values.sum()) / run.n_kept
    return {
        "swap acceptance": mean_of(by_sweep.T),
        "barrier, as diagnosed": (np.nan if barrier is None else barrier, np.nan),
        "round trips per 1,000 sweeps": (trips, np.nan),
    }


def mean_of(values: np.ndarray) -> Estimate:
    """Return the mean of correlated series [copy, n] with its standard error, sd / sqrt(ESS)."""
    if values.size == 0:
        return (np.nan, np.nan)
    mean = float(np.mean(values))
    if values.shape[1] < FEWEST or not np.all(np.isfinite(values)):
        return (mean, np.nan)
    if np.ptp(values) == 0:
        return (mean, 0.0)
    sd = float(np.std(values, ddof=1))
    return (mean, sd / np.sqrt(effective_size(values, "mean")))


def settings_of(run: StoredRun) -> dict[str, str]:
    """Return every setting as text by its dotted name, and where the numbers come from."""
    known = {name: run.attributes[name] for name in PROVENANCE if name in run.attributes}
    return {**flattened(run.config), **{name: str(value) for name, value in known.items()}}


def flattened(value: Any, name: str = "") -> dict[str, str]:  # noqa: ANN401  (any TOML value)
    """Write nested tables and lists of tables as {"model.layer.0.units": "8"}."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        value = dict(enumerate(value))
    if not isinstance(value, Mapping):
        return {name: str(value)}
    prefix = f"{name}." if name else ""
    return {
        key: text
        for part, item in value.items()
        for key, text in flattened(item, f"{prefix}{part}").items()
    }


def differing_settings(first: dict[str, str], second: dict[str, str]) -> dict[str, list[str]]:
    """Return the settings that are not the same in both, in the order of the first."""
    both = {name: [first.get(name, ""), second.get(name, "")] for name in {**first, **second}}
    return {name: values for name, values in both.items() if values[0] != values[1]}
