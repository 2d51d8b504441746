"""Compares two runs bit for bit."""

from pathlib import Path

import h5py
import numpy as np

# What HDF5 itself keeps with dimension scales: addresses within the file.
BOOKKEEPING = {"DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME"}


def as_bytes(value: object) -> bytes:
    """All of it, type and shape included; NaNs compare by their bits."""
    array = np.asarray(value)
    content = repr(array.tolist()).encode() if array.dtype.hasobject else array.tobytes()
    return f"{array.dtype} {array.shape} ".encode() + content


def contents(path: Path) -> dict[str, bytes]:
    """Every dataset and every attribute of an HDF5 file, by name."""
    found = {}

    def note(name: str, node: h5py.Group | h5py.Dataset) -> None:
        if isinstance(node, h5py.Dataset):
            found[name] = as_bytes(node[()])
        for key, value in node.attrs.items():
            if key not in BOOKKEEPING:
                found[f"{name}@{key}"] = as_bytes(value)

    with h5py.File(path, "r") as file:
        note("/", file)
        file.visititems(note)
    return found


def hdf5_files(run: Path) -> list[Path]:
    """The .h5 files of a run, relative to it."""
    return sorted(path.relative_to(run) for path in run.rglob("*.h5"))


def differences(run: Path, other: Path) -> list[str]:
    """Files, datasets and attributes that are not the same in both, "file: name"."""
    files, other_files = hdf5_files(run), hdf5_files(other)
    if files != other_files:
        return [f"{path}: only in one" for path in set(files) ^ set(other_files)]
    found = []
    for path in files:
        one, two = contents(run / path), contents(other / path)
        names = sorted(one.keys() | two.keys())
        found += [f"{path}: {name}" for name in names if one.get(name) != two.get(name)]
    return found
