"""Predictions of the draws of a rung."""

from __future__ import annotations

import numpy as np
import xarray as xr

from temper.encoding import encoded
from temper.network import Network, read_network
from temper.stored_run import StoredRun


def predict(run: StoredRun, inputs: object, rung: int = 0) -> xr.DataArray:
    """Predict with every kept draw of a rung.

    The posterior predictive is the average over `draw` and `copy`.

    Parameters
    ----------
    run : StoredRun
    inputs : DataFrame, mapping of names to columns, or float array
        In the data's own units. Columns with names are matched by name, in any order, and get the
        encodings of training; see `temper.encoding`. Arrays are (n, n_inputs) or (n, *image
        shape), images as pixels from 0 to 1.
    rung : int

    Returns
    -------
    DataArray, float32
        Class probabilities [draw, copy, example, class], or means of the targets in their own
        units [draw, copy, example, target].
    """
    network = read_network(run)
    inputs = encoded(run, network, inputs)
    theta = run.draws(rung=rung)
    theta = theta.isel(draw=np.flatnonzero(~theta["is_warmup"].values))
    name, labels = output_axis(run, network)
    shape = (theta.sizes["draw"], run.n_copies, len(inputs), network.n_predictions)
    values = np.empty(shape, dtype=np.float32)
    for place in np.ndindex(shape[:2]):
        values[place] = network.predict(run.parameters(theta[place]), inputs)
    coordinates = {"draw": theta["draw"], "copy": theta["copy"], name: labels}
    return xr.DataArray(values, coordinates, ("draw", "copy", "example", name), "prediction")


def output_axis(run: StoredRun, network: Network) -> tuple[str, list[str]]:
    """Return the name of the last dimension and its labels."""
    what = network.loss.axis
    labels = run.attributes.get(f"{what}_names") or range(network.n_predictions)
    return what, [str(label) for label in labels]
