"""Stored parameters, read from the files of the replicas row by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from temper.files.errors import RunError
from temper.files.h5 import open_h5
from temper.files.rows import Key, LazyArray, length_of, moved


@dataclass(frozen=True)
class DrawsPlace:
    """Where the draws of a replica are: a file named after its first replica, and a place in it."""

    path: Path
    first: int  # replica of the file
    inner: tuple[int, ...]  # its place along the axis `replica`; () of a file of one, without it

    def open(self) -> h5py.File:
        """Open the file. Raises RunError if it is that of other replicas, renamed."""
        file = open_h5(self.path)
        held = file.attrs.get("replica")
        if held != self.first:
            file.close()
            whose = "no replica" if held is None else f"replica {held}"
            raise RunError(f"{self.path}: holds the draws of {whose}; was it renamed?")
        return file

    def read(self, dataset: Any, row: int | slice, *others: int | slice) -> np.ndarray:  # noqa: ANN401
        """Read rows, draws or slots, of a dataset of the open file."""
        return dataset[(row, *self.inner, *others)]


def draws_place(run: Path, replica: int, per_file: int) -> DrawsPlace:
    """Find the draws of one replica, where each file has those of `per_file` of them."""
    first = replica - replica % per_file
    inner = (replica - first,) if per_file > 1 else ()
    return DrawsPlace(run / "draws" / f"replica-{first:04d}.h5", first, inner)


class DrawsOfReplica(LazyArray):
    """Parameters [draw, parameter] of one replica: draws from `first` on, up to `end`."""

    def __init__(self, place: DrawsPlace, end: int, first: int = 0) -> None:
        self.place = place
        self.first = first
        with place.open() as file:
            self.shape = (end - first, file["theta"].shape[-1])
            self.dtype = file["theta"].dtype

    def read(self, key: Key) -> np.ndarray:
        """Read from the file, which is open for this long only."""
        draw, parameter = key
        with self.place.open() as file:
            return self.place.read(file["theta"], moved(draw, self.first), parameter)


class DrawsAtRung(LazyArray):
    """Parameters [draw, copy, parameter] of whichever replica held a rung at each draw.

    Parameters
    ----------
    run : Path
        The run directory.
    replica : int array, shape (n_draws, n_copies)
        Replica that held the rung at each draw.
    n_parameters : int
    per_file : int
        Replicas whose draws share a file.
    first : int
        The draw that is the first row of `replica`.
    """

    def __init__(
        self, run: Path, replica: np.ndarray, n_parameters: int, per_file: int, first: int = 0
    ) -> None:
        self.run = run
        self.per_file = per_file
        self.first = first
        self.replica = replica
        self.shape = (*replica.shape, n_parameters)
        self.dtype = np.dtype(np.float32)

    def read(self, key: Key) -> np.ndarray:
        """Read the rows that `key` names; files are opened once for each replica."""
        draw, copy, parameter = key
        replica = self.replica[draw, copy]
        rows = np.broadcast_to(self._draw_index(draw, replica.ndim), replica.shape)
        theta = np.empty((replica.size, length_of(parameter)), dtype=self.dtype)
        for wanted in np.unique(replica):
            place = draws_place(self.run, int(wanted), self.per_file)
            with place.open() as file:
                for i in np.flatnonzero(replica.ravel() == wanted):
                    theta[i] = place.read(file["theta"], int(rows.ravel()[i]), parameter)
        theta = theta.reshape(*replica.shape, theta.shape[1])
        return theta[..., 0] if isinstance(parameter, int) else theta

    def _draw_index(self, draw: int | slice, n_dims: int) -> np.ndarray:
        index = self.first + np.arange(self.shape[0])[draw]
        return index[:, np.newaxis] if n_dims == 2 else index
