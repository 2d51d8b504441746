"""Which tables a file has, by their dimensions: a new dataset is seen without being listed here."""

from __future__ import annotations

from pathlib import Path

import h5py

from temper.files.h5 import plain

Attributes = dict[str, str]
Tables = dict[tuple[str, ...], dict[str, Attributes]]  # dimensions to datasets


def read_tables(file: h5py.File) -> Tables:
    """Return the name and attributes of every dataset with dimension scales, by its dimensions.

    Attributes are `long_name` and `units`, as xarray's own plots expect them.
    """
    tables: Tables = {}
    for name, dataset in file.items():
        if not dataset.is_scale and dataset.ndim and all(len(axis) for axis in dataset.dims):
            dims = dimensions(dataset)
            tables.setdefault(dims, {})[name] = described(name, dataset)
    return tables


def dimensions(dataset: h5py.Dataset) -> tuple[str, ...]:
    """Return the names of a dataset's dimensions: those of its scales."""
    return tuple(Path(axis[0].name).name for axis in dataset.dims)


def described(name: str, dataset: h5py.Dataset) -> Attributes:
    """Return what the file says of a dataset; its name in words where it says nothing."""
    long_name = plain(dataset.attrs.get("long_name", name.replace("_", " ")))
    return {"long_name": long_name, "units": plain(dataset.attrs.get("units", ""))}
