"""Which parameters are exported: the best state, the last cold draw, or draws of the posterior."""

from __future__ import annotations

import re
from shlex import quote

import numpy as np

from temper.files.errors import RunError
from temper.stored_run import StoredRun


def choose_draws(run: StoredRun, which: str) -> np.ndarray:
    """Read the parameters that `which` names.

    Parameters
    ----------
    run : StoredRun
    which : str
        "best": the state of lowest U + V; "cold": the last kept draw of rung 0, copy 0;
        "posterior:20": 20 kept draws of rung 0, evenly spread over time and copies.

    Returns
    -------
    float32 array, shape (n_draws, n_parameters)

    Raises
    ------
    RunError
        If the run has no such draw.
    """
    if which == "best":
        return best(run)
    if which == "cold":
        return posterior(run, 1)
    wanted = re.fullmatch(r"posterior:([1-9]\d*)", which)
    if wanted is None:
        raise RunError(f"--draw {which}: not a draw; use best, cold or posterior:20")
    return posterior(run, int(wanted[1]))


def best(run: StoredRun) -> np.ndarray:
    """Return the best state: [1, n_parameters]."""
    state = run.best()
    if state is None:
        raise RunError(
            f"{run.path}: has no best state yet: no sweep with energies over all the data has been "
            f"committed; let it run on (temper resume {quote(str(run.path))}), or export a draw: "
            "--draw cold"
        )
    return state.theta[np.newaxis]


def posterior(run: StoredRun, n_wanted: int) -> np.ndarray:
    """Return n kept draws of rung 0, the last one among them: [n, n_parameters]."""
    theta = run.draws(rung=0)
    kept = np.flatnonzero(~theta["is_warmup"].values)
    places = [(draw, copy) for draw in kept for copy in range(run.n_copies)]
    if n_wanted > len(places):
        raise RunError(
            f"{run.path}: has {len(places)} kept draws of rung 0, so {n_wanted} can't be exported"
        )
    last_of_copy_0 = len(places) - run.n_copies
    chosen = np.linspace(last_of_copy_0, 0, n_wanted).round().astype(int)[::-1]
    return np.stack([theta[places[i]].values for i in chosen])
