"""Round trips: from the coldest rung to the hottest and back."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.stored_run import StoredRun

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
    return max(0, int(np.sum(turns(rungs, n_rungs) == 0)) - 1)


def turns(rungs: np.ndarray, n_rungs: int) -> np.ndarray:
    """Return the ends of the ladder in the order in which a replica came to them."""
    ends = rungs[(rungs == 0) | (rungs == n_rungs - 1)]
    return ends[np.append(True, ends[1:] != ends[:-1])] if len(ends) else ends


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


def round_trips(run: StoredRun) -> xr.DataArray:
    """Count the round trips of each replica in the kept sweeps: [replica]."""
    visits: list[list[np.ndarray]] = [[] for _ in range(run.n_replicas)]
    for piece in run.pieces(run.kept(run.by_replica["rung_of"])):
        for replica, rungs in enumerate(piece.values.T):
            visits[replica].append(turns(rungs, run.n_rungs))
    counts = [trips_of(np.concatenate(ends), run.n_rungs) for ends in visits]
    coordinates = {"replica": np.arange(run.n_replicas)}
    attributes = {"long_name": "round trips", "units": ""}
    return xr.DataArray(np.array(counts), coordinates, ("replica",), "round_trips", attributes)


def occupancy(run: StoredRun) -> xr.DataArray:
    """Share of the kept sweeps that each replica spent on each rung: [replica, rung]."""
    count = np.zeros((run.n_replicas, run.n_rungs))
    for piece in run.pieces(run.kept(run.by_replica["rung_of"])):
        for rung in range(run.n_rungs):
            count[:, rung] += (piece.values == rung).sum(axis=0)
    return xr.DataArray(
        count / max(1, run.n_kept),
        {"replica": np.arange(run.n_replicas), "rung": np.arange(run.n_rungs)},
        ("replica", "rung"),
        "occupancy",
        {"long_name": "share of sweeps", "units": ""},
    )
