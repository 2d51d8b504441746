"""How much the energies that swaps exchange overlap between neighbouring rungs."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.stored_run import StoredRun


def shared_area(first: np.ndarray, second: np.ndarray, n_bins: int = 50) -> float:
    """Return the area under both histograms of two samples: 0 apart, 1 alike.

    Their common bins hold equal shares of both together, so that long tails cost no detail. NaN if
    either sample is empty; values that are not finite are left out.
    """
    first, second = first[np.isfinite(first)], second[np.isfinite(second)]
    if first.size == 0 or second.size == 0:
        return float("nan")
    edges = np.unique(np.quantile(np.concatenate([first, second]), np.linspace(0, 1, n_bins + 1)))
    edges = np.append(edges, np.inf)  # the largest values have a bin of their own
    counts = [np.histogram(sample, edges)[0] / sample.size for sample in (first, second)]
    return float(np.sum(np.minimum(*counts)))


def exchanged_energy(run: StoredRun) -> xr.DataArray:
    """Return what a swap compares: U + V if beta weighs both, else U; in nats.

    Returns
    -------
    DataArray, shape [sweep, copy, rung]
        Of the kept sweeps whose energies are known; of a very long run, of every k-th sweep.
    """
    names = ["energy", "prior_energy"] if run.exchanges_prior else ["energy"]
    parts = [run.with_energy(run.sampled(run.by_rung[name])) for name in names]
    attributes = {"long_name": " + ".join("UV"[: len(parts)]), "units": "nat"}
    return sum(parts[1:], parts[0]).rename("exchanged_energy").assign_attrs(attributes)


def energy_overlaps(run: StoredRun) -> xr.DataArray:
    """Overlap of the exchanged energy of rungs k and k + 1, over all copies: [pair]."""
    energy = exchanged_energy(run).values
    areas = [
        shared_area(energy[..., rung].ravel(), energy[..., rung + 1].ravel())
        for rung in range(run.n_rungs - 1)
    ]
    coordinates = {"pair": np.arange(run.n_rungs - 1)}
    attributes = {"long_name": "shared area of energy histograms", "units": ""}
    return xr.DataArray(areas, coordinates, ("pair",), "energy_overlap", attributes)
