"""A first reading of HDF5 files in a process of its own.

HDF5 itself may crash, or never end, on a file that is damaged or was made to do so; then Python
would end without a word.
"""

from __future__ import annotations

import os
import resource
import signal
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import h5py

from temper.files.errors import DISAGREEMENT, RunError

TRIED: set[tuple[str, int, int]] = set()  # files by their names and places on the disk
SMALL = 1 << 20  # bytes: what is tried with its neighbours


def try_apart(path: Path) -> None:
    """Let a child read the file, once a process and file. Raises RunError if that kills it.

    Its small neighbours are tried with it, since a process takes as long as many files. Where none
    can be begun there is no trial.
    """
    if not hasattr(os, "fork") or place_of(path) in TRIED:
        return
    together = {path, *(p for p in path.parent.glob("*.h5") if is_small(p))}
    if ends_well(together):
        TRIED.update(place_of(p) for p in together)
    elif ends_well({path}):
        TRIED.add(place_of(path))
    else:
        raise RunError(f"{path}: HDF5 crashes on it; it is damaged, or made to do harm")


def place_of(path: Path) -> tuple[str, int, int]:
    """Return what stays the same when a file is written to, and changes when it is replaced."""
    try:
        status = path.stat()
    except OSError:
        return (str(path), 0, 0)
    return (str(path), status.st_dev, status.st_ino)


def is_small(path: Path) -> bool:
    """Whether the file is one that costs next to nothing to read."""
    return path.is_file() and path.stat().st_size <= SMALL


def ends_well(paths: set[Path]) -> bool:
    """Whether a child that reads the files comes to its end."""
    try:
        with warnings.catch_warnings():  # of threads, which the child never sees
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError:
        return True
    if child == 0:
        read_and_end(paths)
    return os.waitpid(child, 0)[1] == 0


def read_and_end(paths: set[Path]) -> NoReturn:
    """Read all that HDF5 could stumble over; end this process, whatever happens."""
    try:
        for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        megabytes = sum(path.stat().st_size for path in paths if path.is_file()) // 1_000_000
        resource.setrlimit(resource.RLIMIT_CPU, (15 + 10 * megabytes, 16 + 10 * megabytes))
        for path in paths:
            with suppress(OSError, *DISAGREEMENT):
                read_through(path)
    finally:
        os._exit(0)


def read_through(path: Path) -> None:
    """Read attributes, shapes and whatever isn't stored as it is."""
    with h5py.File(path, "r", locking=False) as file:
        dict(file.attrs)
        for name in file:
            if not isinstance(file.get(name, getlink=True), h5py.HardLink):
                continue
            with suppress(OSError, *DISAGREEMENT):
                read_dataset(file[name])


def read_dataset(dataset: h5py.Dataset) -> None:
    """Read a dataset's attributes, and its values if they are packed or few."""
    dict(dataset.attrs)
    dataset.dims[0].keys()
    if dataset.chunks is not None:
        for chunk in dataset.iter_chunks():
            dataset[chunk]
    elif dataset.nbytes <= SMALL:
        dataset[()]
