"""The numbers that words, pictures and tables of a report share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import xarray as xr

from temper.diagnostics.barrier import (
    barrier,
    metropolis_rejection_rates,
    rejection_rates,
    round_trip_rate,
    rungs_for,
)
from temper.diagnostics.convergence import Convergence, energy_convergence
from temper.diagnostics.overlap import energy_overlaps
from temper.diagnostics.round_trips import occupancy, round_trips
from temper.diagnostics.thermometer import Thermometer, thermometers
from temper.files.best import BestState
from temper.files.landscape import has_landscape
from temper.run import Run

LEADING_METRICS = ("test_accuracy", "test_rmse", "validation_accuracy", "validation_rmse")


@dataclass
class Facts:
    """What is known about a run; every number is computed when first asked for."""

    run: Run

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
    def barrier(self) -> float:
        """Lambda; NaN if a pair was never proposed."""
        return barrier(metropolis_rejection_rates(self.run).mean("copy", skipna=True).values)

    @property
    def rungs_wanted(self) -> int:
        """2 Lambda + 1."""
        return rungs_for(self.barrier)

    @cached_property
    def round_trips(self) -> np.ndarray:
        """Counted in the kept sweeps: [replica]."""
        return round_trips(self.run).values

    @cached_property
    def predicted_round_trips(self) -> float:
        """How many the rejection rates promise, over all copies."""
        schedule = self.run.config.get("exchange", {}).get("schedule", "even-odd")
        rate = round_trip_rate(self.rejection, reversible=schedule == "stochastic-even-odd")
        return rate * self.run.n_kept * self.run.n_copies

    @cached_property
    def occupancy(self) -> np.ndarray:
        """Share of kept sweeps: [replica, rung]."""
        return occupancy(self.run).values

    @cached_property
    def overlaps(self) -> np.ndarray:
        """Shared area of the energy histograms of neighbours: [pair]."""
        return energy_overlaps(self.run).values

    @cached_property
    def convergence(self) -> Convergence | None:
        """R-hat, effective sample size and drift of the cold energy."""
        return energy_convergence(self.run)

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

    @cached_property
    def thermometers(self) -> list[Thermometer]:
        """Kinetic and configurational temperature by rung, as far as the kernel has them."""
        return thermometers(self.run)

    @cached_property
    def metric_at_best_draw(self) -> float:
        """The leading metric of the stored draw of lowest U + V: chosen by training only."""
        table = self.run.by_replica.sel(sweep=self.run.metrics["sweep"].values)
        objective = (table["energy"] + table["prior_energy"]).values
        if self.leading_metric is None or np.all(np.isnan(objective)):
            return float("nan")
        place = np.unravel_index(np.nanargmin(objective), objective.shape)
        return float(self.run.metrics[self.leading_metric].values[place])


def temperature_label(temperature: float) -> str:
    """Write a temperature for an axis or a legend."""
    if np.isinf(temperature):
        return "∞"
    return f"{temperature:,.0f}" if 1e3 <= temperature < 1e6 else f"{temperature:.3g}"


def metric_label(name: str) -> str:
    """Write the name of a metric for people: test_rmse is test RMSE."""
    return name.replace("_", " ").replace("rmse", "RMSE")


def spans_decades(values: np.ndarray) -> bool:
    """Whether values are better shown on a logarithmic axis: positive and far apart."""
    finite = values[np.isfinite(values)]
    return finite.size > 0 and finite.min() > 0 and finite.max() > 20 * finite.min()
