"""The same config and seed give bitwise the same trajectories on any number of ranks."""

import shutil
import subprocess
from pathlib import Path

import h5py
import numpy as np
import pytest
from runs import differences, hdf5_files

CONFIG = "parity.toml"
SHORT = [
    *("--set", "run.warmup=10", "--set", "run.sweeps=40", "--set", "run.steps=20"),
    *("--set", "ladder.rungs=8"),  # fewer than the most ranks below
]


@pytest.fixture(scope="module")
def reference(temper, examples, tmp_path_factory) -> Path:
    """The run without mpirun."""
    run = tmp_path_factory.mktemp("ranks") / "reference"
    temper("train", examples / CONFIG, *SHORT, "--out", run)
    return run


@pytest.mark.parametrize("ranks", [1, 2, 3, 4, 7])
def test_every_dataset_is_the_same_on(ranks, reference, temper, examples, tmp_path):
    run = tmp_path / "run"
    temper("train", examples / CONFIG, *SHORT, "--out", run, ranks=ranks)
    assert hdf5_files(reference)
    assert differences(reference, run) == []
    for path in hdf5_files(reference):
        subprocess.run(["h5diff", reference / path, run / path], check=True)


# Files of three, three and two replicas: each has one writer, so of four ranks one is idle.
SHARED = [*SHORT, "--set", "output.replicas_per_file=3"]


@pytest.fixture(scope="module")
def shared_reference(temper, examples, tmp_path_factory) -> Path:
    run = tmp_path_factory.mktemp("ranks") / "reference"
    temper("train", examples / CONFIG, *SHARED, "--out", run)
    return run


@pytest.mark.parametrize("ranks", [1, 2, 3, 4])
def test_replicas_that_share_files_are_the_same_on(
    ranks, shared_reference, temper, examples, tmp_path
):
    run = tmp_path / "run"
    result = temper("train", examples / CONFIG, *SHARED, "--out", run, ranks=ranks)
    assert differences(shared_reference, run) == []
    assert len(list((run / "draws").iterdir())) == 3
    is_said = "1 of 4 ranks idle: there are only 3 files" in result.stdout + result.stderr
    assert is_said == (ranks == 4)


def test_replicas_that_share_files_go_on_on_other_ranks(
    shared_reference, temper, examples, tmp_path
):
    run = tmp_path / "run"
    job = ["train", examples / CONFIG, *SHARED, "--out", run, "--resume-if-exists"]
    one_sweep, interrupted = ["--time", "0.001s"], 75
    for ranks in (3, 1, 2):
        temper(*job, *one_sweep, ranks=ranks, check=interrupted)
    temper(*job, "--shares", "1,2", ranks=2)
    assert differences(shared_reference, run) == []


@pytest.mark.parametrize("table", ["theta", "checksum", "best_theta", "best_energy", "best_sweep"])
def test_replicas_that_share_files_have_the_draws_of_a_file_each(
    table, reference, shared_reference
):
    for replica in range(8):
        first, place = replica - replica % 3, replica % 3
        with h5py.File(shared_reference / "draws" / f"replica-{first:04d}.h5") as file:
            shared = file[table][:, place]
            assert list(file["replica"][()])[place] == replica
        with h5py.File(reference / "draws" / f"replica-{replica:04d}.h5") as file:
            np.testing.assert_array_equal(shared, file[table][()])


@pytest.fixture(scope="module", params=["corrected", "barker"])
def minibatch_swaps(request) -> list[str]:
    """Options for swap tests that look at minibatches; barker's go on to all 32 examples."""
    test = f"exchange.test={request.param}"
    return [*SHORT, "--set", test, "--set", "exchange.batch=8", "--set", "output.thin=3"]


@pytest.fixture(scope="module")
def minibatch_reference(minibatch_swaps, temper, examples, tmp_path_factory) -> Path:
    run = tmp_path_factory.mktemp("ranks") / "reference"
    temper("train", examples / CONFIG, *minibatch_swaps, "--out", run)
    return run


@pytest.mark.parametrize("ranks", [2, 3, 8])
def test_minibatch_swaps_are_the_same_on(
    ranks, minibatch_reference, minibatch_swaps, temper, examples, tmp_path
):
    run = tmp_path / "run"
    temper("train", examples / CONFIG, *minibatch_swaps, "--out", run, ranks=ranks)
    assert differences(minibatch_reference, run) == []
    with h5py.File(run / "run.h5") as file:
        used = set(file["swap_examples"][()].ravel()) - {0}
        assert used == ({8} if "exchange.test=corrected" in minibatch_swaps else {16, 32})
        assert file["accepted"][()].sum() > 0


def test_ranks_beyond_the_replicas_idle_and_say_so(reference, temper, examples, tmp_path):
    run = tmp_path / "run"
    result = temper("train", examples / CONFIG, *SHORT, "--out", run, ranks=10)
    assert "idle" in result.stdout + result.stderr
    assert differences(reference, run) == []


def test_uneven_shares_change_where_replicas_live_and_nothing_else(
    reference, temper, examples, tmp_path
):
    run = tmp_path / "run"
    temper("train", examples / CONFIG, *SHORT, "--out", run, "--shares", "3,0.5,1", ranks=3)
    assert differences(reference, run) == []


def test_shares_must_suit_the_ranks(temper, examples, tmp_path):
    run = tmp_path / "run"
    refused = temper("train", examples / CONFIG, "--out", run, "--shares", "3,1", ranks=3, check=64)
    assert "--shares 3,1: 2 numbers for 3 ranks" in refused.stderr
    assert not run.exists()


# The comparison must be able to fail.


def test_another_seed_gives_another_run(reference, temper, examples, tmp_path):
    run = tmp_path / "run"
    temper("train", examples / CONFIG, *SHORT, "--set", "run.seed=2", "--out", run)
    found = differences(reference, run)
    assert "run.h5: energy" in found
    assert "draws/replica-0000.h5: theta" in found
    assert "draws/replica-0007.h5: theta" in found


def test_one_flipped_bit_is_found(reference, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(reference, run)
    with h5py.File(run / "draws" / "replica-0003.h5", "r+") as file:
        theta = file["theta"][-1]
        bits = theta.view("uint32")
        bits[-1] ^= 1
        file["theta"][-1] = theta
    assert differences(reference, run) == ["draws/replica-0003.h5: theta"]


def test_a_missing_file_is_found(reference, tmp_path):
    run = tmp_path / "run"
    shutil.copytree(reference, run)
    (run / "draws" / "replica-0001.h5").unlink()
    assert differences(reference, run) == ["draws/replica-0001.h5: only in one"]
