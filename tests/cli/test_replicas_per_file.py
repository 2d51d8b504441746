"""Replicas that share files of draws: no command and no reader notices, but for the files."""

import subprocess

import numpy as np
import pytest
import temper as analysis

from conftest import SOURCE, prose

USAGE = 64
JOB = (
    SOURCE / "launch" / "examples" / "parity.toml",
    *("--set", "ladder.rungs=5", "--set", "run.warmup=10", "--set", "run.sweeps=30"),
    *("--set", "run.steps=20", "--quiet"),
)


@pytest.fixture(scope="module")
def runs(temper, tmp_path_factory):
    """(each replica has a file, they share files of two)."""
    folder = tmp_path_factory.mktemp("shared")
    temper("train", *JOB, "--out", folder / "plain")
    sharing = ("--set", "output.replicas_per_file=2")
    temper("train", *JOB, *sharing, "--out", folder / "shared")
    return folder / "plain", folder / "shared"


def test_there_are_fewer_files(runs):
    names = [sorted(path.name for path in (run / "draws").iterdir()) for run in runs]
    assert len(names[0]) == 5
    assert names[1] == [f"replica-000{first}.h5" for first in (0, 2, 4)]


def test_the_default_leaves_no_trace(runs):
    plain = analysis.open_run(runs[0])
    assert plain.attributes["format_version"] == 2
    assert "replicas_per_file" not in plain.attributes["config"]
    assert "replicas_per_file" not in plain.attributes


def test_the_analysis_package_reads_the_same(runs):
    one, two = map(analysis.open_run, runs)
    np.testing.assert_array_equal(one.draws(rung=0).values, two.draws(rung=0).values)
    for replica in range(5):
        draws = [run.draws(replica=replica) for run in (one, two)]
        np.testing.assert_array_equal(draws[0].values, draws[1].values)
        assert draws[0].dims == draws[1].dims
        assert one.best(replica).objective == two.best(replica).objective
        np.testing.assert_array_equal(one.best(replica).theta, two.best(replica).theta)
    last = [run.draws(replica=3)[-1, 2:5].values for run in (one, two)]
    np.testing.assert_array_equal(*last)


@pytest.mark.parametrize("command", [["evaluate"], ["diagnose"], ["evidence"]])
def test_commands_say_the_same(command, runs, temper):
    said = [temper(*command, run, check=None) for run in runs]
    assert said[0].returncode == said[1].returncode
    pairs = zip(said, runs, strict=True)
    texts = [prose(result.stdout.replace(str(run), "RUN")) for result, run in pairs]
    assert texts[0] == texts[1]


def test_weights_are_exported_and_taken_up_by_another_run(runs, temper, tmp_path):
    for run, name in zip(runs, ("one", "two"), strict=True):
        temper("export", run, "--out", tmp_path / f"{name}.npz")
        start = ("--set", f"init.from='{run}'", "--out", tmp_path / name)
        temper("train", *JOB, *start)
    weights = [np.load(tmp_path / f"{name}.npz") for name in ("one", "two")]
    assert weights[0].files == weights[1].files
    for key in weights[0].files:
        np.testing.assert_array_equal(weights[0][key], weights[1][key])
    begun = [analysis.open_run(tmp_path / name) for name in ("one", "two")]
    np.testing.assert_array_equal(begun[0].energy.values, begun[1].energy.values)


def test_they_are_extended_packed_and_verified(runs, temper, tmp_path):
    plain, shared = runs
    subprocess.run(["cp", "-r", plain, shared, tmp_path], check=True)
    for name in ("plain", "shared"):
        temper("resume", tmp_path / name, "--sweeps", "60", "--quiet")
        temper("inspect", tmp_path / name, "--verify")
        temper("pack", tmp_path / name, "--out", tmp_path / f"{name}.packed")
        temper("inspect", tmp_path / f"{name}.packed", "--verify")
    longer = [analysis.open_run(tmp_path / f"{name}.packed") for name in ("plain", "shared")]
    np.testing.assert_array_equal(longer[0].draws(rung=0).values, longer[1].draws(rung=0).values)


def test_a_run_goes_on_only_as_it_was_begun(runs, temper):
    _, shared = runs
    job = ("train", *JOB, "--resume-if-exists", "--out", shared)
    refused = temper(*job, "--set", "output.replicas_per_file=3", check=USAGE)
    assert "replicas_per_file" in refused.stderr
