"""Round trips: from the coldest rung to the hottest and back."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.run import Run

COLDEST = 1  # the end of the ladder that a replica visited last
HOTTEST = -1
NEITHER = 0


def count_round_trips(rung_of: np.ndarray, n_rungs: int) -> np.ndarray:
    """Count how often each replica went from rung 0 to rung R - 1 and back to rung 0.

    Parameters
    ----------
    rung_of : int array, shape (n_sweeps, n_replicas)
    n_rungs : int
        R; with fewer than two rungs there is no trip.

    Returns
    -------
    int array, shape (n_replicas,)
    """
    return np.array([trips_of(rungs, n_rungs) for rungs in np.asarray(rung_of).T], dtype=np.int64)


def trips_of(rungs: np.ndarray, n_rungs: int) -> int:
    """Count the round trips of one replica by its rungs, shape (n_sweeps,)."""
    if n_rungs < 2:
        return 0
    ends = rungs[(rungs == 0) | (rungs == n_rungs - 1)]
    turns = ends[np.append(True, ends[1:] != ends[:-1])] if len(ends) else ends
    return max(0, int(np.sum(turns == 0)) - 1)


def last_end(rung_of: np.ndarray, n_rungs: int) -> np.ndarray:
    """Tell which end of the ladder each replica visited last: where it is coming from.

    Returns
    -------
    int8 array, shape (n_sweeps, n_replicas)
        COLDEST, HOTTEST, or NEITHER before the first visit.
    """
    if n_rungs < 2:
        return np.zeros(rung_of.shape, dtype=np.int8)
    end = np.where(rung_of == 0, COLDEST, np.where(rung_of == n_rungs - 1, HOTTEST, NEITHER))
    sweep = np.arange(len(end))[:, np.newaxis]
    latest = np.maximum.accumulate(np.where(end != NEITHER, sweep, 0), axis=0)
    return np.take_along_axis(end, latest, axis=0).astype(np.int8)


def round_trips(run: Run) -> xr.DataArray:
    """Count the round trips of each replica in the kept sweeps: [replica]."""
    rung_of = run.kept(run.by_replica["rung_of"])
    counts = count_round_trips(rung_of.values, run.n_rungs)
    coordinates = {"replica": rung_of["replica"]}
    attributes = {"long_name": "round trips", "units": ""}
    return xr.DataArray(counts, coordinates, ("replica",), "round_trips", attributes)


def occupancy(run: Run) -> xr.DataArray:
    """Share of the kept sweeps that each replica spent on each rung: [replica, rung]."""
    rung_of = run.kept(run.by_replica["rung_of"]).values
    share = np.stack([(rung_of == rung).sum(axis=0) for rung in range(run.n_rungs)], axis=1)
    return xr.DataArray(
        share / max(1, len(rung_of)),
        {"replica": np.arange(run.n_replicas), "rung": np.arange(run.n_rungs)},
        ("replica", "rung"),
        "occupancy",
        {"long_name": "share of sweeps", "units": ""},
    )
