"""The best state that a replica has visited."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from temper.draws import draws_path
from temper.h5 import open_h5


@dataclass(frozen=True)
class BestState:
    """The state of lowest objective U + V that one replica has visited."""

    replica: int
    sweep: int
    energy: float  # U, nats
    prior_energy: float  # V, nats
    theta: np.ndarray = field(repr=False)  # [n_parameters], float32

    @property
    def objective(self) -> float:
        """U + V, nats."""
        return self.energy + self.prior_energy


def read_best(run: Path, replica: int, committed: int) -> BestState | None:
    """Read the best committed state of a replica.

    Two slots are written in turn, so that one is whole at any moment; a slot counts if its sweep
    is committed. None if neither is.
    """
    with open_h5(draws_path(run, replica)) as file:
        sweep = file["best_sweep"][:]
        objective = file["best_energy"][:] + file["best_prior_energy"][:]
        usable = np.flatnonzero((sweep < committed) & ~np.isnan(objective))
        if usable.size == 0:
            return None
        slot = int(usable[np.argmin(objective[usable])])
        return BestState(
            replica=replica,
            sweep=int(sweep[slot]),
            energy=float(file["best_energy"][slot]),
            prior_energy=float(file["best_prior_energy"][slot]),
            theta=file["best_theta"][slot],
        )
