"""The tables of the report."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import xarray as xr

from temper.files.landscape import cluster_table
from temper.report.facts import Facts
from temper.report.labels import metric_label
from temper.report.pictures.least_certain import CERTAINTY_COLUMNS, certainty_rows
from temper.report.scores import score_errors
from temper.report.table import Table


def convergence_table(facts: Facts) -> Table:
    """Return one row for each quantity that the program has judged: mean, R-hat, ESS."""
    rows = [
        [
            one.get("name"),
            one.get("mean"),
            one.get("standard_error"),
            one.get("r_hat"),
            one.get("bulk_size"),
            one.get("tail_size"),
            one.get("values_a_copy"),
        ]
        for one in (facts.diagnosis or {}).get("quantities") or []
    ]
    columns = ["on rung 0", "mean", "± standard error", "R-hat", "bulk ESS", "tail ESS"]
    return Table([*columns, "values a copy"], rows)


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
        "mean U, nats": mean.tolist(),
        "sd of U, nats": sd.tolist(),
        "lowest U, nats": np.where(np.isfinite(low), low, np.nan).tolist(),
        **metric_column(facts),
    }
    if facts.run.n_rungs > 1:
        columns["swaps accepted with next"] = [*(1.0 - facts.rejection).tolist(), None]
        overlaps = [*facts.overlaps.tolist(), None]
        columns[f"overlap of {facts.exchanged_name} with next"] = overlaps
    return from_columns({**columns, **temperature_columns(facts)})


def metric_column(facts: Facts) -> dict[str, list[float]]:
    """Return the mean of the leading metric by rung, if there is one."""
    name = facts.leading_metric
    if name is None or facts.kept_metrics.sizes["draw"] == 0:
        return {}
    mean = facts.kept_metrics[name].mean(("draw", "copy"), skipna=True)
    return {f"mean {metric_label(name)}": mean.values.tolist()}


def temperature_columns(facts: Facts) -> dict[str, list[Any]]:
    """Return the measured temperatures by rung, with their standard errors."""
    by_rung = {one["rung"]: one for one in (facts.diagnosis or {}).get("temperatures") or []}
    columns = {}
    for name in ("kinetic", "configurational"):
        known = [by_rung.get(k, {}).get(name) or {} for k in range(facts.run.n_rungs)]
        if any(known):
            columns[f"{name} temperature"] = [one.get("mean") for one in known]
            columns[f"± of {name}"] = [one.get("standard_error") for one in known]
    return columns


def prediction_table(facts: Facts) -> Table:
    """Return one row for each predictor: the scores that `temper evaluate` prints."""
    stored = facts.predictions
    if stored is None:
        return Table([], [])
    n, errors = stored.sizes["example"], score_errors(stored)
    columns = {
        f"on {n:,} examples of the {stored.attrs['part']} split": [
            str(name) for name in stored["predictor"].values
        ],
        "thetas": stored["n_thetas"].values.tolist(),
    }
    for name in stored["score_name"].values:
        label = SCORE_LABELS.get(str(name), str(name))
        columns[label] = stored["score"].sel(score_name=name).values.tolist()
        error = errors.sel(score_name=name).values
        if np.any(np.isfinite(error)):
            columns[f"± of {label.partition(',')[0]}"] = error.tolist()
    return from_columns(columns)


SCORE_LABELS = {
    "log_score": "log score, nats an example",
    "brier": "Brier score",
    "ece": "calibration error",
    "rmse": "RMSE",
    "coverage_90": "targets in 90 % intervals",
    "normal_log_score": "log score of a normal with the same mean and sd",
    "crps": "CRPS",
    "rmse_in_sd": "RMSE in sd of the target",
    "log_score_in_sd": "log score in these units",
    "normal_log_score_in_sd": "log score of that normal in these units",
    "crps_in_sd": "CRPS in these units",
    "coverage_50": "targets in 50 % intervals",
    "coverage_80": "targets in 80 % intervals",
    "coverage_95": "targets in 95 % intervals",
    "aleatoric_sd": "sd of the noise",
    "epistemic_sd": "sd between thetas",
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
MOST_PARAMETERS = 10  # whose values a table of minima has


def rounded(column: np.ndarray) -> list[float]:
    """Leave out what float32 has added on the way from standardised to original units."""
    largest = float(np.max(np.abs(column), initial=0.0))
    digits = 5 - int(np.floor(np.log10(largest))) if 0 < largest < np.inf else 0
    return (np.round(column, digits) + 0.0).tolist()  # no "-0"


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
    is_small = landscape.sizes["parameter"] <= MOST_PARAMETERS
    names = [str(name) for name in landscape["parameter"].values] if is_small else []
    rows = []
    for number, found in enumerate(cluster_table(landscape)):
        minimum = landscape.isel(minimum=found["state"])
        rows.append(
            [
                number,
                found["objective"] - facts.run.prior_constant,
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
                *(minimum["minimum_theta"].values.astype(float).tolist() if is_small else []),
            ]
        )
    columns = ["minimum", "objective, nats", "U / N, nats", *map(metric_label, metrics), "states",
               "from starts", "replicas", "coldest T", "hottest T", "lowest eigenvalue",
               "highest eigenvalue", "trace", "index", *names]  # fmt: skip
    return Table(columns, rows)


def replica_table(facts: Facts) -> Table:
    """Return one row for each replica: round trips, where it was, the best it found."""
    run = facts.run
    states = facts.best_states
    columns: dict[str, list[Any]] = {"replica": list(range(run.n_replicas))}
    if run.n_copies > 1:
        columns["copy"] = [replica // run.n_rungs for replica in range(run.n_replicas)]
    if run.n_rungs > 1:
        columns["round trips"] = facts.round_trips.tolist()
        columns["share of sweeps at the coldest"] = facts.occupancy[:, 0].tolist()
        columns["at the hottest"] = facts.occupancy[:, -1].tolist()
    columns["lowest objective, nats"] = [state.objective if state else None for state in states]
    columns["its U, nats"] = [state.energy if state else None for state in states]
    columns["found in sweep"] = [state.sweep if state else None for state in states]
    return from_columns(columns)


def session_table(facts: Facts) -> Table:
    """Return one row for each session: when, where, by whom, how far and how fast."""
    rows = []
    for session in facts.run.sessions:
        if session.get("event") == "start" or not rows:
            begun = [session.get(name) for name in ("ranks", "sweep")]
            end = [None, "not ended", None, None, str(session.get("command", ""))]
            rows.append([session.get("time"), hosts(session), *begun, *end])
        if session.get("event") == "end":
            spent = sum(v for v in (session.get("seconds") or {}).values() if is_number(v))
            end, first = session.get("sweep"), rows[-1][3]
            n_sweeps = end - first if is_number(end) and is_number(first) else None
            each = spent / n_sweeps if n_sweeps else None
            rows[-1][4:8] = [end, session.get("state"), spent or None, each]
    columns = ["started", "hosts", "ranks", "from sweep", "to sweep", "state", "seconds",
               "seconds a sweep", "command"]  # fmt: skip
    return Table(columns, rows)


def hosts(session: dict[str, Any]) -> str:
    """Name each host once, with how many ranks it had."""
    names = session.get("hosts")
    if not isinstance(names, list):
        return str(session.get("host", ""))
    counts = {str(name): names.count(name) for name in names}
    return ", ".join(name if n == 1 else f"{name} (x {n})" for name, n in counts.items())


def is_number(value: Any) -> bool:  # noqa: ANN401  (any JSON value)
    """Whether it is one."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def from_columns(columns: dict[str, list[Any]]) -> Table:
    """Make a table of columns of equal length."""
    return Table(list(columns), list(zip(*columns.values(), strict=True)))
