"""A run directory as labelled arrays that are read from disk when they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import xarray as xr
from xarray.core import indexing

from temper.committed_run import CommittedRun, run_file
from temper.files.best import BestState, read_best
from temper.files.diagnosis import read_diagnosis
from temper.files.draws import DrawsAtRung, DrawsOfReplica, DrawsPlace, draws_place
from temper.files.h5 import open_h5
from temper.files.layers import Block, as_layers, element_names, read_blocks
from temper.files.predictions import read_predictions
from temper.files.rows import NUMBERS_AT_ONCE, AtSweeps, LazyArray, Rows, pieces_of
from temper.files.rungs import ByRung, ReplicaAt

BY_REPLICA, BY_RUNG = ("sweep", "replica"), ("sweep", "copy", "rung")
SWAPS, LADDER, METRICS = ("sweep", "copy", "pair"), ("round", "rung"), ("draw", "replica")

MOST_NAMED = 1000  # parameters that `draws` labels by name


class StoredRun(CommittedRun):
    """Tables by sweep, draw and rung, parameters, best states and stored predictions.

    Arrays are lazy: index them before asking for values, and a run that is larger than memory can
    be read in pieces (or, where dask is installed, with `.chunk()`).
    """

    @cached_property
    def by_replica(self) -> xr.Dataset:
        """Everything known of each replica in each sweep: Dataset [sweep, replica]."""
        data = {
            name: xr.Variable(BY_REPLICA, lazily(self._rows(name)), described)
            for name, described in self._tables.get(BY_REPLICA, {}).items()
        }
        return xr.Dataset(data, {**self._sweep_coordinates(), **self._replica_coordinates()})

    @cached_property
    def by_rung(self) -> xr.Dataset:
        """The same by place on the ladder: Dataset [sweep, copy, rung]; rung 0 is the coldest.

        `replica_at` says which replica it was.
        """
        rung_of = self._rows("rung_of")
        data = {
            name: xr.Variable(
                BY_RUNG, lazily(ByRung(self._rows(name), rung_of, self.n_rungs)), described
            )
            for name, described in self._tables.get(BY_REPLICA, {}).items()
            if name != "rung_of"
        }
        replica_at = lazily(ReplicaAt(rung_of, self.n_rungs))
        described = {"long_name": "replica that held the rung", "units": ""}
        data["replica_at"] = xr.Variable(BY_RUNG, replica_at, described)
        return xr.Dataset(data, {**self._sweep_coordinates(), **self._rung_coordinates()})

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
            name: xr.Variable(SWAPS, lazily(self._rows(name)), described)
            for name, described in self._tables.get(SWAPS, {}).items()
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
                name: (LADDER, file[name][:begun], described)
                for name, described in self._tables.get(LADDER, {}).items()
            }
        with np.errstate(divide="ignore"):
            described = {"long_name": "temperature T = 1 / beta", "units": ""}
            data["temperature"] = (LADDER, 1.0 / data["beta"][1], described)
        coordinates = {
            "round": np.arange(begun),
            "rung": np.arange(self.n_rungs),
            "first_sweep": ("round", first_sweep[:begun].astype(np.int64)),
        }
        return xr.Dataset(data, coordinates)

    @cached_property
    def metrics(self) -> xr.Dataset:
        """Metrics of each stored draw, such as test_accuracy: Dataset [draw, replica]."""
        data = {
            name: xr.Variable(METRICS, lazily(self._draw_rows(name)), described)
            for name, described in self._metric_tables().items()
        }
        return xr.Dataset(data, {**self._draw_coordinates(), **self._replica_coordinates()})

    @cached_property
    def metrics_by_rung(self) -> xr.Dataset:
        """The same metrics by place on the ladder: Dataset [draw, copy, rung]."""
        rung_of = self._rung_of_at_draws()
        data = {
            name: xr.Variable(
                ("draw", "copy", "rung"),
                lazily(ByRung(self._draw_rows(name), rung_of, self.n_rungs)),
                described,
            )
            for name, described in self._metric_tables().items()
        }
        return xr.Dataset(data, {**self._draw_coordinates(), **self._rung_coordinates()})

    def draws(
        self, *, rung: int | None = None, replica: int | None = None, warmup: bool = False
    ) -> xr.DataArray:
        """Return the stored parameters of a rung, [draw, copy, parameter], or a replica.

        Of a replica they are [draw, parameter]; with those of warm-up, if asked for. Lazy, and
        nothing is kept after it was read: loop over pieces of a run that doesn't fit into memory.

        Parameters have names where they are at most 1,000.

        >>> x = run.draws(rung=0).sel(parameter="x")
        >>> theta = run.draws(rung=0)
        >>> for first in range(0, theta.sizes["draw"], 100):
        ...     piece = theta.isel(draw=slice(first, first + 100)).values
        """
        if (rung is None) == (replica is None):
            raise ValueError("draws: give either a rung or a replica")
        run = self.with_warmup if warmup else self
        if rung is not None:
            return run._draws_at_rung(rung)
        return run._draws_of_replica(int(replica))  # type: ignore[arg-type]

    def parameters(self, theta: xr.DataArray | np.ndarray) -> dict[str, np.ndarray]:
        """Cut parameters [..., parameter] into named layers, each [..., *shape]."""
        return as_layers(np.asarray(theta), list(self.blocks.values()))

    @property
    def diagnosis(self) -> dict[str, Any] | None:
        """What the program says that the run is worth: verdict, findings, R-hat, log Z, ...

        None before `temper train` has ended or `temper diagnose` was called.
        """
        return read_diagnosis(self.path)

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
        return {block.name: block for block in read_blocks(self._draws_place(0).path)}

    def best(self, replica: int | None = None) -> BestState | None:
        """Return the state of lowest U + V that a replica, or any replica, has visited.

        None before a sweep with energies has been committed.
        """
        if replica is not None:
            place = self._draws_place(replica)
            return read_best(place, replica, self.committed, self.prior_constant)
        states = (self.best(each) for each in range(self.n_replicas))
        found = (state for state in states if state is not None)
        return min(found, key=lambda state: state.objective, default=None)

    def kept(self, data: xr.Dataset | xr.DataArray) -> xr.Dataset | xr.DataArray:
        """Leave out warm-up, if `data` has it: rows whose sweep comes after it."""
        return data.isel(sweep=slice(max(0, self.warmup - self._first_sweep), None))

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
        """Sweeps whose energies over all the data are known: int64 [sweep].

        All of them, unless a swap test on minibatches had no need of the others.
        """
        sweeps = np.arange(self._first_sweep, self.committed)
        if self.config.get("exchange", {}).get("test", "exact") == "exact":
            return sweeps
        return sweeps[np.isfinite(self.energy.isel(replica=0).values)]

    def with_energy(self, data: xr.Dataset | xr.DataArray) -> xr.Dataset | xr.DataArray:
        """Leave out the sweeps without energies: rows of `data` whose sweep has none."""
        if len(self.sweeps_with_energy) == data.sizes["sweep"]:
            return data
        return data.isel(sweep=np.isin(data["sweep"].values, self.sweeps_with_energy))

    def _rung_of_at_draws(self) -> LazyArray:
        return AtSweeps(Rows(run_file(self.path), "rung_of", self.committed), self.draw_sweeps)

    def _metric_tables(self) -> dict[str, dict[str, str]]:
        tables = self._tables.get(METRICS, {})
        return {name: {**told, **metric_attributes(name)} for name, told in tables.items()}

    def _draws_at_rung(self, rung: int) -> xr.DataArray:
        rung_of = self._rung_of_at_draws()
        everything = (slice(0, rung_of.shape[0], 1), slice(0, self.n_copies, 1), rung)
        replica = ReplicaAt(rung_of, self.n_rungs).read(everything)
        size = self.n_parameters
        theta = lazily(
            DrawsAtRung(self.path, replica, size, self.replicas_per_file, self._first_draw)
        )
        coordinates = {
            **self._draw_coordinates(),
            "copy": np.arange(self.n_copies),
            "replica": (("draw", "copy"), replica),
            **self._parameter_coordinates(),
        }
        dims = ("draw", "copy", "parameter")
        return xr.DataArray(xr.Variable(dims, theta), coordinates, name="theta")

    def _draws_of_replica(self, replica: int) -> xr.DataArray:
        place = self._draws_place(replica)
        theta = lazily(DrawsOfReplica(place, len(self._draw_sweep), self._first_draw))
        dims = ("draw", "parameter")
        coordinates = {**self._draw_coordinates(), **self._parameter_coordinates()}
        return xr.DataArray(xr.Variable(dims, theta), coordinates, name="theta")

    def _draws_place(self, replica: int) -> DrawsPlace:
        return draws_place(self.path, replica, self.replicas_per_file)

    def _parameter_coordinates(self) -> dict[str, list[str]]:
        """Names, where they are few enough to be looked up by."""
        if self.n_parameters > MOST_NAMED:
            return {}
        names = element_names(list(self.blocks.values()))
        return {"parameter": names} if len(names) == self.n_parameters else {}


def lazily(array: LazyArray) -> indexing.LazilyIndexedArray:
    """Wrap an array so that xarray indexes it without reading it."""
    return indexing.LazilyIndexedArray(array)


def metric_attributes(name: str) -> dict[str, str]:
    """Return `long_name` and `units` of a metric by what its name ends with."""
    units = "nat per example" if name.endswith("log_score") else ""
    return {"long_name": name.replace("_", " "), "units": units}
