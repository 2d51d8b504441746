"""`temper landscape` finds the minima of a small net, writes them as plain HDF5, the same on any
number of ranks, and says what is wrong with its arguments."""

import h5py
import numpy as np
import pytest

PARITY = """\
[data]
source = "parity-3"
split = [1, 0, 0]
[model]
loss = "bernoulli"
layer = [{layers}]
[prior]
sd = 3.0
[kernel]
lr = 0.05
batch = "full"
[ladder]
rungs = 3
t_min = 0.1
t_max = 1.0
[run]
seed = 4
warmup = 0
sweeps = 20
steps = 10
[output]
thin = 5
"""
DENSE = '{type = "dense", units = 3, activation = "tanh"}'
RESIDUAL = '{type = "residual", layer = [{type = "dense", units = 3, activation = "tanh"}]}'
LITTLE = ("--states", 6, "--descents", 2, "--searches", 4, "--grid", 3, "--quiet")


@pytest.fixture(scope="module")
def run(temper, tmp_path_factory):
    folder = tmp_path_factory.mktemp("landscape")
    (folder / "parity.toml").write_text(PARITY.replace("{layers}", DENSE))
    temper("train", folder / "parity.toml", "--out", folder / "run")
    return folder / "run"


def test_a_best_state_is_of_the_sweep_that_found_it(temper, tmp_path):
    """Also where a polish found it, whose U + V no sweep's row has."""
    (tmp_path / "parity.toml").write_text(PARITY.replace("{layers}", DENSE))
    goal = ("--set", "run.goal=optimise", "--set", "optimise.tournament_epochs=200")
    temper("train", tmp_path / "parity.toml", *goal, "--out", tmp_path / "run")
    temper("landscape", tmp_path / "run", *LITTLE)
    with h5py.File(tmp_path / "run" / "landscape.h5") as file:
        assert list(file["minimum_sweep"][:3]) == [19] * 3
        assert list(file["minimum_source"][:3]) == [b"best"] * 3


def test_what_it_finds_is_in_the_file(temper, run):
    printed = temper("landscape", run, *LITTLE).stdout
    assert "Local minima: 8 states ended in" in printed
    assert "Saddles:" in printed
    with h5py.File(run / "landscape.h5") as file:
        assert file.attrs["format"] == "temper-landscape"
        assert list(file.attrs["answers"])[0].split(":")[0] == "Local minima"
        for name, dataset in file.items():
            assert dataset.is_scale or all(len(axis) for axis in dataset.dims), name
        assert np.all(file["minimum_gradient_norm"][:] < 1e-2)
        assert np.all(file["minimum_index"][:] == 0)
        assert np.all(file["minimum_lowest"][:, 0] > -file["minimum_noise"][:])
        sources = [name.decode() for name in file["minimum_source"][:]]
        assert sources == ["best"] * 3 + ["draw"] * 3 + ["start"] * 2
        objective = file["minimum_energy"][:] + file["minimum_prior_energy"][:]
        cluster = file["minimum_cluster"][:]
        lowest = [objective[cluster == c].min() for c in range(cluster.max() + 1)]
        assert lowest == sorted(lowest)
        assert file["plane_objective"].shape == (len(file["plane_name"]), 3, 3)
        assert file["plane_objective"][0, 1, 1] == pytest.approx(min(objective), abs=1e-3)


def test_any_number_of_ranks_writes_the_same(temper, run):
    files = []
    for ranks in (0, 2, 3):
        temper("landscape", run, *LITTLE, ranks=ranks)
        files.append((run / "landscape.h5").read_bytes())
    assert files[1] == files[0]
    assert files[2] == files[0]


def test_two_runs_side_by_side(temper, run):
    other = run.parent / "residual"
    (run.parent / "residual.toml").write_text(PARITY.replace("{layers}", RESIDUAL))
    temper("train", run.parent / "residual.toml", "--out", other)
    temper("landscape", run, *LITTLE, "--against", other)
    with h5py.File(run / "landscape.h5") as file:
        assert list(file.attrs["run_names"]) == [str(run), str(other)]
        assert set(file["plane_run"][:]) == {0, 1}
        assert np.all(np.isfinite(file["plane_objective"][:]))


def test_a_potential_without_data(temper, tmp_path):
    (tmp_path / "well.toml").write_text(
        '[potential]\ntype = "double-well"\n[kernel]\ntype = "rwm"\n'
        "[ladder]\nrungs = 3\nt_max = 8.0\n[run]\nwarmup = 0\nsweeps = 50\n"
    )
    temper("train", tmp_path / "well.toml", "--out", tmp_path / "well")
    printed = temper("landscape", tmp_path / "well", "--grid", "5", "--quiet").stdout
    assert "ended in 2 minima, at 2 heights" in printed
    with h5py.File(tmp_path / "well" / "landscape.h5") as file:
        found = file["critical_found"][:] == 1
        saddles = found & (file["critical_index"][:] == 1)
        assert np.all(np.abs(file["critical_theta"][:, 0][saddles]) < 0.3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--states", "0"), "--states 0"),
        (("--grid", "1"), "--grid 1: landscape.grid: one place is no plane"),
        (("--same", "near"), "--same near"),
        (("--stats", "3"), "did you mean --states"),
    ],
)
def test_wrong_arguments(temper, run, arguments, message):
    assert message in temper("landscape", run, *arguments, check=64).stderr


def test_no_run(temper, tmp_path):
    assert "run.h5" in temper("landscape", tmp_path, check=64).stderr
