"""Which part of a run is committed, and what is said of the run as a whole."""

from __future__ import annotations

import sys
from copy import copy
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np

from temper.files.errors import RunError
from temper.files.h5 import open_h5, read_attributes
from temper.files.rows import Rows
from temper.files.sessions import read_sessions
from temper.files.tables import read_tables

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from typing_extensions import Self

FORMAT = ("temper-run", 3)


class CommittedRun:
    """A run as it stood when it was opened or last refreshed: what its files say.

    Only committed sweeps are seen, so a run can be opened while it goes on and after it was
    killed.

    Tables by sweep and by draw leave warm-up out; the coordinate `sweep` goes on counting from the
    first one of warm-up. `with_warmup` is the same run with it.

    Attributes
    ----------
    path : Path
    attributes : dict
        Everything that run.h5 says about the run as a whole: seed, n_points, commit, ...
    committed : int
        Sweeps on disk, warm-up included.
    warmup : int
        Sweeps of warm-up, which come first.
    n_replicas, n_rungs, n_copies : int
        Replicas 0 ... n_replicas - 1; copy c holds n_rungs of them from c * n_rungs on.
    """

    def __init__(self, path: str | PathLike[str], *, warmup: bool = False) -> None:
        self.path = Path(path)
        self._shows_warmup = warmup
        self.refresh()

    def refresh(self) -> Self:
        """See what has been committed since. Returns the run itself."""
        self._forget()
        with open_h5(run_file(self.path)) as file:
            refusal = f"not a run: the format of run.h5 is not '{FORMAT[0]}'"
            self.attributes = read_attributes(file, self.path, FORMAT, refusal)
            require_tables(file, self.path)
            self.n_sweeps = file["energy"].shape[0]
            self.committed = min(int(file["committed"][()]), self.n_sweeps)
            self.n_replicas = file["energy"].shape[1]
            self.n_rungs = file["beta"].shape[1]
            self._tables = read_tables(file)
            self._draw_sweep = committed_draws(file, self.committed)
        self.n_copies = self.n_replicas // self.n_rungs
        self.warmup = int(self.attributes.get("n_warmup", 0))
        return self

    @cached_property
    def with_warmup(self) -> Self:
        """The same run, read at the same moment, with warm-up in every table."""
        run = copy(self)
        run._forget()
        run._shows_warmup = True
        return run

    @property
    def finished(self) -> bool:
        """Whether every sweep that was asked for is there."""
        return self.committed == self.n_sweeps

    @property
    def draw_sweeps(self) -> np.ndarray:
        """The sweep after which each draw was stored: int64 [draw]."""
        return self._draw_sweep[self._first_draw :]

    @property
    def n_kept(self) -> int:
        """Committed sweeps after warm-up."""
        return max(0, self.committed - self.warmup)

    @property
    def prior_constant(self) -> float:
        """V at theta = 0, in nats, which objectives leave out; 0 of runs that don't say it."""
        return float(self.attributes.get("prior_constant", 0.0))

    @property
    def exchanges_prior(self) -> bool:
        """Whether beta weighs U + V, so that swaps compare it; else U alone."""
        return self.attributes.get("tempering") == "posterior"

    @property
    def n_parameters(self) -> int:
        """P, the length of theta."""
        return int(self.attributes["n_parameters"])

    @property
    def replicas_per_file(self) -> int:
        """Replicas whose draws share a file; readers of draws need not know."""
        n = self.attributes.get("replicas_per_file", 1)
        if not isinstance(n, int) or n < 1:
            raise RunError(f"{self.path}: {n} replicas a file: run.h5 is damaged")
        return n

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved config, every default included."""
        try:
            return tomllib.loads(self.attributes.get("config", ""))
        except (tomllib.TOMLDecodeError, TypeError) as error:
            raise RunError(f"{self.path}: its config is not TOML: {error}") from None

    @property
    def sessions(self) -> list[dict[str, Any]]:
        """The lines of sessions.jsonl: one for each start and one for each end."""
        return read_sessions(self.path / "sessions.jsonl")

    def __repr__(self) -> str:
        """Say what it is on one line."""
        return (
            f"<temper.{type(self).__name__} {self.path}: {self.n_replicas} replicas on "
            f"{self.n_rungs} rungs, {self.committed} of {self.n_sweeps} sweeps, "
            f"{min(self.warmup, self.committed)} of them warm-up>"
        )

    @property
    def _first_sweep(self) -> int:
        return 0 if self._shows_warmup else min(self.warmup, self.committed)

    @property
    def _first_draw(self) -> int:
        return int(np.searchsorted(self._draw_sweep, self._first_sweep))

    def _forget(self) -> None:
        for name in [
            n for n in vars(self) if isinstance(getattr(type(self), n, 0), cached_property)
        ]:
            delattr(self, name)

    def _rows(self, name: str) -> Rows:
        return Rows(run_file(self.path), name, self.committed, self._first_sweep)

    def _draw_rows(self, name: str) -> Rows:
        return Rows(run_file(self.path), name, len(self._draw_sweep), self._first_draw)

    def _sweep_coordinates(self) -> dict[str, Any]:
        sweep = np.arange(self._first_sweep, self.committed)
        return {"sweep": sweep, "is_warmup": ("sweep", sweep < self.warmup)}

    def _replica_coordinates(self) -> dict[str, Any]:
        replica = np.arange(self.n_replicas)
        return {"replica": replica, "copy": ("replica", replica // self.n_rungs)}

    def _rung_coordinates(self) -> dict[str, Any]:
        return {"copy": np.arange(self.n_copies), "rung": np.arange(self.n_rungs)}

    def _draw_coordinates(self) -> dict[str, Any]:
        return {
            "draw": np.arange(self._first_draw, len(self._draw_sweep)),
            "sweep": ("draw", self.draw_sweeps),
            "is_warmup": ("draw", self.draw_sweeps < self.warmup),
        }


def run_file(path: Path) -> Path:
    """Return the file with everything but the draws. Raises RunError if there is none."""
    file = path / "run.h5"
    if not file.is_file():
        raise RunError(f"{path}: not a run: it has no run.h5 (give the folder that --out named)")
    return file


def require_tables(file: h5py.File, path: Path) -> None:
    """Raise RunError unless what the rest relies on is there, and agrees in its lengths.

    The folder may come from somebody else, or be damaged.
    """
    dimensions = {"committed": 0, "energy": 2, "rung_of": 2, "beta": 2, "round_first_sweep": 1}
    for name, n_dimensions in dimensions.items():
        dataset = file.get(name)
        if not isinstance(dataset, h5py.Dataset) or dataset.dtype.kind not in "fiu":
            raise RunError(f"{path}: run.h5 has no numbers '{name}': it is damaged, or no run")
        if dataset.ndim != n_dimensions:
            raise RunError(f"{path}: run.h5: {name} has the shape {dataset.shape}: it is damaged")
    n_rungs, (n_sweeps, n_replicas) = file["beta"].shape[1], file["energy"].shape
    if n_rungs == 0 or n_replicas % n_rungs or file["rung_of"].shape != (n_sweeps, n_replicas):
        raise RunError(f"{path}: {n_replicas} replicas on {n_rungs} rungs: run.h5 is damaged")


def committed_draws(file: h5py.File, committed: int) -> np.ndarray:
    """Return the sweep after which each committed draw was stored: int64 [n_draws]."""
    if "draw_sweep" not in file:
        return np.empty(0, dtype=np.int64)
    sweep = file["draw_sweep"][:].astype(np.int64)
    return sweep[sweep < committed]
