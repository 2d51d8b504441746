"""Killed while ladder, steps and metric adapt, a run goes on to the same bits on other ranks."""

import os
import signal
import subprocess
import time
from pathlib import Path

import h5py
import pytest
from runs import differences

from conftest import program

SETTINGS = (
    *("--data", "iris", "--layers", "4,3,3", "--kernel", "hmc", "--replicas", "5"),
    *("--set", "kernel.metric=diagonal", "--set", "output.checkpoint_seconds=0"),
    *("--set", "run.copies=2", "--warmup", "600", "--sweeps", "40", "--steps", "4"),
)


def committed(run: Path) -> int:
    if not (run / "run.h5").exists():
        return 0
    with h5py.File(run / "run.h5", "r") as file:
        return int(file["committed"][()])


@pytest.fixture(scope="module")
def whole(temper, tmp_path_factory) -> Path:
    """The run that nobody stopped."""
    run = tmp_path_factory.mktemp("warmup") / "whole"
    temper("train", *SETTINGS, "--out", run)
    return run


def test_adapts_a_metric(whole):
    """Without one there would be nothing to keep."""
    with h5py.File(whole / "checkpoint-A.h5") as file:
        scale = file["adaptation_scale"][()]
    assert scale.max() > 1.5 * scale.min()


@pytest.mark.parametrize("sweep", [30, 200, 450])
def test_goes_on_to_the_same_bits(sweep, whole, temper, tmp_path):
    run = tmp_path / "run"
    job = subprocess.Popen(
        [program(), "train", *SETTINGS, "--out", str(run), "--quiet"],
        env=dict(os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while committed(run) < sweep and job.poll() is None:
        time.sleep(0.01)
    job.send_signal(signal.SIGKILL)
    job.wait()
    temper("train", *SETTINGS, "--out", run, "--resume-if-exists", ranks=3)
    assert differences(whole, run) == []
