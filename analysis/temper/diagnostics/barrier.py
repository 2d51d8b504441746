"""How hard it is to communicate along the ladder.

Source: Syed, Bouchard-Cote, Deligiannidis, Doucet, J. R. Stat. Soc. B 84(2), 2022.
"""

from __future__ import annotations

from collections.abc import Callable

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
    return mean_rejection(run, lambda accept_prob: accept_prob)


def mean_rejection(run: StoredRun, metropolis: Callable[[np.ndarray], np.ndarray]) -> xr.DataArray:
    """Return 1 - the mean of what `metropolis` makes of the acceptance probabilities."""
    shape = (run.n_copies, run.n_rungs - 1)
    total, count = np.zeros(shape), np.zeros(shape)
    for piece in run.pieces(run.kept(run.swaps["accept_prob"])):
        accept_prob = metropolis(piece.values)
        total += np.nansum(accept_prob, axis=0)
        count += np.isfinite(accept_prob).sum(axis=0)
    with np.errstate(invalid="ignore"):
        rates = 1.0 - total / count
    coordinates = {name: run.swaps[name] for name in ("copy", "pair")}
    attributes = {"long_name": "rejection rate", "units": ""}
    return xr.DataArray(rates, coordinates, ("copy", "pair"), "rejection_rate", attributes)


def metropolis_rejection_rates(run: StoredRun) -> xr.DataArray:
    """Return what Metropolis' test would have rejected: the barrier is defined by it.

    Barker's test accepts equal rungs by half: its probability p stands for min(1, p / (1 - p)).
    """
    if run.config.get("exchange", {}).get("test") != "barker":
        return rejection_rates(run)
    return mean_rejection(run, lambda p: np.minimum(1.0, p / np.maximum(1.0 - p, 0.5)))


def barrier(rejection: xr.DataArray | np.ndarray) -> float:
    """Lambda, the barrier: the sum of Metropolis' rejection rates, averaged over copies."""
    return float(np.mean(np.sum(np.atleast_2d(rejection), axis=-1)))


def rungs_for(barrier_of_ladder: float) -> int:
    """Return the number of rungs, about 2 Lambda + 1, that makes most round trips for its cost."""
    return round(2.0 * barrier_of_ladder) + 1


def round_trip_rate(rejection: xr.DataArray | np.ndarray, *, reversible: bool = False) -> float:
    """Round trips per sweep, over all replicas of a copy, if energies forget each sweep.

    1 / (2 + 2 s) for the even-odd schedule and 1 / (2 (R - 1) + 2 s) for the stochastic
    (reversible) one, with s = sum_k r_k / (1 - r_k) (Syed et al. 2022, section 3).

    Parameters
    ----------
    rejection : float array, shape (R - 1,)
    reversible : bool
        Whether the schedule is stochastic-even-odd.
    """
    rejection = np.asarray(rejection, dtype=float)
    if rejection.size == 0 or np.any(np.isnan(rejection)):
        return float("nan")
    with np.errstate(divide="ignore"):
        inefficiency = np.sum(rejection / (1.0 - rejection))
    lead = rejection.size if reversible else 1.0
    return float(1.0 / (2.0 * lead + 2.0 * inefficiency))
