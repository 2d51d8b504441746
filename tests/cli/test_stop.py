"""A run that is asked to stop ends at its next commit, says how to go on, and does go on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import h5py
import pytest

from conftest import SOURCE, program

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import differences  # noqa: E402

INTERRUPTED = 75
# Long enough to be caught in the middle; short sweeps, so that the next commit is near.
SWEEPS = ["--set", "run.warmup=50", "--set", "run.sweeps=4000", "--set", "run.steps=20"]


def start(run: Path, examples: Path, ranks: int) -> subprocess.Popen:
    command = [SOURCE / "launch" / "local", ranks, "train", examples / "parity.toml", *SWEEPS]
    return subprocess.Popen(
        [*map(str, command), "--out", str(run)],
        env={**os.environ, "TEMPER": str(program())},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def committed(run: Path) -> int:
    """Sweeps that a plain reader sees, at any moment; 0 before the run is there."""
    if not (run / "run.h5").exists():
        return 0
    with h5py.File(run / "run.h5", "r") as file:
        return int(file["committed"][()])


@pytest.fixture(scope="module")
def whole(temper, examples, tmp_path_factory) -> Path:
    """The run that nobody stopped."""
    run = tmp_path_factory.mktemp("stop") / "whole"
    temper("train", examples / "parity.toml", *SWEEPS, "--out", run)
    return run


@pytest.mark.parametrize(
    ("ranks", "asked"),
    [(0, signal.SIGINT), (0, signal.SIGTERM), (0, signal.SIGUSR1), (2, signal.SIGINT)],
)
def test_a_signal_ends_the_run_at_a_commit(ranks, asked, whole, temper, examples, tmp_path):
    run = tmp_path / "run"
    job = start(run, examples, ranks)
    while committed(run) < 100:
        assert job.poll() is None, job.communicate()[0]
        time.sleep(0.02)
    job.send_signal(asked)
    output, _ = job.communicate(timeout=60)
    assert job.returncode == INTERRUPTED, output
    assert f"go on with: temper resume {run}" in output
    assert 100 <= committed(run) < committed(whole)

    temper("resume", run, "--quiet", ranks=3)
    assert differences(whole, run) == []
