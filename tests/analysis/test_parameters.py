"""The report draws few parameters by their names; ArviZ gets the names, too."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import temper
from make_run import MadeRun, simulate, write_run
from temper.report.facts import Facts
from temper.report.page import render
from temper.report.picture import Picture
from temper.report.pictures.parameters import parameter_pictures
from temper.report.pictures.surface import plane
from test_landscape import write_landscape

HOSTILE = "<img src=x>"


def made(names: list[str], **attributes: object) -> MadeRun:
    """Three rungs of independent normals with these names."""
    run = simulate([1.0, 3.0, 9.0], n_sweeps=60, thin=2, copies=2, dimensions=len(names))
    run.attributes = {"task": "none", "n_points": 1, "data_name": "", **attributes}
    run.blocks = [(name, i, ()) for i, name in enumerate(names)]
    return run


def pictures(tmp_path: Path, run: MadeRun) -> dict[str, Picture]:
    """Those of its parameters, by slug."""
    opened = temper.open_run(write_run(tmp_path / "run", run))
    return {picture.slug: picture for picture in parameter_pictures(Facts(opened))}


def test_each_pair_has_a_panel_and_each_parameter_a_marginal(tmp_path: Path) -> None:
    drawn = pictures(tmp_path, made(["mu", HOSTILE, "tau"]))
    assert list(drawn) == ["parameters", "parameters-by-rung"]
    pairs, marginals = drawn.values()
    assert {trace["xaxis"] for trace in pairs.data} == {"x1", "x2", "x3"}
    assert pairs.numbers.columns == ["rung", "mu", HOSTILE, "tau"]
    below = [pairs.layout[f"xaxis{i}"]["title"]["text"] for i in (1, 2, 3)]
    assert below == ["", "mu", "&lt;img src=x&gt;"]  # the outer sides of a triangle of panels
    assert "mu has mean" in pairs.alt
    assert marginals.layout["xaxis3"]["title"]["text"] == "tau"
    assert len(marginals.data) == 3 * 3 * 2  # parameters, rungs, a line and its base
    tau = [row for row in marginals.numbers.rows if row[0] == "tau"]
    assert np.max(np.array(tau)[:, 2].astype(float)) == 1.0


def test_one_parameter_has_no_pairs(tmp_path: Path) -> None:
    assert list(pictures(tmp_path, made(["x"]))) == ["parameters-by-rung"]


def test_of_many_parameters_the_first_are_shown(tmp_path: Path) -> None:
    drawn = pictures(tmp_path, made([f"w.{i}" for i in range(12)]))
    assert drawn["parameters"].caption.startswith("The first 5 of 12 parameters.")
    assert drawn["parameters"].numbers.columns[-1] == "w.4"


@pytest.mark.parametrize(("n", "shown"), [(4, 2), (12, 0)])
def test_a_model_of_data_shows_few_parameters_and_no_net(
    n: int, shown: int, tmp_path: Path
) -> None:
    run = made([f"w.{i}" for i in range(n)], task="regression", n_points=20)
    assert len(pictures(tmp_path, run)) == shown


def test_arviz_gets_the_names(tmp_path: Path) -> None:
    run = temper.open_run(write_run(tmp_path / "run", made(["mu", "tau"])))
    theta = run.to_arviz().posterior["theta"]
    assert theta["parameter"].values.tolist() == ["mu", "tau"]
    np.testing.assert_array_equal(theta.sel(parameter="tau"), theta.values[..., 1])


def test_two_parameters_have_a_surface_with_ways_and_saddles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(write_landscape.__globals__["SIZES"], "parameter", 2)
    run = temper.open_run(write_run(tmp_path / "run", made(["mu", HOSTILE])))
    write_landscape(run.path)
    with h5py.File(run.path / "landscape.h5", "r+") as file:
        file["plane_name"][...] = np.array([b"parameters", b"three minima", b"random"])
        for name, values in {
            "parameter_name": np.array([b"mu", HOSTILE.encode()]),
            "path_bend": np.array([[5.0, 7.0]], np.float32),
        }.items():
            file[name] = values
            for axis, dim in enumerate(["path", "parameter"][-values.ndim :]):
                file[name].dims[axis].attach_scale(file[dim])
    landscape = run.landscape()
    assert landscape["minimum_theta"].sel(parameter="mu").values.tolist() == [0, 2, 4, 6]
    picture = plane(landscape, 0)
    surface, way, saddle, minima = picture.data
    assert (surface["type"], saddle["name"], minima["name"]) == ("contour", "saddle", "minimum")
    # From minimum 0 at (0, 1) to minimum 3 at (6, 7), by t = 1/5 of the way: see FORMAT.md.
    expected = 0.64 * np.array([0, 1]) + 0.32 * np.array([5, 7]) + 0.04 * np.array([6, 7])
    np.testing.assert_allclose([way["x"][1], way["y"][1]], expected)
    assert saddle["x"].tolist() == [0.0]  # the one that was found and has an index
    assert picture.layout["yaxis"]["title"]["text"] == "&lt;img src=x&gt;"
    assert "<img src=x>" not in render(run)
