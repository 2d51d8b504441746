"""The numbers that words, pictures and tables of a report share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr

from temper.diagnostics.overlap import energy_overlaps, exchanged_energy
from temper.diagnostics.rejection import rejection_rates
from temper.diagnostics.round_trips import occupancy, round_trips
from temper.files.best import BestState
from temper.files.landscape import has_landscape
from temper.run import Run

LEADING_METRICS = ("test_accuracy", "test_rmse", "validation_accuracy", "validation_rmse")


@dataclass
class Facts:
    """What is known about a run; every number is computed when first asked for.

    What the run is worth is not worked out here: that is the program's diagnosis.
    """

    run: Run

    @cached_property
    def diagnosis(self) -> dict[str, Any] | None:
        """What the program says that the run is worth; None if it hasn't been asked."""
        return self.run.diagnosis

    @cached_property
    def log_z(self) -> tuple[float, float | None] | None:
        """Return log Z and its standard error, nats; None if the ladder doesn't give it."""
        known = (self.diagnosis or {}).get("evidence") or {}
        value = known.get("log_z")
        return None if value is None else (float(value), known.get("standard_error"))

    @cached_property
    def exchanges(self) -> dict[str, Any]:
        """The diagnosis of the ladder: barrier, rungs wanted, round trips; empty without one."""
        return (self.diagnosis or {}).get("ladder") or {}

    @cached_property
    def purpose(self) -> str:
        """Return "sample", "search" (for the lowest state), "descents" (to T = 0), or "ensemble".

        An ensemble is for predictions: copies that never exchange.
        """
        goal = self.run.config.get("run", {}).get("goal")
        if goal == "optimise":
            return "search"
        if goal == "predict" and len(self.temperatures) == 1:
            return "ensemble"
        is_cold = len(self.temperatures) > 0 and not np.any(self.temperatures > 0)
        return "descents" if is_cold else "sample"

    @property
    def descends(self) -> bool:
        """Whether it looks for low states rather than draws."""
        return self.purpose in ("search", "descents")

    @property
    def has_data(self) -> bool:
        """Whether a model is fitted to examples; else the potential is analytic."""
        return self.run.attributes.get("task", "none") != "none"

    @cached_property
    def landscape(self) -> xr.Dataset | None:
        """What `temper landscape` found; None if it was not run."""
        return self.run.landscape() if has_landscape(self.run.path) else None

    @cached_property
    def n_points(self) -> int:
        """N, or 1 if the target has no data."""
        return max(1, int(self.run.attributes.get("n_points", 1)))

    @cached_property
    def temperatures(self) -> np.ndarray:
        """T of each rung, as the ladder stands now: [rung]; empty before the first sweep."""
        ladder = self.run.ladder
        return ladder["temperature"].values[-1] if ladder.sizes["round"] else np.empty(0)

    @cached_property
    def swapping(self) -> bool:
        """Whether any swap was proposed after warm-up."""
        return bool(np.any(np.isfinite(self.rejection)))

    @cached_property
    def rejection(self) -> np.ndarray:
        """Mean rejection of each pair over the kept sweeps of all copies: [pair]."""
        rates = rejection_rates(self.run)
        return rates.mean("copy", skipna=True).values

    @cached_property
    def round_trips(self) -> np.ndarray:
        """Counted in the kept sweeps: [replica]."""
        return round_trips(self.run).values

    @cached_property
    def occupancy(self) -> np.ndarray:
        """Share of kept sweeps: [replica, rung]."""
        return occupancy(self.run).values

    @cached_property
    def overlaps(self) -> np.ndarray:
        """Shared area of the histograms of neighbours' exchanged energy: [pair]."""
        return energy_overlaps(self.run).values

    @property
    def exchanged_name(self) -> str:
        """What swaps exchange: U + V or U."""
        return "U + V" if self.run.exchanges_prior else "U"

    @cached_property
    def exchanged_energy(self) -> np.ndarray:
        """It, of the kept sweeps: [sweep, copy, rung]."""
        return exchanged_energy(self.run).values

    @cached_property
    def best_states(self) -> list[BestState | None]:
        """Of each replica, without its parameters, which may be large."""
        states = map(self.run.best, range(self.run.n_replicas))
        return [state and replace(state, theta=np.empty(0, np.float32)) for state in states]

    @cached_property
    def best(self) -> BestState | None:
        """Of all replicas."""
        found = [state for state in self.best_states if state is not None]
        return min(found, key=lambda state: state.objective, default=None)

    @cached_property
    def metrics(self) -> xr.Dataset:
        """By rung, [draw, copy, rung], with warm-up, in memory."""
        return self.run.with_warmup.metrics_by_rung.load()

    @cached_property
    def kept_metrics(self) -> xr.Dataset:
        """The same without warm-up."""
        return self.metrics.isel(draw=np.flatnonzero(~self.metrics["is_warmup"].values))

    @property
    def leading_metric(self) -> str | None:
        """The metric that the words speak of."""
        names = [str(name) for name in self.metrics.data_vars]
        return next((n for n in LEADING_METRICS if n in names), names[0] if names else None)

    @cached_property
    def predictions(self) -> xr.Dataset | None:
        """What `temper evaluate` has stored; None without."""
        return self.run.predictions

    @cached_property
    def kept_energy(self) -> np.ndarray:
        """U of the kept sweeps, as far as it is known: [sweep, copy, rung].

        Of a very long run, of every k-th sweep.
        """
        return self.run.with_energy(self.run.sampled(self.run.by_rung["energy"])).values


def spans_decades(values: np.ndarray) -> bool:
    """Whether values are better shown on a logarithmic axis: positive and far apart."""
    finite = values[np.isfinite(values)]
    return finite.size > 0 and finite.min() > 0 and finite.max() > 20 * finite.min()
