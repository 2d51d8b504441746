"""Whether the copies of a run agree: R-hat and effective sample size of the target's energy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.diagnostics.series import effective_size, rhat
from temper.stored_run import StoredRun

MOST_VALUES = 400_000  # of a longer run every k-th sweep is judged


@dataclass(frozen=True)
class Convergence:
    """Of the energy at the target rung, over the kept sweeps."""

    rhat: float  # between copies, rank-normalised and split; NaN with a single copy
    rhat_in_time: float  # between the first and second half of the copy where they differ most
    change: float  # mean of the second halves minus that of the first, nats
    ess_bulk: float
    ess_tail: float


def energy_convergence(run: StoredRun) -> Convergence | None:
    """Judge U at rung 0. None if there are fewer than 8 kept sweeps or any U is not finite."""
    kept = run.with_energy(run.sampled(run.by_rung["energy"].isel(rung=0), MOST_VALUES))
    energy = kept.values.T  # [copy, sweep]
    if energy.shape[1] < 8 or not np.all(np.isfinite(energy)) or np.ptp(energy) == 0:
        return None
    first, second = np.array_split(energy, 2, axis=1)
    return Convergence(
        rhat=rhat(energy) if run.n_copies > 1 else float("nan"),
        rhat_in_time=max(rhat_of_halves(copy) for copy in energy),
        change=float(second.mean() - first.mean()),
        ess_bulk=effective_size(energy, "bulk"),
        ess_tail=effective_size(energy, "tail", prob=(0.05, 0.95)),
    )


def rhat_of_halves(values: np.ndarray) -> float:
    """Return R-hat with the two halves of one sequence, shape (n,), as its chains.

    It is near 1 if the sequence is level. A difference of means in standard errors would not do:
    the stronger a trend, the fewer independent values it leaves.
    """
    half = len(values) // 2
    return rhat(np.stack([values[:half], values[-half:]]))
