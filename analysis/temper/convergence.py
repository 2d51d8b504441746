"""Whether the copies of a run agree: R-hat and effective sample size, by ArviZ.

Source: Vehtari, Gelman, Simpson, Carpenter, Burkner, Bayesian Analysis 16(2), 2021.
"""

from __future__ import annotations

from dataclasses import dataclass

import arviz
import numpy as np

from temper.run import Run


@dataclass(frozen=True)
class Convergence:
    """Of the energy at the target rung, over the kept sweeps."""

    rhat: float  # rank-normalised and split; NaN with a single copy
    ess_bulk: float
    ess_tail: float
    drift: float  # second half's mean minus the first's, in standard errors


def energy_convergence(run: Run) -> Convergence | None:
    """Judge U at rung 0. None if there are fewer than 8 kept sweeps or any U is not finite."""
    energy = run.kept(run.rungs["energy"]).isel(rung=0).values.T  # [copy, sweep]
    if energy.shape[1] < 8 or not np.all(np.isfinite(energy)) or np.ptp(energy) == 0:
        return None
    return Convergence(
        rhat=float(arviz.rhat(energy)) if run.n_copies > 1 else float("nan"),
        ess_bulk=float(arviz.ess(energy, method="bulk")),
        ess_tail=float(arviz.ess(energy, method="tail")),
        drift=drift(energy),
    )


def drift(energy: np.ndarray) -> float:
    """Second half's mean minus the first half's, in standard errors of that difference.

    Parameters
    ----------
    energy : float array, shape (n_copies, n_sweeps)
    """
    halves = np.array_split(energy, 2, axis=1)
    variances = [np.var(half) / float(arviz.ess(half, method="mean")) for half in halves]
    return float((halves[1].mean() - halves[0].mean()) / np.sqrt(sum(variances)))
