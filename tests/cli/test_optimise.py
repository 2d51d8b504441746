"""run.goal = "optimise": lower than where plain descents end, and the same bits on any number of
ranks and through a kill.
"""

import subprocess
import sys
import time

import h5py
import numpy as np
import pytest

from conftest import SOURCE, program

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import contents, hdf5_files  # noqa: E402

SMALL = ["--set", "run.sweeps=120", "--set", "optimise.feed_every=40"]
SMALL += ["--set", "optimise.tournament_epochs=400", "--set", "optimise.polish_epochs=300"]
SMALL += ["--set", "output.checkpoint_seconds=0", "--quiet"]


@pytest.fixture(scope="module")
def whole(temper, examples, tmp_path_factory):
    """A run that nobody stopped, without mpirun."""
    folder = tmp_path_factory.mktemp("optimise") / "whole"
    temper("train", examples / "optimise.toml", *SMALL, "--out", folder)
    return folder


def draws_of(run):
    """What the replicas' files say."""
    files = [path for path in hdf5_files(run) if path.parent.name == "draws"]
    return {path: contents(run / path) for path in files}


def test_the_number_of_ranks_changes_no_bit(whole, temper, examples, tmp_path):
    temper("train", examples / "optimise.toml", *SMALL, "--out", tmp_path / "run", ranks=3)
    assert draws_of(tmp_path / "run") == draws_of(whole)


def n_committed(run):
    """Sweeps that a plain reader sees committed, at any moment."""
    if not (run / "run.h5").exists():
        return 0
    with h5py.File(run / "run.h5", "r") as file:
        return int(file["committed"][()].max())


def test_a_killed_run_goes_on_to_the_same_bits(whole, temper, examples, tmp_path):
    run = tmp_path / "run"
    command = [program(), "train", examples / "optimise.toml", *SMALL, "--out", run]
    job = subprocess.Popen([*map(str, command)], stdin=subprocess.DEVNULL)
    while n_committed(run) < 5:
        assert job.poll() is None
        time.sleep(0.002)
    job.kill()
    job.wait()
    temper("resume", run, "--quiet")
    assert draws_of(run) == draws_of(whole)


def best_objective(run):
    """The lowest U + V that a replica's file has."""
    lowest = np.inf
    for path in (run / "draws").glob("*.h5"):
        with h5py.File(path) as file:
            energy = file["best_energy"][()] + file["best_prior_energy"][()]
            lowest = min(lowest, energy[file["best_sweep"][()] < 2**63].min())
    return lowest


def test_it_ends_lower_than_tempering_alone(whole, temper, examples, tmp_path):
    config = examples / "optimise.toml"
    sampling = ["--set", "run.goal=sample", "--set", "ladder.t_min=0.003"]
    sampling += ["--set", "ladder.t_max=0.2", "--set", "ladder.rungs=8"]
    lines = config.read_text().split("[optimise]")[0]
    (tmp_path / "plain.toml").write_text(lines)
    flags = ["--set", "run.sweeps=120", "--set", "run.warmup=0", "--quiet"]
    temper("train", tmp_path / "plain.toml", *sampling, *flags, "--out", tmp_path / "plain")
    assert best_objective(whole) < best_objective(tmp_path / "plain")


def test_an_unknown_goal_is_refused(temper, examples, tmp_path):
    result = temper(
        *("train", examples / "optimise.toml", "--set", "run.goal=optimize"),
        *("--out", tmp_path / "run"),
        check=64,
    )
    assert "optimise" in result.stderr
