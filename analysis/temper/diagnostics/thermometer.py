"""How hot each rung really is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from temper.diagnostics.series import standard_error
from temper.stored_run import StoredRun

NAMES = ("kinetic", "configurational")


@dataclass(frozen=True)
class Thermometer:
    """What one of the two temperatures of a run shows, in units of T."""

    name: str  # "kinetic": of the momentum; "configurational": of theta . gradient
    mean: np.ndarray  # over kept sweeps and copies: [rung]; NaN where it was not measured
    error: np.ndarray  # standard error of the mean: [rung]


def thermometers(run: StoredRun) -> list[Thermometer]:
    """Read those that the kernel of the run has; both are equal to T where all is well."""
    found = []
    for name in NAMES:
        if f"{name}_temperature" not in run.by_rung:
            continue
        kept = run.sampled(run.by_rung[f"{name}_temperature"]).values  # [sweep, copy, rung]
        mean = kept.mean(axis=(0, 1)) if len(kept) else np.full(run.n_rungs, np.nan)
        if np.any(np.isfinite(mean)):
            errors = [standard_error(kept[:, :, rung].T) for rung in range(run.n_rungs)]
            found.append(Thermometer(name, mean, np.array(errors)))
    return found
