"""From replicas to rungs: the same numbers, seen by place on the ladder.

The file keeps every number under the replica that it belongs to, since a replica keeps its
identity for life; `rung_of` says which rung it held. A distribution is sampled by a rung, which
different replicas hold in turn, so statistics want the other view.
"""

from __future__ import annotations

import numpy as np

from temper.files.rows import Key, LazyArray, pieces_of


def replica_slots(rung_of: np.ndarray, n_rungs: int) -> np.ndarray:
    """Tell which replica of each copy holds each rung.

    Parameters
    ----------
    rung_of : int array, shape (n, n_copies * n_rungs)
        Rung of each replica; replicas of copy c are c * n_rungs ... c * n_rungs + n_rungs - 1.
    n_rungs : int

    Returns
    -------
    int array, shape (n, n_copies, n_rungs)
        Place within its copy, 0 ... n_rungs - 1, of the replica at each rung.
    """
    by_copy = rung_of.reshape(len(rung_of), rung_of.shape[1] // n_rungs, n_rungs)
    return np.argsort(by_copy, axis=-1)  # the inverse of each permutation


def by_rung(values: np.ndarray, rung_of: np.ndarray, n_rungs: int) -> np.ndarray:
    """Reorder `values` [n, replica] to [n, copy, rung]."""
    by_copy = values.reshape(len(values), values.shape[1] // n_rungs, n_rungs)
    return np.take_along_axis(by_copy, replica_slots(rung_of, n_rungs), axis=-1)


class ByRung(LazyArray):
    """An array [row, replica] on disk, shown as [row, copy, rung]."""

    def __init__(self, values: LazyArray, rung_of: LazyArray, n_rungs: int) -> None:
        self.values = values
        self.rung_of = rung_of
        self.n_rungs = n_rungs
        n_rows, n_replicas = values.shape
        self.shape = (n_rows, n_replicas // n_rungs, n_rungs)
        self.dtype = values.dtype

    def read(self, key: Key) -> np.ndarray:
        """Read the rows of `key` with all their replicas, then pick copies and rungs."""
        row, copy, rung = key
        n_replicas = self.values.shape[1]
        parts = []
        for rows in pieces_of(row, n_replicas):
            everyone = (rows, slice(0, n_replicas, 1))
            values = by_rung(self.values.read(everyone), self.rung_of.read(everyone), self.n_rungs)
            parts.append(values[:, copy, rung])
        values = np.concatenate(parts)
        return values[0] if isinstance(row, int) else values


class ReplicaAt(LazyArray):
    """Which replica held each rung: [row, copy, rung], replica ids."""

    def __init__(self, rung_of: LazyArray, n_rungs: int) -> None:
        self.rung_of = rung_of
        self.n_rungs = n_rungs
        n_rows, n_replicas = rung_of.shape
        self.shape = (n_rows, n_replicas // n_rungs, n_rungs)
        self.dtype = np.dtype(np.int64)

    def read(self, key: Key) -> np.ndarray:
        """Invert `rung_of` for the rows of `key`."""
        row, copy, rung = key
        n_replicas = self.rung_of.shape[1]
        first = np.arange(self.shape[1])[:, np.newaxis] * self.n_rungs
        parts = []
        for rows in pieces_of(row, n_replicas):
            rung_of = self.rung_of.read((rows, slice(0, n_replicas, 1)))
            parts.append((first + replica_slots(rung_of, self.n_rungs))[:, copy, rung])
        replicas = np.concatenate(parts)
        return replicas[0] if isinstance(row, int) else replicas
