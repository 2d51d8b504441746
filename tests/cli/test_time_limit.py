"""run.time ends a session at a commit, with what remains; sessions add up to the whole run."""

import sys

import h5py
import pytest

from conftest import SOURCE

sys.path.insert(0, str(SOURCE / "tests" / "mpi"))
from runs import differences  # noqa: E402

USAGE, INTERRUPTED = 64, 75
LENGTH = ["--data", "iris", "--warmup", "2", "--sweeps", "4", "--steps", "50"]
OVER_AT_ONCE = "0.001s"  # so that every session does one sweep, however fast the machine is


def sweeps_done(run) -> int:
    with h5py.File(run / "run.h5") as file:
        return int(file["committed"][()])


def test_a_session_out_of_time_ends_at_a_commit_and_says_what_remains(temper, tmp_path):
    run = tmp_path / "run"
    result = temper("train", *LENGTH, "--out", run, "--time", OVER_AT_ONCE, check=INTERRUPTED)
    assert "stopped by run.time after sweep 1 of 6; 5 sweeps remain, about " in result.stderr
    assert f"go on with: temper resume {run}" in result.stderr
    assert sweeps_done(run) == 1


@pytest.mark.parametrize("ranks", [0, 2])
def test_sessions_add_up_to_the_same_bits(ranks, temper, tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    temper("train", *LENGTH, "--out", whole)
    job = ["train", *LENGTH, "--out", parts, "--resume-if-exists", "--time", OVER_AT_ONCE]
    for _ in range(3):
        temper(*job, ranks=ranks, check=INTERRUPTED)
    temper("resume", parts, "--time", OVER_AT_ONCE, ranks=ranks, check=INTERRUPTED)
    temper("resume", parts, "--time", "1h", ranks=ranks)  # another limit is no other run
    assert differences(whole, parts) == []


@pytest.mark.parametrize("text", ["soon", "0s", "3x", "-1h"])
def test_what_is_no_time_is_refused_with_an_example(text, temper, tmp_path):
    result = temper("train", *LENGTH, "--out", tmp_path / "run", f"--time={text}", check=USAGE)
    assert 'run.time: expected a time such as "3h50m"' in result.stderr
    assert not (tmp_path / "run").exists()
