"""The tables of the report."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import xarray as xr

from temper.files.landscape import cluster_table
from temper.report.facts import Facts, metric_label
from temper.report.pictures.least_certain import CERTAINTY_COLUMNS, certainty_rows
from temper.report.table import Table


def rung_table(facts: Facts) -> Table:
    """Return one row for each rung: temperature, energies, metric, exchange with the next."""
    energy = facts.kept_energy.reshape(-1, facts.run.n_rungs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a rung without a finite energy: NaN
        mean, sd = np.nanmean(energy, axis=0), np.nanstd(energy, axis=0)
        low = np.nanmin(energy, axis=0, initial=np.inf)
    columns = {
        "rung": list(range(facts.run.n_rungs)),
        "temperature": facts.temperatures.tolist(),
        "mean U": mean.tolist(),
        "sd of U": sd.tolist(),
        "lowest U": np.where(np.isfinite(low), low, np.nan).tolist(),
        **metric_column(facts),
        "swaps accepted with next": [*(1.0 - facts.rejection).tolist(), None],
        "energy overlap with next": [*facts.overlaps.tolist(), None],
        **{f"{t.name} temperature": t.mean.tolist() for t in facts.thermometers},
    }
    return from_columns(columns)


def metric_column(facts: Facts) -> dict[str, list[float]]:
    """Return the mean of the leading metric by rung, if there is one."""
    name = facts.leading_metric
    if name is None or facts.kept_metrics.sizes["draw"] == 0:
        return {}
    mean = facts.kept_metrics[name].mean(("draw", "copy"), skipna=True)
    return {f"mean {metric_label(name)}": mean.values.tolist()}


def prediction_table(facts: Facts) -> Table:
    """Return one row for each predictor: the scores that `temper evaluate` prints."""
    stored = facts.predictions
    if stored is None:
        return Table([], [])
    columns = {
        f"on the {stored.attrs['part']} split": [str(n) for n in stored["predictor"].values],
        "thetas": stored["n_thetas"].values.tolist(),
    }
    for name in stored["score_name"].values:
        scores = stored["score"].sel(score_name=name).values.tolist()
        columns[SCORE_LABELS.get(str(name), str(name))] = scores
    return from_columns(columns)


SCORE_LABELS = {
    "log_score": "log score",
    "brier": "Brier score",
    "ece": "calibration error",
    "rmse": "RMSE",
    "coverage_90": "targets in 90 % intervals",
}


def least_certain_table(facts: Facts) -> Table:
    """Return the examples of a table that the last predictor is least sure of; none of images."""
    stored = facts.predictions
    if stored is None or len(stored.attrs.get("input_shape", [])) == 3:
        return Table([], [])
    shown = stored["shown"].values.astype(int)
    inputs = stored["shown_inputs"].values[:, :MOST_INPUTS].astype(float)
    names = stored.coords.get("input")
    labels = [
        f"input {i}" if names is None else str(names.values[i]) for i in range(inputs.shape[1])
    ]
    foretold = foretold_classes(stored) if "probability" in stored else foretold_targets(stored)
    columns = {"example": shown.tolist(), **foretold}
    for i, label in enumerate(labels):
        columns[label if label not in columns else f"{label} ({i})"] = rounded(inputs[:, i])
    return from_columns(columns)


MOST_INPUTS = 12


def rounded(column: np.ndarray) -> list[float]:
    """Leave out what float32 has added on the way from standardised to original units."""
    largest = float(np.max(np.abs(column), initial=0.0))
    digits = 5 - int(np.floor(np.log10(largest))) if 0 < largest < np.inf else 0
    return np.round(column, digits).tolist()


def foretold_classes(stored: xr.Dataset) -> dict[str, list[Any]]:
    """Return truth, prediction, probability and entropy of the examples shown, by column."""
    rows = certainty_rows(stored)
    return {name: [row[i] for row in rows] for i, name in enumerate(CERTAINTY_COLUMNS) if i > 1}


def foretold_targets(stored: xr.Dataset) -> dict[str, list[Any]]:
    """Return truth, mean and sd of the examples shown, by column, for each target."""
    one = stored.isel(predictor=-1, example=stored["shown"].values.astype(int))
    names, columns = stored.coords.get("target_name"), {}
    for t in range(stored.sizes["target_name"]):
        name = f"target {t}" if names is None else str(names.values[t])
        for column, what in (("true", "target"), ("predicted", "mean"), ("sd of", "sd")):
            columns[f"{column} {name}"] = one[what].isel(target_name=t).values.tolist()
    return columns


def minima_table(facts: Facts) -> Table:
    """Return one row for each minimum that differs from the others as a function."""
    landscape = facts.landscape
    if landscape is None:
        return Table([], [])
    metrics = [name for name in landscape.attrs["metric_names"] if name.startswith("test_")]
    rows = []
    for number, found in enumerate(cluster_table(landscape)):
        minimum = landscape.isel(minimum=found["state"])
        rows.append(
            [
                number,
                found["objective"],
                float(minimum["minimum_energy"]) / facts.n_points,
                *(float(minimum[f"minimum_{name}"]) for name in metrics),
                found["n_states"],
                found["n_starts"],
                found["n_replicas"],
                found["coldest"],
                found["hottest"],
                float(minimum["minimum_lowest"][0]),
                float(minimum["minimum_highest"][0]),
                float(minimum["minimum_trace"]),
                float(minimum["minimum_index"]),
            ]
        )
    columns = ["minimum", "U + V", "U / N", *(metric_label(name) for name in metrics), "states",
               "from starts", "replicas", "coldest T", "hottest T", "lowest eigenvalue",
               "highest eigenvalue", "trace", "index"]  # fmt: skip
    return Table(columns, rows)


def replica_table(facts: Facts) -> Table:
    """Return one row for each replica: round trips, where it was, the best it found."""
    run = facts.run
    states = facts.best_states
    columns = {
        "replica": list(range(run.n_replicas)),
        "copy": [replica // run.n_rungs for replica in range(run.n_replicas)],
        "round trips": facts.round_trips.tolist(),
        "time at coldest": facts.occupancy[:, 0].tolist(),
        "time at hottest": facts.occupancy[:, -1].tolist(),
        "lowest U + V": [state.objective if state else None for state in states],
        "its U": [state.energy if state else None for state in states],
        "found in sweep": [state.sweep if state else None for state in states],
    }
    return from_columns(columns)


def session_table(facts: Facts) -> Table:
    """Return one row for each line of sessions.jsonl, with every key that occurs."""
    sessions = facts.run.sessions
    names = list(dict.fromkeys(name for session in sessions for name in session))
    return Table(names, [[cell(session.get(name)) for name in names] for session in sessions])


def cell(value: Any) -> Any:  # noqa: ANN401  (any JSON value)
    """Keep numbers, and write anything else as text."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {cell(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(str(cell(item)) for item in value)
    return value if isinstance(value, (int, float)) or value is None else str(value)


def from_columns(columns: dict[str, list[Any]]) -> Table:
    """Make a table of columns of equal length."""
    return Table(list(columns), list(zip(*columns.values(), strict=True)))
