"""What a run says of its swap tests."""

import h5py
import numpy as np
import pytest

PARITY = ["--set", "run.warmup=10", "--set", "run.sweeps=40", "--set", "output.thin=5"]


@pytest.mark.parametrize("test", ["corrected", "barker"])
def test_a_minibatch_test_states_what_it_saw_and_its_bias(test, temper, examples, tmp_path):
    options = [*PARITY, "--set", f"exchange.test={test}", "--set", "exchange.batch=16"]
    result = temper("train", examples / "parity.toml", *options, "--out", tmp_path / "run")
    said = " ".join(result.stdout.split())  # lines are wrapped
    assert "of 32 examples on average" in said
    assert "ln(acceptance there / back) is off by" in said


def test_energies_are_there_where_draws_are(temper, examples, tmp_path):
    options = [*PARITY, "--set", "exchange.test=corrected", "--set", "exchange.batch=16"]
    temper("train", examples / "parity.toml", *options, "--out", tmp_path / "run")
    with h5py.File(tmp_path / "run" / "run.h5") as run:
        has_draw = np.isin(np.arange(50), run["draw_sweep"][()])
        np.testing.assert_array_equal(np.isfinite(run["energy"]).all(axis=1), has_draw)
        np.testing.assert_array_equal(np.isnan(run["energy"]).all(axis=1), ~has_draw)
        proposed = ~np.isnan(run["accept_prob"][()])
        np.testing.assert_array_equal(run["swap_examples"][()], np.where(proposed, 16, 0))
    assert "–" not in temper("inspect", tmp_path / "run").stdout.split("energy U")[1]


def test_the_exact_test_uses_all_examples_and_has_no_bias_to_state(temper, examples, tmp_path):
    result = temper("train", examples / "parity.toml", *PARITY, "--out", tmp_path / "run")
    assert "examples on average" not in result.stdout
    with h5py.File(tmp_path / "run" / "run.h5") as run:
        assert set(np.unique(run["swap_examples"])) == {0, 32}


def test_a_minibatch_test_at_zero_temperature_is_refused(temper, examples, tmp_path):
    options = ["--set", "exchange.test=barker", "--set", "exchange.batch=16"]
    ladder = ["--set", "ladder.temperatures=[0, 1]"]
    config = tmp_path / "cold.toml"
    text = (examples / "parity.toml").read_text()
    ranges = ("rungs", "t_min", "t_max")
    config.write_text("\n".join(line for line in text.splitlines() if not line.startswith(ranges)))
    result = temper("train", config, *options, *ladder, "--out", tmp_path / "run", check=64)
    assert "exchange.test" in result.stderr
    assert "above 0" in result.stderr
