"""What `temper landscape` found out about a run: landscape.h5 as a labelled dataset."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

import h5py
import numpy as np
import xarray as xr

from temper.files.errors import RunError
from temper.files.h5 import open_h5, plain, read_attributes
from temper.files.tables import dimensions

FORMAT = ("temper-landscape", 1)
SCALES = ("minimum", "point", "critical", "end", "plane", "path")


def has_landscape(path: Path) -> bool:
    """Whether `temper landscape` has been run on the run directory."""
    return (path / "landscape.h5").is_file()


def read_landscape(path: Path) -> xr.Dataset:
    """Read RUN/landscape.h5; its format says what each variable is.

    Parameters
    ----------
    path : Path
        The run directory.

    Returns
    -------
    xarray.Dataset
        Variables by `minimum`, `point`, `critical`, `plane` and `path`, for example
        `minimum_energy` (U, nats), `critical_index`, `plane_objective` [plane, y, x]; beside them
        KIND_objective, U + V. Where there are at most 1,000 parameters, they carry their names.
        Attributes: `answers`, `run_names`, `metric_names`, `n_points`.

    Raises
    ------
    RunError
        If there is none, or one of another format.
    """
    file_path = path / "landscape.h5"
    if not file_path.is_file():
        raise RunError(f"{path}: has no landscape.h5 yet; run: temper landscape {quote(str(path))}")
    with open_h5(file_path) as file:
        attributes = read_attributes(file, file_path, FORMAT, f"its format is not '{FORMAT[0]}'")
        variables = {name: variable(node) for name, node in file.items() if not node.is_scale}
        coordinates = {name: file[name][:] for name in SCALES}
    names = variables.pop("parameter_name", None)  # since 0.2.0
    if names is not None and names.dims == ("parameter",):
        coordinates["parameter"] = names.values
    attributes.pop("_NCProperties", None)
    dataset = xr.Dataset(variables, coordinates, attributes)
    for kind in ("minimum", "point", "critical"):
        objective = dataset[f"{kind}_energy"] + dataset[f"{kind}_prior_energy"]
        dataset[f"{kind}_objective"] = objective.assign_attrs(long_name="U + V", units="nat")
    return dataset


def variable(dataset: h5py.Dataset) -> xr.Variable:
    """Return a dataset of the file with the names of its dimensions."""
    values = dataset[()]
    if values.dtype.kind == "S":
        values = np.char.decode(values, "utf-8")
    return xr.Variable(
        dimensions(dataset), values, {"long_name": plain(dataset.attrs.get("long_name", ""))}
    )


def cluster_table(landscape: xr.Dataset) -> list[dict[str, object]]:
    """Return one record for each cluster, the lowest first: what it is, and who found it.

    Keys: state (the number of its lowest minimum), objective (nats), n_states, n_starts,
    n_replicas, coldest and hottest (temperatures, NaN if only starting points came down to it).
    """
    records = []
    cluster = landscape["minimum_cluster"].values.astype(int)
    is_start = landscape["minimum_source"].values == "start"
    objective = landscape["minimum_objective"].values
    for number in range(int(cluster.max(initial=-1)) + 1):
        members = np.flatnonzero(cluster == number)
        visited = members[~is_start[members]]
        temperatures = landscape["minimum_temperature"].values[visited]
        state = int(members[np.argmin(objective[members])])
        records.append(
            {
                "state": state,
                "objective": float(objective[state]),
                "n_states": len(members),
                "n_starts": int(is_start[members].sum()),
                "n_replicas": len(set(landscape["minimum_replica"].values[visited].tolist())),
                "coldest": float(temperatures.min()) if len(visited) else float("nan"),
                "hottest": float(temperatures.max()) if len(visited) else float("nan"),
            }
        )
    return records
