"""Two runs side by side, against numbers that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import temper
from make_run import MadeRun, simulate, write_run
from temper.side_by_side import differing_settings, flattened


def made(seed: int, **changes: object) -> MadeRun:
    """Simulate 2 rungs in 2 copies, 1,000 independent sweeps, of a Gaussian in 6 dimensions."""
    run = simulate([1.0, 2.0], n_sweeps=1000, thin=10, copies=2, seed=seed)
    for name, value in changes.items():
        setattr(run, name, value)
    return run


def test_energies_come_with_their_standard_errors(tmp_path: Path) -> None:
    runs = [temper.open_run(write_run(tmp_path / name, made(i))) for i, name in enumerate("ab")]
    table = runs[0].side_by_side(runs[1])
    assert table["run"].values.tolist() == ["a", "b"]
    energy = table.sel(quantity="energy U, nats, rung 0")
    # U = |theta|^2 / 2 with theta ~ N(0, 1/2): mean 6/4, variance 6/8, of 2,000 independent values.
    error = np.sqrt(6 / 8 / 2000)
    np.testing.assert_allclose(energy["standard_error"], error, rtol=0.3)
    assert np.all(np.abs(energy["mean"] - 1.5) < 4.5 * error)  # fails for 1 seed in 70,000
    difference = energy["mean"].values[1] - energy["mean"].values[0]
    assert energy["difference"] == difference
    np.testing.assert_allclose(
        energy["difference_error"], np.hypot(*energy["standard_error"].values)
    )
    assert np.isnan(table["mean"].sel(quantity="barrier, as diagnosed", run="a"))  # not judged


def test_settings_that_differ_are_named(tmp_path: Path) -> None:
    layer = "[[model.layer]]\nunits = "
    one = made(1, config=f"[kernel]\nlr = 0.1\n{layer}8\n[run]\nseed = 1\n")
    two = made(1, config=f"[kernel]\nlr = 0.2\n{layer}8\n{layer}4\n[run]\nseed = 1\n")
    two.attributes = {"data_name": "iris"}
    runs = [
        temper.open_run(write_run(tmp_path / str(i), made)) for i, made in enumerate((one, two))
    ]
    settings = runs[0].side_by_side(runs[1])["value"].to_pandas()
    assert settings.to_dict("index") == {
        "kernel.lr": {"0": "0.1", "1": "0.2"},
        "model.layer.1.units": {"0": "", "1": "4"},
        "data_name": {"0": "gaussian", "1": "iris"},
    }


def test_what_one_run_lacks_is_unknown(tmp_path: Path) -> None:
    short = made(1, committed=0)
    without = made(2)
    without.metrics = {}
    full = temper.open_run(write_run(tmp_path / "full", made(3)))
    for name, other in (("short", short), ("without", without)):
        table = full.side_by_side(temper.open_run(write_run(tmp_path / name, other)))
        accuracy = table.sel(quantity="test_accuracy, rung 0")
        assert np.isfinite(accuracy["mean"].sel(run="full"))
        assert np.isnan(accuracy["mean"].sel(run=name))


def test_a_nan_has_no_error(tmp_path: Path) -> None:
    diverged = made(1)
    diverged.energy[500:] = np.nan
    run = temper.open_run(write_run(tmp_path / "run", diverged))
    table = run.side_by_side(run)
    assert np.isnan(table["standard_error"].sel(quantity="energy U, nats, rung 0")).all()
    assert table.sizes["setting"] == 0


def test_tables_are_flattened() -> None:
    nested = {"a": {"b": 1}, "layers": [{"n": 1}, {"n": 2}], "list": [1, 2]}
    assert flattened(nested) == {
        "a.b": "1", "layers.0.n": "1", "layers.1.n": "2", "list": "[1, 2]",
    }  # fmt: skip
    assert differing_settings({"a": "1", "b": "2"}, {"a": "1", "c": "3"}) == {
        "b": ["2", ""],
        "c": ["", "3"],
    }
