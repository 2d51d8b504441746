"""A rung's samples in the form that ArviZ works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from temper.files.predictions import read_log_likelihood
from temper.stored_run import StoredRun

if TYPE_CHECKING:
    import arviz


MOST_PARAMETERS = 100  # of a potential whose theta is there unasked


def to_arviz(
    run: StoredRun, rung: int = 0, rows: str = "draw", theta: bool | None = None
) -> arviz.InferenceData | xr.DataTree:
    """Gather the kept samples of a rung as ArviZ's groups, with one `chain` for each copy.

    posterior: energy U, prior_energy V and, at stored draws, the metrics. These are what can be
    compared between copies: weights can't, since a net has symmetries. theta, the parameters at
    stored draws, is there where there is no net, or if asked for. sample_stats: lp, the log density
    of the rung; what the kernel measures; the acceptance of swaps; the replica. log_likelihood, at
    rung 0 after `temper evaluate --pointwise`: of each training example, for LOO and WAIC; all
    groups then hold the draws that it was stored for.

    Parameters
    ----------
    run : StoredRun
    rung : int
        0 is the target.
    rows : "draw" or "sweep"
        Whether a draw of ArviZ is a stored draw, with metrics, or every kept sweep that has
        energies, without.
    theta : bool, optional
        Whether the posterior has theta [chain, draw, parameter], with names of up to 1,000; by
        default if the target is a potential without data of few parameters. Only with rows="draw".

    Returns
    -------
    arviz.InferenceData, or xarray.DataTree with ArviZ 1 and later.
    """
    import arviz  # noqa: PLC0415  (takes seconds)

    if rows not in ("draw", "sweep"):
        raise ValueError(f"to_arviz: rows is '{rows}'; it can be 'draw' or 'sweep'")
    metrics = run.metrics_by_rung.where(~run.metrics_by_rung["is_warmup"], drop=True)
    likelihood = read_log_likelihood(run.path) if rows == "draw" and rung == 0 else None
    if likelihood is not None:
        stored = np.isin(metrics["sweep"].values, likelihood["sweep"].values)
        metrics = metrics.isel(draw=np.flatnonzero(stored))
    known = run.sweeps_with_energy
    sweeps = metrics["sweep"].values if rows == "draw" else known[known >= run.warmup]
    table = run.by_rung.isel(rung=rung).sel(sweep=sweeps)
    posterior = table[["energy", "prior_energy"]]
    if rows == "draw":
        for name, metric in metrics.isel(rung=rung).data_vars.items():
            posterior[name] = (("sweep", "copy"), metric.values, metric.attrs)
        if has_theta(run, theta):
            drawn = run.draws(rung=rung).isel(draw=np.isin(run.draw_sweeps, sweeps))
            posterior["theta"] = (("sweep", "copy", "parameter"), drawn.values)
            if "parameter" in drawn.coords:
                posterior = posterior.assign_coords(parameter=drawn["parameter"].values)
    groups = {
        "posterior": as_chains(posterior),
        "sample_stats": as_chains(sample_stats(run, table, rung)),
    }
    if likelihood is not None:
        coordinates = {"chain": np.arange(run.n_copies), "draw": np.arange(len(sweeps))}
        groups["log_likelihood"] = likelihood.assign_coords(coordinates).to_dataset(name="target")
    if int(arviz.__version__.split(".")[0]) < 1:
        return arviz.InferenceData(**groups)
    return xr.DataTree.from_dict(groups)


def has_theta(run: StoredRun, wanted: bool | None) -> bool:
    """Whether parameters are few and comparable between copies, or asked for all the same."""
    if wanted is not None:
        return wanted
    return run.attributes.get("task", "none") == "none" and run.n_parameters <= MOST_PARAMETERS


def sample_stats(run: StoredRun, table: xr.Dataset, rung: int) -> xr.Dataset:
    """Return what is known of each sample beside its value: Dataset [sweep, copy]."""
    last = run.ladder.isel(round=-1)
    beta = float(last["beta"][rung])
    prior_weight = beta if run.exchanges_prior else 1.0
    stats = xr.Dataset(
        {
            "lp": -(beta * table["energy"] + prior_weight * table["prior_energy"]),
            "replica": table["replica_at"],
        }
    )
    for name in ("kernel_accept_prob", "kinetic_temperature", "configurational_temperature"):
        if name in table and np.any(np.isfinite(table[name].values)):
            stats[name] = table[name]
    if rung < run.n_rungs - 1:
        swaps = run.swaps["accept_prob"].isel(pair=rung).sel(sweep=table["sweep"])
        stats["swap_accept_prob"] = swaps.drop_vars("pair")
    return stats


def as_chains(table: xr.Dataset) -> xr.Dataset:
    """Rename [sweep, copy] to ArviZ's [chain, draw]; `draw` counts from 0."""
    table = table.drop_vars(["is_warmup", "rung"], errors="ignore")
    table = table.rename(copy="chain", sweep="draw").transpose("chain", "draw", ...)
    sweep = table["draw"].values
    return table.assign_coords(draw=np.arange(len(sweep)), sweep=("draw", sweep)).load()
