"""What `temper evaluate` has stored of a run's predictions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import xarray as xr

from temper.files.h5 import open_h5, plain, read_attributes

FORMAT = ("temper-predictions", 1)
DIMENSIONS = {  # of each dataset
    "n_thetas": ("predictor",),
    "score": ("predictor", "score_name"),
    "score_error": ("predictor", "score_name"),  # NaN: none is known
    "uncertainty": ("predictor", "example"),
    "label": ("example",),
    "probability": ("predictor", "example", "class"),
    "target": ("example", "target_name"),
    "mean": ("predictor", "example", "target_name"),
    "sd": ("predictor", "example", "target_name"),
    "shown": ("rank",),
    "shown_inputs": ("rank", "input"),
}


def predictions_file(run: Path) -> Path:
    """Return where `temper evaluate` stores them."""
    return run / "predictions.h5"


def read_predictions(run: Path, labels: dict[str, list[str]]) -> xr.Dataset | None:
    """Read the predictions of a run; None if `temper evaluate` has not been there.

    Parameters
    ----------
    run : Path
    labels : dict
        Names along "class" and "target_name".

    Returns
    -------
    Dataset or None
        See `Run.predictions`. Its attributes say the part of the data ("test", ...) and how many
        sweeps the run had.
    """
    if not predictions_file(run).exists():
        return None
    with open_h5(predictions_file(run)) as file:
        refusal = "not the predictions of a run"
        attributes = read_attributes(file, predictions_file(run), FORMAT, refusal)
        data = {
            name: (dims, file[name][()], described(file[name].attrs))
            for name, dims in DIMENSIONS.items()
            if name in file
        }
    names = {
        "predictor": attributes.pop("predictor_names"),
        "score_name": attributes.pop("score_names"),
        "input": attributes.get("input_names"),
        **labels,
    }
    sizes = xr.Dataset(data).sizes
    coordinates = {
        dim: values for dim, values in names.items() if len(values or []) == sizes.get(dim)
    }
    return xr.Dataset(data, coordinates, attributes)


def read_log_likelihood(run: Path) -> xr.DataArray | None:
    """Read the log likelihood of each training example at draws of rung 0; None if not stored.

    Returns
    -------
    DataArray or None
        float64 [chain, draw, training_example], nats, with the coordinate `sweep` [draw].
    """
    if not predictions_file(run).exists():
        return None
    with open_h5(predictions_file(run)) as file:
        if "log_likelihood" not in file:
            return None
        values = file["log_likelihood"][()].astype(np.float64)
        sweep = file["likelihood_sweep"][()].astype(np.int64)
    dims = ("draw", "chain", "training_example")
    stored = xr.DataArray(values, {"sweep": ("draw", sweep)}, dims, "log_likelihood")
    return stored.transpose("chain", "draw", "training_example").assign_attrs(units="nat")


def described(attributes: dict[str, object]) -> dict[str, object]:
    """Keep what xarray's own plots expect."""
    return {name: plain(attributes[name]) for name in ("long_name", "units") if name in attributes}
