"""Arrays that stay on disk until they are indexed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from xarray.backends import BackendArray
from xarray.core import indexing

from temper.files.h5 import open_h5

Key = tuple[Any, ...]
NUMBERS_AT_ONCE = 2_000_000  # that are held in memory while more is read


class LazyArray(BackendArray):
    """An array whose `read(key)` fetches a part of it.

    Subclasses set `shape` and `dtype` and define `read`, which gets one integer (0 or above) or
    one slice (with start, stop and a step above 0) for each dimension. Nothing stays open between
    reads, so an array can be pickled, and read while the run goes on.
    """

    shape: tuple[int, ...]
    dtype: np.dtype

    def read(self, key: Key) -> np.ndarray:
        """Return the part of the array that `key` names."""
        raise NotImplementedError

    def __getitem__(self, key: indexing.ExplicitIndexer) -> np.ndarray:
        """Index as xarray does; any kind of index becomes slices and integers for `read`."""
        return indexing.explicit_indexing_adapter(
            key, self.shape, indexing.IndexingSupport.BASIC, self._read_bounded
        )

    def _read_bounded(self, key: Key) -> np.ndarray:
        return self.read(tuple(bounded(k, n) for k, n in zip(key, self.shape, strict=True)))


class Rows(LazyArray):
    """Rows of an HDF5 dataset: from `first` on, up to `end`, below which they are committed."""

    def __init__(self, path: Path, name: str, end: int, first: int = 0) -> None:
        self.path = path
        self.name = name
        self.first = first
        with open_h5(path) as file:
            dataset = file[name]
            self.shape = (end - first, *dataset.shape[1:])
            self.dtype = dataset.dtype

    def read(self, key: Key) -> np.ndarray:
        """Read from the file, which is open for this long only."""
        row, *others = key
        with open_h5(self.path) as file:
            return file[self.name][(moved(row, self.first), *others)]


class AtSweeps(LazyArray):
    """The rows of an array [sweep, ...] at given sweeps: those after which a draw was stored."""

    def __init__(self, rows: LazyArray, sweeps: np.ndarray) -> None:
        self.rows = rows
        self.sweeps = sweeps
        self.shape = (len(sweeps), *rows.shape[1:])
        self.dtype = rows.dtype

    def read(self, key: Key) -> np.ndarray:
        """Read a stretch of sweeps at a time and keep the wanted ones."""
        row, *others = key
        if isinstance(row, int):
            return self.rows.read((int(self.sweeps[row]), *others))
        sweeps = self.sweeps[row]
        pieces = [
            self._stretch(part, others) for part in np.array_split(sweeps, piece_count(sweeps))
        ]
        return np.concatenate(pieces)

    def _stretch(self, sweeps: np.ndarray, others: list[int | slice]) -> np.ndarray:
        first, last = (sweeps[0], sweeps[-1]) if len(sweeps) else (0, -1)
        rows = self.rows.read((slice(int(first), int(last) + 1, 1), *others))
        return rows[sweeps - first]


def piece_count(sweeps: np.ndarray, rows_in_piece: int = 65536) -> int:
    """Count the stretches of at most about `rows_in_piece` sweeps that cover sorted `sweeps`."""
    span = int(sweeps[-1] - sweeps[0]) if len(sweeps) else 0
    return 1 + span // rows_in_piece


def pieces_of(row: int | slice, width: int) -> list[slice]:
    """Cut a bounded index of rows into slices of at most about NUMBERS_AT_ONCE numbers.

    At least one slice, which may be empty; an integer becomes a slice of one row.
    """
    if isinstance(row, int):
        return [slice(row, row + 1, 1)]
    n = length_of(row)
    per_piece = max(1, NUMBERS_AT_ONCE // max(1, width))
    return [
        slice(row.start + i * row.step, row.start + min(n, i + per_piece) * row.step, row.step)
        for i in range(0, max(1, n), per_piece)
    ]


def bounded(key: int | slice, length: int) -> int | slice:
    """Return the same index with every bound given and none negative."""
    if isinstance(key, slice):
        return slice(*key.indices(length))
    return int(key) % length


def moved(key: int | slice, by: int) -> int | slice:
    """Return a bounded index of rows that lie `by` further on."""
    return slice(key.start + by, key.stop + by, key.step) if isinstance(key, slice) else key + by


def length_of(key: int | slice) -> int:
    """Count the rows that a bounded index takes."""
    return len(range(key.start, key.stop, key.step)) if isinstance(key, slice) else 1
