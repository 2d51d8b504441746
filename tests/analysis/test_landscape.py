"""`run.landscape()` reads landscape.h5 by its format, and the report draws it."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import temper
from temper.files.landscape import cluster_table
from temper.report.facts import Facts
from temper.report.page import render
from temper.report.pictures.landscape import landscape_pictures
from temper.report.pictures.surface import plane_order

SIZES = {"minimum": 4, "point": 3, "critical": 2, "end": 10, "parameter": 12, "plane": 3, "y": 5,
         "x": 4, "marker": 3, "path": 1, "place": 6}  # fmt: skip
CLUSTER = [0, 1, 0, 1]
ENERGY = [2.0, 5.0, 2.5, 4.0]


def made_values() -> dict[str, tuple[str, np.ndarray]]:
    """Datasets of the format, each with its dimensions; numbers are counted up where unsaid."""
    said = {
        "minimum_source": ("minimum", np.array([b"best", b"draw", b"start", b"start"])),
        "minimum_replica": ("minimum", np.array([0, 1, 0, 1], np.uint32)),
        "minimum_sweep": ("minimum", np.array([7, 9, -1, -1])),
        "minimum_rung": ("minimum", np.array([1, 0, -1, -1], np.int32)),
        "minimum_temperature": ("minimum", np.array([2.0, 1.0, np.nan, np.nan])),
        "minimum_gradients": ("minimum", np.full(4, 30.0)),
        "minimum_cluster": ("minimum", np.array(CLUSTER, np.uint32)),
        "point_state": ("point", np.array([2, 2, 3], np.uint32)),
        "point_gradients": ("point", np.array([1, 2, 1], np.uint64)),
        "critical_from": ("critical", np.array([0, 2], np.uint32)),
        "critical_found": ("critical", np.array([1, 0], np.uint8)),
        "plane_name": ("plane", np.array([b"random", b"three minima", b"random"])),
        "plane_run": ("plane", np.array([0, 0, 1], np.uint32)),
        "path_run": ("path", np.array([0], np.uint32)),
        "path_from": ("path", np.array([0], np.uint32)),
        "path_to": ("path", np.array([3], np.uint32)),
    }
    numbers = {"energy", "prior_energy", "gradient_norm", "index", "trace", "noise"}
    for kind in ("minimum", "point", "critical"):
        for name in numbers:
            said[f"{kind}_{name}"] = (kind, np.arange(SIZES[kind], dtype=float))
        for name in ("lowest", "highest"):
            said[f"{kind}_{name}"] = (f"{kind} end", counted(kind, "end"))
        said[f"{kind}_theta"] = (f"{kind} parameter", counted(kind, "parameter"))
    said["minimum_energy"] = ("minimum", np.array(ENERGY))
    said["minimum_prior_energy"] = ("minimum", np.ones(4))
    said["critical_index"] = ("critical", np.array([3.0, 0.0]))
    for name, dims in (("plane_x", "plane x"), ("plane_y", "plane y"), ("plane_objective",
                       "plane y x"), ("marker_x", "plane marker"), ("marker_y", "plane marker"),
                       ("path_straight", "path place"), ("path_curved", "path place")):  # fmt: skip
        said[name] = (dims, counted(*dims.split()))
    return said


def counted(*dims: str) -> np.ndarray:
    """0, 1, 2, … in the shape of these dimensions."""
    shape = [SIZES[name] for name in dims]
    return np.arange(np.prod(shape), dtype=float).reshape(shape)


@pytest.fixture
def run(tiny_run: temper.Run) -> temper.Run:
    """A run with a landscape."""
    write_landscape(tiny_run.path)
    return tiny_run


def write_landscape(path: Path, **attributes: object) -> None:
    """Write landscape.h5 with plain h5py."""
    with h5py.File(path / "landscape.h5", "w") as file:
        for name, length in SIZES.items():
            file[name] = np.arange(length)
            file[name].make_scale(name)
        for name, (dims, values) in made_values().items():
            dataset = file.create_dataset(name, data=values)
            for axis, dim in enumerate(dims.split()):
                dataset.dims[axis].attach_scale(file[dim])
        file.attrs.update(
            {"format": "temper-landscape", "format_version": 1, "n_points": 10,
             "metric_names": np.array([], dtype=h5py.string_dtype()),
             "run_names": ["runs/<b>one</b>", "runs/two"],
             "answers": ["Local minima: few.", "Saddles: one.", "Paths: none."], **attributes}
        )  # fmt: skip


def test_variables_have_their_dimensions(run: temper.Run) -> None:
    landscape = run.landscape()
    assert landscape["minimum_objective"].values.tolist() == [3.0, 6.0, 3.5, 5.0]
    assert landscape["plane_objective"].dims == ("plane", "y", "x")
    assert landscape["minimum_source"].values.tolist() == ["best", "draw", "start", "start"]
    assert landscape.attrs["n_points"] == 10
    assert landscape.sizes["parameter"] == 12


def test_clusters_say_who_found_them(run: temper.Run) -> None:
    first, second = cluster_table(run.landscape())
    assert first == {"state": 0, "objective": 3.0, "n_states": 2, "n_starts": 1, "n_replicas": 1,
                     "coldest": 2.0, "hottest": 2.0}  # fmt: skip
    assert (second["state"], second["objective"], second["coldest"]) == (3, 5.0, 1.0)


def test_the_report_draws_it(run: temper.Run) -> None:
    pictures = landscape_pictures(Facts(run))
    assert [p.slug for p in pictures] == [
        "landscape-minima", "landscape-saddles", "landscape-plane-0", "landscape-plane-2",
        "landscape-plane-1", "landscape-paths",
    ]  # fmt: skip
    assert plane_order(run.landscape()) == [0, 2, 1]
    saddles = pictures[1]
    assert saddles.data[1]["y"].tolist() == [3 / 12]  # the search that found nothing isn't drawn
    assert saddles.data[2]["x"].tolist() == pytest.approx([0, 0.3, 0.05, 0.2])
    assert all(p.numbers.rows for p in pictures)
    page = render(run)
    assert "<b>one</b>" not in page
    assert "Minima that differ in what they predict" in page


def test_a_run_without_one(tiny_run: temper.Run) -> None:
    assert landscape_pictures(Facts(tiny_run)) == []
    assert "Minima that differ" not in render(tiny_run)
    with pytest.raises(temper.RunError, match="run: temper landscape"):
        tiny_run.landscape()


def test_another_format_is_refused(tiny_run: temper.Run) -> None:
    write_landscape(tiny_run.path, format_version=2)
    with pytest.raises(temper.RunError, match="format version 2"):
        tiny_run.landscape()
