"""How files of a run are opened: for reading, and closed again at once.

Temper commits rows to a file of fixed size by writing them in place, so a reader must not keep a
file open: HDF5 would go on showing what it read before.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np

from temper.files.apart import try_apart
from temper.files.errors import RunError


def open_h5(path: Path) -> h5py.File:
    """Open `path` for reading. Raises RunError if it is missing, not HDF5, or harmful."""
    if path.exists() and not path.is_file():
        raise RunError(f"{path}: not a regular file")
    try_apart(path)
    try:
        file = h5py.File(path, "r")
    except FileNotFoundError:
        raise RunError(f"{path}: no such file") from None
    except OSError:
        file = open_unlocked(path)
    refuse_other_files(file, path)
    return file


def refuse_other_files(file: h5py.File, path: Path) -> None:
    """Raise RunError if a name in the file leads to another file."""
    for name in file:
        if not isinstance(file.get(name, getlink=True), h5py.HardLink):
            file.close()
            raise RunError(f"{path}: {name!r} leads elsewhere; a file of Temper's has no links")


def open_unlocked(path: Path) -> h5py.File:
    """Open `path` without a lock, which some network file systems refuse; none is needed."""
    try:
        return h5py.File(path, "r", locking=False)
    except OSError as error:
        raise RunError(f"{path}: not a readable HDF5 file ({error})") from error


def read_attributes(
    file: h5py.File, path: Path, file_format: tuple[str, int], refusal: str
) -> dict[str, Any]:
    """Read what a file of Temper says of itself, as plain Python.

    Parameters
    ----------
    file : h5py.File
    path : Path
        What errors name.
    file_format : tuple
        `format`, and the newest `format_version` that this package knows.
    refusal : str
        What to say of a file of another format.

    Raises
    ------
    RunError
        If it is of another format, or of a later version.
    """
    name, newest = file_format
    attributes = {key: plain(value) for key, value in file.attrs.items()}
    if attributes.get("format") != name:
        raise RunError(f"{path}: {refusal}")
    version = attributes.get("format_version", 0)
    if version > newest:
        raise RunError(
            f"{path}: written in format version {version}, and this package reads up to "
            f"{newest}; install the analysis package of the Temper that wrote it"
        )
    return attributes


def plain(value: Any) -> Any:  # noqa: ANN401  (an attribute has any of HDF5's types)
    """Turn an HDF5 attribute into plain Python: bytes to str, arrays to lists."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, h5py.Empty):
        return []
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, np.generic):
        return plain(value.item())
    return value
