"""A run, and everything that can be done with it."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

import xarray as xr

from temper.files.landscape import read_landscape
from temper.inference_data import to_arviz
from temper.predict import predict
from temper.side_by_side import side_by_side
from temper.stored_run import StoredRun

if TYPE_CHECKING:
    import arviz


def open_run(path: str | PathLike[str], *, warmup: bool = False) -> Run:
    """Open a run directory, finished or not. Raises RunError if it is none.

    Parameters
    ----------
    path : str or path
    warmup : bool
        Whether tables and draws show warm-up, too.
    """
    return Run(path, warmup=warmup)


class Run(StoredRun):
    """What is stored of a run, see `StoredRun`, and what can be worked out from it."""

    def landscape(self) -> xr.Dataset:
        """Return what `temper landscape` found: minima, saddles, planes, paths.

        See `temper.files.landscape.read_landscape`.
        """
        return read_landscape(self.path)

    def predict(self, inputs: object, *, rung: int = 0) -> xr.DataArray:
        """Predict rows of a DataFrame, by name, or of an array; see `temper.predict`."""
        return predict(self, inputs, rung)

    def to_arviz(
        self, rung: int = 0, rows: str = "draw", theta: bool | None = None
    ) -> arviz.InferenceData | xr.DataTree:
        """Return a rung's samples for ArviZ; see `temper.inference_data`."""
        return to_arviz(self, rung, rows, theta)

    def side_by_side(self, other: StoredRun) -> xr.Dataset:
        """Set this run beside another: settings that differ, energies, metrics, mixing, scores.

        >>> run.side_by_side(other)[["mean", "standard_error"]].to_dataframe()
        >>> run.side_by_side(other)["value"].to_pandas()  # the settings that differ

        See `temper.side_by_side`.
        """
        return side_by_side(self, other)
