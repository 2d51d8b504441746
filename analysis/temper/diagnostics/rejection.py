"""How often neighbouring rungs reject an exchange; the barrier itself is the program's to tell."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.stored_run import StoredRun


def rejection_rates(run: StoredRun) -> xr.DataArray:
    """Mean rejection probability of each pair of neighbouring rungs over the kept sweeps.

    Averages the acceptance *probabilities*, not the outcomes: the same mean with less variance.

    Returns
    -------
    DataArray, shape [copy, pair], in [0, 1]; NaN where a pair was never proposed.
    """
    shape = (run.n_copies, run.n_rungs - 1)
    total, count = np.zeros(shape), np.zeros(shape)
    for piece in run.pieces(run.kept(run.swaps["accept_prob"])):
        total += np.nansum(piece.values, axis=0)
        count += np.isfinite(piece.values).sum(axis=0)
    with np.errstate(invalid="ignore"):
        rates = 1.0 - total / count
    coordinates = {name: run.swaps[name] for name in ("copy", "pair")}
    attributes = {"long_name": "rejection rate", "units": ""}
    return xr.DataArray(rates, coordinates, ("copy", "pair"), "rejection_rate", attributes)
