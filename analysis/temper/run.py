"""A run directory as labelled arrays that are read from disk when they are needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import xarray as xr
from xarray.core import indexing

from temper import columns
from temper.best import BestState, read_best
from temper.draws import DrawsAtRung, draws_path
from temper.errors import RunError
from temper.h5 import open_h5, read_attributes
from temper.layers import Block, as_layers, read_blocks
from temper.predictions import read_predictions
from temper.rows import NUMBERS_AT_ONCE, AtSweeps, LazyArray, Rows, pieces_of
from temper.rungs import ByRung, ReplicaAt
from temper.sessions import read_sessions

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    import arviz

FORMAT = ("temper-run", 1)


def open_run(path: str | PathLike[str]) -> Run:
    """Open a run directory, finished or not. Raises RunError if it is none."""
    return Run(path)


class Run:
    """A run as it stood when it was opened or last refreshed.

    Only committed sweeps are seen, so a run can be opened while it goes on and after it was
    killed. Arrays are lazy: index them before asking for values, and a run that is larger than
    memory can be read in pieces (or, where dask is installed, with `.chunk()`).

    Attributes
    ----------
    path : Path
    attributes : dict
        Everything that run.h5 says about the run as a whole: seed, n_points, commit, ...
    committed : int
        Sweeps on disk, warm-up included.
    warmup : int
        Sweeps of warm-up: rows 0 ... warmup - 1.
    n_replicas, n_rungs, n_copies : int
        Replicas 0 ... n_replicas - 1; copy c holds n_rungs of them from c * n_rungs on.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path = Path(path)
        self.refresh()

    def refresh(self) -> Run:
        """See what has been committed since. Returns the run itself."""
        for name in [n for n in vars(self) if isinstance(vars(type(self)).get(n), cached_property)]:
            delattr(self, name)
        with open_h5(run_file(self.path)) as file:
            refusal = f"not a run: the format of run.h5 is not '{FORMAT[0]}'"
            self.attributes = read_attributes(file, self.path, FORMAT, refusal)
            self.n_sweeps = file["energy"].shape[0]
            self.committed = min(int(file["committed"][()]), self.n_sweeps)
            self.n_replicas = file["energy"].shape[1]
            self.n_rungs = file["beta"].shape[1]
            self._names = set(file)
            self._draw_sweep = committed_draws(file, self.committed)
        self.n_copies = self.n_replicas // self.n_rungs
        self.warmup = int(self.attributes.get("n_warmup", 0))
        return self

    @property
    def finished(self) -> bool:
        """Whether every sweep that was asked for is there."""
        return self.committed == self.n_sweeps

    @property
    def draw_sweeps(self) -> np.ndarray:
        """The sweep after which each committed draw was stored: int64 [draw]."""
        return self._draw_sweep

    @property
    def n_kept(self) -> int:
        """Committed sweeps after warm-up."""
        return max(0, self.committed - self.warmup)

    @cached_property
    def config(self) -> dict[str, Any]:
        """The resolved config, every default included."""
        return tomllib.loads(self.attributes.get("config", ""))

    @property
    def sessions(self) -> list[dict[str, Any]]:
        """The lines of sessions.jsonl: one for each start and one for each end."""
        return read_sessions(self.path / "sessions.jsonl")

    @cached_property
    def by_replica(self) -> xr.Dataset:
        """Everything known of each replica in each sweep: Dataset [sweep, replica]."""
        data = {
            name: self._lazy(("sweep", "replica"), self._rows(name), name, columns.BY_REPLICA)
            for name in columns.BY_REPLICA
            if name in self._names
        }
        return xr.Dataset(data, {**self._sweep_coordinates(), **self._replica_coordinates()})

    @cached_property
    def by_rung(self) -> xr.Dataset:
        """The same by place on the ladder: Dataset [sweep, copy, rung]; rung 0 is the coldest.

        `replica_at` says which replica it was.
        """
        dims = ("sweep", "copy", "rung")
        rung_of = self._rows("rung_of")
        data = {
            name: self._lazy(
                dims, ByRung(self._rows(name), rung_of, self.n_rungs), name, columns.BY_REPLICA
            )
            for name in columns.BY_REPLICA
            if name in self._names and name != "rung_of"
        }
        replica_at = ReplicaAt(rung_of, self.n_rungs)
        data["replica_at"] = xr.Variable(
            dims, lazily(replica_at), {"long_name": "replica that held the rung", "units": ""}
        )
        return xr.Dataset(data, {**self._sweep_coordinates(), **self._rung_coordinates()})

    @property
    def rungs(self) -> xr.Dataset:
        """Short for `by_rung`."""
        return self.by_rung

    @property
    def energy(self) -> xr.DataArray:
        """U of each replica after each sweep's exploring, in nats: [sweep, replica]."""
        return self.by_replica["energy"]

    @cached_property
    def swaps(self) -> xr.Dataset:
        """Swap proposals: Dataset [sweep, copy, pair]; pair k is rungs k and k + 1.

        `accept_prob` is NaN where the pair was not proposed in that sweep.
        """
        data = {
            name: self._lazy(("sweep", "copy", "pair"), self._rows(name), name, columns.SWAPS)
            for name in columns.SWAPS
            if name in self._names
        }
        coordinates = {"copy": np.arange(self.n_copies), "pair": np.arange(self.n_rungs - 1)}
        return xr.Dataset(data, {**self._sweep_coordinates(), **coordinates})

    @cached_property
    def ladder(self) -> xr.Dataset:
        """The ladder of each round that has begun: Dataset [round, rung], with temperatures."""
        with open_h5(run_file(self.path)) as file:
            first_sweep = file["round_first_sweep"][:]
            begun = int(np.searchsorted(first_sweep, self.committed))
            data = {
                name: (
                    ("round", "rung"),
                    file[name][:begun],
                    columns.attributes(name, columns.LADDER),
                )
                for name in columns.LADDER
                if name in file
            }
        with np.errstate(divide="ignore"):
            data["temperature"] = (
                ("round", "rung"),
                1.0 / data["beta"][1],
                {"long_name": "temperature T = 1 / beta", "units": ""},
            )
        coordinates = {
            "round": np.arange(begun),
            "rung": np.arange(self.n_rungs),
            "first_sweep": ("round", first_sweep[:begun].astype(np.int64)),
        }
        return xr.Dataset(data, coordinates)

    @cached_property
    def metrics(self) -> xr.Dataset:
        """Metrics of each stored draw, such as test_accuracy: Dataset [draw, replica]."""
        names = [n for n in self.attributes.get("metric_names", []) if n in self._names]
        data = {
            name: xr.Variable(
                ("draw", "replica"),
                lazily(Rows(run_file(self.path), name, len(self._draw_sweep))),
                columns.metric_attributes(name),
            )
            for name in names
        }
        return xr.Dataset(data, {**self._draw_coordinates(), **self._replica_coordinates()})

    @cached_property
    def metrics_by_rung(self) -> xr.Dataset:
        """The same metrics by place on the ladder: Dataset [draw, copy, rung]."""
        rung_of = AtSweeps(self._rows("rung_of"), self._draw_sweep)
        data = {}
        for name, metric in self.metrics.data_vars.items():
            values = Rows(run_file(self.path), str(name), len(self._draw_sweep))
            lazy = lazily(ByRung(values, rung_of, self.n_rungs))
            data[name] = xr.Variable(("draw", "copy", "rung"), lazy, metric.attrs)
        return xr.Dataset(data, {**self._draw_coordinates(), **self._rung_coordinates()})

    def draws(self, *, rung: int | None = None, replica: int | None = None) -> xr.DataArray:
        """Return the stored parameters of a rung, [draw, copy, parameter], or a replica.

        Of a replica they are [draw, parameter]. Lazy, and nothing is kept after it was read:
        loop over pieces of a run that does not fit into memory.

        >>> theta = run.draws(rung=0)
        >>> for first in range(0, theta.sizes["draw"], 100):
        ...     piece = theta.isel(draw=slice(first, first + 100)).values
        """
        if (rung is None) == (replica is None):
            raise ValueError("draws: give either a rung or a replica")
        if rung is not None:
            return self._draws_at_rung(rung)
        return self._draws_of_replica(int(replica))  # type: ignore[arg-type]

    def parameters(self, theta: xr.DataArray | np.ndarray) -> dict[str, np.ndarray]:
        """Cut parameters [..., parameter] into named layers, each [..., *shape]."""
        return as_layers(np.asarray(theta), list(self.blocks.values()))

    def landscape(self) -> xr.Dataset:
        """Return what `temper landscape` found: minima, saddles, planes, paths.

        See `temper.landscape.read_landscape`.
        """
        from temper.landscape import read_landscape  # noqa: PLC0415  (few need it)

        return read_landscape(self.path)

    def predict(self, inputs: np.ndarray, *, rung: int = 0) -> xr.DataArray:
        """Predict with every kept draw of a rung; see `temper.predict`."""
        from temper.predict import predict  # noqa: PLC0415  (it needs this class)

        return predict(self, inputs, rung)

    @property
    def predictions(self) -> xr.Dataset | None:
        """What `temper evaluate` has stored; None before it was called.

        Of each predictor (best state, ensemble of best states, posterior draws, ...): its score
        [predictor, score_name]; its probability [predictor, example, class], or its mean and sd in
        original units [predictor, example, target_name]; with the true label or target, and the
        inputs of the examples that it is least sure of, shown_inputs [rank, input].
        """
        names = {what: self.attributes.get(f"{what}_names", []) for what in ("class", "target")}
        labels = {"class": names["class"], "target_name": names["target"]}
        return read_predictions(self.path, labels)

    @cached_property
    def blocks(self) -> dict[str, Block]:
        """How theta is made up: names such as layer0.weight, in the order in which they stand."""
        return {block.name: block for block in read_blocks(draws_path(self.path, 0))}

    def best(self, replica: int | None = None) -> BestState | None:
        """Return the state of lowest U + V that a replica, or any replica, has visited."""
        if replica is not None:
            return read_best(self.path, replica, self.committed)
        states = (read_best(self.path, r, self.committed) for r in range(self.n_replicas))
        found = (state for state in states if state is not None)
        return min(found, key=lambda state: state.objective, default=None)

    def kept(self, data: xr.Dataset | xr.DataArray) -> xr.Dataset | xr.DataArray:
        """Leave out the warm-up: rows of `data` whose sweep comes after it."""
        return data.isel(sweep=slice(self.warmup, None))

    def pieces(self, data: xr.DataArray, most: int = NUMBERS_AT_ONCE) -> Iterator[xr.DataArray]:
        """Read an array in pieces along its first dimension, of at most about `most` numbers.

        >>> total = sum(float(piece.sum()) for piece in run.pieces(run.energy))
        """
        first = data.dims[0]
        for rows in pieces_of(slice(0, data.sizes[first], 1), data[{first: slice(0, 1)}].size):
            yield data[{first: rows}].load()

    def sampled(self, data: xr.DataArray, most: int = NUMBERS_AT_ONCE) -> xr.DataArray:
        """Take every k-th kept sweep, so that at most about `most` numbers are read."""
        kept = self.kept(data)
        n_rows = max(1, most // max(1, kept.size // max(1, kept.sizes["sweep"])))
        return kept.isel(sweep=slice(None, None, -(-kept.sizes["sweep"] // n_rows) or 1))

    @cached_property
    def sweeps_with_energy(self) -> np.ndarray:
        """Committed sweeps whose energies over all the data are known.

        All of them, unless a swap test on minibatches had no need of the others.
        """
        sweeps = np.arange(self.committed)
        if self.config.get("exchange", {}).get("test", "exact") == "exact":
            return sweeps
        return sweeps[np.isfinite(self.energy.isel(replica=0).values)]

    def with_energy(self, data: xr.Dataset | xr.DataArray) -> xr.Dataset | xr.DataArray:
        """Leave out the sweeps without energies: rows of `data` whose sweep has none."""
        if len(self.sweeps_with_energy) == self.committed:
            return data
        return data.isel(sweep=np.isin(data["sweep"].values, self.sweeps_with_energy))

    def to_arviz(self, rung: int = 0, rows: str = "draw") -> arviz.InferenceData | xr.DataTree:
        """Return a rung's samples for ArviZ; see `temper.inference_data`."""
        from temper.inference_data import to_arviz  # noqa: PLC0415  (importing ArviZ takes seconds)

        return to_arviz(self, rung, rows)

    def compare(self, other: Run) -> xr.Dataset:
        """Set this run beside another: settings that differ, energies, metrics, mixing, scores.

        >>> run.compare(other)[["mean", "standard_error"]].to_dataframe()
        >>> run.compare(other)["value"].to_pandas()  # the settings that differ

        See `temper.compare`.
        """
        from temper.compare import compare  # noqa: PLC0415  (importing ArviZ takes seconds)

        return compare(self, other)

    def __repr__(self) -> str:
        """Say what it is on one line."""
        return (
            f"<temper.Run {self.path}: {self.n_replicas} replicas on {self.n_rungs} rungs, "
            f"{self.committed} of {self.n_sweeps} sweeps>"
        )

    def _rows(self, name: str) -> Rows:
        return Rows(run_file(self.path), name, self.committed)

    def _lazy(
        self,
        dims: tuple[str, ...],
        array: LazyArray,
        name: str,
        table: dict[str, tuple[str, str]],
    ) -> xr.Variable:
        return xr.Variable(dims, lazily(array), columns.attributes(name, table))

    def _sweep_coordinates(self) -> dict[str, Any]:
        sweep = np.arange(self.committed)
        return {"sweep": sweep, "is_warmup": ("sweep", sweep < self.warmup)}

    def _replica_coordinates(self) -> dict[str, Any]:
        replica = np.arange(self.n_replicas)
        return {"replica": replica, "copy": ("replica", replica // self.n_rungs)}

    def _rung_coordinates(self) -> dict[str, Any]:
        return {"copy": np.arange(self.n_copies), "rung": np.arange(self.n_rungs)}

    def _draw_coordinates(self) -> dict[str, Any]:
        return {
            "draw": np.arange(len(self._draw_sweep)),
            "sweep": ("draw", self._draw_sweep),
            "is_warmup": ("draw", self._draw_sweep < self.warmup),
        }

    def _draws_at_rung(self, rung: int) -> xr.DataArray:
        rung_of = AtSweeps(self._rows("rung_of"), self._draw_sweep)
        everything = (slice(0, rung_of.shape[0], 1), slice(0, self.n_copies, 1), rung)
        replica = ReplicaAt(rung_of, self.n_rungs).read(everything)
        theta = lazily(DrawsAtRung(self.path, replica, self.n_parameters))
        coordinates = {
            **self._draw_coordinates(),
            "copy": np.arange(self.n_copies),
            "replica": (("draw", "copy"), replica),
        }
        dims = ("draw", "copy", "parameter")
        return xr.DataArray(xr.Variable(dims, theta), coordinates, name="theta")

    def _draws_of_replica(self, replica: int) -> xr.DataArray:
        theta = lazily(Rows(draws_path(self.path, replica), "theta", len(self._draw_sweep)))
        dims = ("draw", "parameter")
        return xr.DataArray(xr.Variable(dims, theta), self._draw_coordinates(), name="theta")

    @property
    def n_parameters(self) -> int:
        """P, the length of theta."""
        return int(self.attributes["n_parameters"])


def lazily(array: LazyArray) -> indexing.LazilyIndexedArray:
    """Wrap an array so that xarray indexes it without reading it."""
    return indexing.LazilyIndexedArray(array)


def run_file(path: Path) -> Path:
    """Return the file with everything but the draws. Raises RunError if there is none."""
    file = path / "run.h5"
    if not file.is_file():
        raise RunError(f"{path}: not a run: it has no run.h5 (give the folder that --out named)")
    return file


def committed_draws(file: h5py.File, committed: int) -> np.ndarray:
    """Return the sweep after which each committed draw was stored: int64 [n_draws]."""
    if "draw_sweep" not in file:
        return np.empty(0, dtype=np.int64)
    sweep = file["draw_sweep"][:].astype(np.int64)
    return sweep[sweep < committed]
