"""Stored parameters, read from the files of the replicas row by row."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from temper.files.h5 import open_h5
from temper.files.rows import Key, LazyArray, length_of


def draws_path(run: Path, replica: int) -> Path:
    """Return the file with the draws of one replica."""
    return run / "draws" / f"replica-{replica:04d}.h5"


class DrawsAtRung(LazyArray):
    """Parameters [draw, copy, parameter] of whichever replica held a rung at each draw.

    Parameters
    ----------
    run : Path
        The run directory.
    replica : int array, shape (n_draws, n_copies)
        Replica that held the rung at each draw.
    n_parameters : int
    first : int
        The draw that is the first row of `replica`.
    """

    def __init__(self, run: Path, replica: np.ndarray, n_parameters: int, first: int = 0) -> None:
        self.run = run
        self.first = first
        self.replica = replica
        self.shape = (*replica.shape, n_parameters)
        self.dtype = np.dtype(np.float32)

    def read(self, key: Key) -> np.ndarray:
        """Read the rows that `key` names; each file is opened once."""
        draw, copy, parameter = key
        replica = self.replica[draw, copy]
        rows = np.broadcast_to(self._draw_index(draw, replica.ndim), replica.shape)
        theta = np.empty((replica.size, length_of(parameter)), dtype=self.dtype)
        for wanted in np.unique(replica):
            with open_h5(draws_path(self.run, int(wanted))) as file:
                for i in np.flatnonzero(replica.ravel() == wanted):
                    theta[i] = file["theta"][rows.ravel()[i], parameter]
        theta = theta.reshape(*replica.shape, theta.shape[1])
        return theta[..., 0] if isinstance(parameter, int) else theta

    def _draw_index(self, draw: int | slice, n_dims: int) -> np.ndarray:
        index = self.first + np.arange(self.shape[0])[draw]
        return index[:, np.newaxis] if n_dims == 2 else index
