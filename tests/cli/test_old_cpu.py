"""One binary runs on any x86-64-v2 machine, and says on which path a run was computed.

An old CPU is qemu's model of Intel's of 2008: SSE4.2, no AVX at all.
"""

import json
import os
import platform
import subprocess
from pathlib import Path

import h5py
import pytest

pytestmark = pytest.mark.skipif(
    platform.machine() != "x86_64", reason="is about the baseline of x86-64"
)
SHORT = ["--replicas", "2", "--warmup", "0", "--sweeps", "2", "--set", "run.steps=5"]
# Old OpenBLAS kernels that a shell has asked for by hand would not be the program's own choice.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}


def on_old_cpu(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["qemu-x86_64", "-cpu", "Nehalem", program, *map(str, arguments)]
    return subprocess.run(
        command, env=ENVIRONMENT, capture_output=True, text=True, timeout=300, check=True
    )


def test_the_program_trains_on_an_old_cpu(temper_program, tmp_path):
    run = tmp_path / "run"
    on_old_cpu(temper_program, "train", "--data", "iris", *SHORT, "--out", run)
    with h5py.File(run / "run.h5") as file:
        assert file["committed"][()] == 2
        assert file.attrs["simd"] in {"SSSE3", "SSE4", "SSE2"}
    start = json.loads((run / "sessions.jsonl").read_text().splitlines()[0])
    assert start["simd"] in {"SSSE3", "SSE4", "SSE2"}


def test_resume_on_another_path_says_that_bits_may_differ(temper, temper_program, tmp_path):
    run = tmp_path / "run"
    on_old_cpu(temper_program, "train", "--data", "iris", *SHORT, "--out", run)
    resumed = temper("resume", run, "--sweeps", "4")
    with h5py.File(run / "run.h5") as file:
        begun_on = file.attrs["simd"]
    assert f"begun with {begun_on} instructions" in resumed.stderr
    assert "last bits may differ" in resumed.stderr


def test_resume_on_the_same_path_says_nothing(temper, tmp_path):
    run = tmp_path / "run"
    temper("train", "--data", "iris", *SHORT, "--out", run)
    assert "instructions" not in temper("resume", run, "--sweeps", "4").stderr
