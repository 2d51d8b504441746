"""`ladder.objective`: rungs in warm-up, and the same bits on any ranks and through a kill."""

import h5py
import numpy as np
import pytest

from conftest import stop_when_committed

CONFIG = """\
[potential]
type = "double-well"
[kernel]
type = "rwm"
step = 0.5
[ladder]
rungs = 6
t_max = 20
tempering = "posterior"
[run]
warmup = 400
sweeps = 100
steps = 5
copies = 2
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("objective") / "well.toml"
    path.write_text(CONFIG)
    return path


def table(run, name):
    with h5py.File(run / "run.h5") as file:
        return file[name][()]


def objective(name):
    return ("--quiet", "--set", f'ladder.objective="{name}"')


@pytest.mark.parametrize("name", ["equal length", "round trips"])
def test_ranks_and_stops_in_warm_up_change_no_bit(temper, temper_program, config, tmp_path, name):
    keys = [*objective(name), "--set", "run.steps=500"]
    temper("train", config, "--out", tmp_path / "whole", *keys)
    temper("train", config, "--out", tmp_path / "two", *keys, ranks=2)
    cut = tmp_path / "cut"
    command = [temper_program, "train", config, "--out", cut, *keys]
    assert stop_when_committed(command, cut, n_sweeps=4) == 75
    assert 3 < table(cut, "committed") < 400
    temper("resume", cut, "--quiet", ranks=2)
    for other in ("two", "cut"):
        for column in ("beta", "energy", "step_size"):
            np.testing.assert_array_equal(
                table(tmp_path / other, column), table(tmp_path / "whole", column)
            )


def test_objectives_place_rungs_differently(temper, config, tmp_path):
    beta = {}
    for name in ("equal rejection", "equal length", "round trips"):
        temper("train", config, "--out", tmp_path / name, *objective(name))
        beta[name] = table(tmp_path / name, "beta")[-1]
        assert (np.diff(beta[name]) < 0).all()
        assert beta[name][[0, -1]] == pytest.approx([1, 1 / 20])
    assert not np.allclose(beta["equal rejection"], beta["equal length"], rtol=1e-3)
    assert not np.allclose(beta["equal rejection"], beta["round trips"], rtol=1e-3)


def test_an_unknown_objective_is_refused_with_the_nearest(temper, config, tmp_path):
    result = temper("train", config, *objective("round-trips"), cwd=tmp_path, check=64)
    assert "round trips" in result.stderr
