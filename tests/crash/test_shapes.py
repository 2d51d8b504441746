"""Runs of unusual shape: many replicas, one, no sweep, datasets of gigabytes."""

import h5py
import pytest
from contents import differing_files, wrong_rows
from job import Job, command, execute


@pytest.mark.parametrize(
    "overrides",
    [
        ["ladder.rungs=1"],
        ["ladder.rungs=500", "run.copies=2", "kernel.lr=0.001", "output.checkpoint_seconds=5"],
        ["potential.type=gaussian", "potential.dim=1"],
        ["run.sweeps=0"],
        ["run.warmup=0", "run.sweeps=0"],
        ["run.sweeps=1", "run.warmup=0"],
        ["output.thin=1"],
        ["output.thin=1000"],
    ],
    ids=" ".join,
)
def test_shape(overrides, tmp_path):
    job = Job.write(tmp_path)
    flags = [word for override in overrides for word in ("--set", override)]
    job.train(job.reference, *flags, check=0)
    job.train(tmp_path / "run", *flags, ranks=2, check=0)
    assert differing_files(tmp_path / "run", job.reference) == []
    assert wrong_rows(tmp_path / "run", job.reference) == []
    execute(command("resume", job.reference, "--quiet"), check=0)
    assert differing_files(tmp_path / "run", job.reference) == []


def test_a_dataset_beyond_two_gigabytes(tmp_path, is_long):
    if not is_long:
        pytest.skip("takes 5 GB of disk: TEMPER_CRASH=long")
    job = Job.write(tmp_path, warmup=0, sweeps=36, steps=1)
    flags = ["--set", "potential.type=gaussian", "--set", "potential.dim=30000000", "--set"]
    job.train(job.reference, *flags, "ladder.rungs=1", check=0)
    with h5py.File(job.reference / "draws" / "replica-0000.h5") as draws:
        assert draws["theta"].nbytes > 2**31
        assert draws["theta"][-1].any()
